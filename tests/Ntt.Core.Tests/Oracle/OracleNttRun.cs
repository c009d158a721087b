using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Oracle;

/// <summary>
/// A whole run of Neural Tangent Transfer in double over plain arrays: gradient by differences, Adam over all weights, masks by sorting.
/// Teacher, split and batches are those of the engine, so that both see the same numbers.
/// </summary>
internal sealed class OracleNttRun
{
    private readonly NetworkArchitecture _architecture;
    private readonly NttOptions _options;

    public OracleNttRun(NetworkArchitecture architecture, SampleMatrix samples, NttOptions options)
    {
        _architecture = architecture;
        _options = options;
        var normalization = options.Standardize ? InputNormalization.FromSamples(samples.Values, architecture.Input) : InputNormalization.Identity(
            architecture.Input.Channels);
        var teacher = NetworkInitializer.GlorotTruncatedNormal(architecture, normalization, options.Seed);
        var inputs = NetworkCase.Standardized(teacher, samples.Values);
        var network = new OracleNetwork(architecture);
        var teacherParameters = OracleNetwork.Parameters(teacher.Layers);
        var split = DataSplit.Create(samples.Count, options.ValidationFraction, options.Seed);
        var batch = Math.Min(options.BatchSize, split.Training.Length);
        var batches = new BatchStream(
            split.Training.Length,
            batch,
            new RandomStream(options.Seed, "pruning batches"),
            options.CacheTeacher ? BatchComposition.Fixed : BatchComposition.Reshuffled);
        double[][] recorded = [.. split.Validation.Take(options.BatchSize).Select(row => inputs[row])];

        Theta = (double[])teacherParameters.Clone();
        Mask = InitialMask = LargestWeights();
        var adam = new OracleAdam(Theta.Length, options.LearningRate);
        Record(0);
        for (var step = 1; step <= options.NumberOfSteps; step++)
        {
            double[][] rows = [.. batches.Next().ToArray().Select(index => inputs[split.Training[index]])];
            adam.Step(Theta, new OracleObjective(network, teacherParameters, Mask, rows, options).Gradient(Theta));
            if (step % options.RecordInterval == 0 || step == options.NumberOfSteps)
            {
                Record(step);
            }

            if (step % options.MaskUpdateInterval == 0 && step < options.NumberOfSteps - options.MaskUpdateInterval)
            {
                Mask = LargestWeights();
                MaskUpdates++;
            }
        }

        void Record(int step)
        {
            var (total, kernel, target, l2) = new OracleObjective(network, teacherParameters, Mask, recorded, options).Terms(Theta);
            History.Add(new NttRecord(step, total, kernel, target, l2));
        }
    }

    /// <summary>All parameters, the pruned weights included.</summary>
    public double[] Theta { get; }

    /// <summary>1 for kept weights and biases, 0 for pruned weights.</summary>
    public double[] Mask { get; private set; }

    public double[] InitialMask { get; }

    public int MaskUpdates { get; }

    public List<NttRecord> History { get; } = [];

    private double[] LargestWeights()
    {
        var mask = Enumerable.Repeat(1.0, Theta.Length).ToArray();
        var start = 0;
        foreach (var shape in _architecture.WeightLayers)
        {
            var pruned = Enumerable.Range(start, shape.Count).OrderByDescending(index => Math.Abs(Theta[index])).Skip(
                (int)Math.Round(_options.Density * shape.Count));
            foreach (var index in pruned)
            {
                mask[index] = 0;
            }

            start += shape.Count + shape.Rows;
        }

        return mask;
    }
}
