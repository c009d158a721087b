using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Cli.Benches;

/// <summary>Measures the steps of one way to run Neural Tangent Transfer.</summary>
internal static class NttStepTimes
{
    // So few that a cached teacher knows them all before the measuring begins.
    private const int Batches = 4;

    // The least a record can be made of: records are in the times.
    private const int HeldOut = 2;

    /// <summary>Operations that are worth the making of a record: an interval has as many steps as that, at most 100.</summary>
    private const double FlopsPerInterval = 50e9;

    private const int LongestInterval = 100;

    /// <summary>
    /// Measures the steps. Mask updates, one every 100 steps, are in the times of networks so small that an interval has 100 steps; of larger
    /// ones the median leaves them out.
    /// </summary>
    public static Timings Measure(BenchNetwork network, NttOptions options, BenchSettings settings)
    {
        var count = (Batches * options.BatchSize) + HeldOut;
        var samples = network.Samples(count).Samples;
        var interval = (int)Math.Clamp(FlopsPerInterval / WorkOf(network, options).Flops!.Value, 1, LongestInterval);
        return StepClock<NttRecord>.Measure(interval, Batches, settings, (steps, progress, end) =>
        {
            // Half a sample more than are held out, against rounding down.
            var timed = options with { NumberOfSteps = int.MaxValue, RecordInterval = steps, ValidationFraction = (HeldOut + 0.5) / count };
            new NttPruner(network.Architecture, timed).Prune(samples, progress, end);
        });
    }

    /// <summary>What a step must do.</summary>
    public static Work WorkOf(BenchNetwork network, NttOptions options)
    {
        var student = NttOperations.Of(network.Architecture, options.BatchSize, options.KernelScope, options.Density).Total;
        var teacher = options.CacheTeacher ? 0 : NttOperations.Of(network.Architecture, options.BatchSize, KernelScope.AllWeights, 1).Evaluation;
        return new Work(student + teacher);
    }
}
