using System.Globalization;
using Ntt.Cli.Results;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Cli.Benches;

/// <summary>One curve of cost: something grows, all else stays.</summary>
/// <param name="Name">What is done, and what grows.</param>
/// <param name="Sizes">The points.</param>
/// <param name="Measure">Measures a point.</param>
internal sealed record ScalingCurve(string Name, double[] Sizes, Func<double, BenchSettings, (Timings Timings, Work Work)> Measure)
{
    /// <summary>Densities at which pruned networks are used.</summary>
    private static readonly double[] s_densities = [0.01, 0.03, 0.1, 0.3];

    /// <summary>The curves: an NTT step over all weights, one over the kept weights with the teacher cached, a step of training, scoring.</summary>
    public static IReadOnlyList<ScalingCurve> All { get; } =
    [
        .. OfNtt(new NttOptions { Density = BenchNetwork.Density }),
        .. OfNtt(new NttOptions { Density = BenchNetwork.Density, KernelScope = KernelScope.RetainedWeights, CacheTeacher = true }),
        .. Architectures.Names.SelectMany(OfNetwork),
    ];

    /// <summary>The points of the curve.</summary>
    public IEnumerable<BenchRow> Rows(string benchmark, BenchSettings settings)
    {
        foreach (var size in Sizes)
        {
            var (timings, work) = Measure(size, settings);
            var point = string.Create(CultureInfo.InvariantCulture, $"{Name} {size}");
            yield return timings.ToRow(benchmark, point, work, settings) with { Curve = Name, Size = size };
        }
    }

    private static IEnumerable<ScalingCurve> OfNtt(NttOptions preset)
    {
        yield return OfNtt("batch", [16, 32, 64, 128, 256], _ => Dense(300, 2, 10), size => preset with { BatchSize = (int)size });
        yield return OfNtt("outputs", [5, 10, 20, 40], size => Dense(300, 2, (int)size), _ => preset);
        yield return OfNtt("width", [75, 150, 300, 600, 1_200], size => Dense((int)size, 2, 10), _ => preset);
        yield return OfNtt("depth", [1, 2, 4, 8], size => Dense(300, (int)size, 10), _ => preset);
        yield return OfNtt("density", s_densities, _ => Dense(300, 2, 10), size => preset with { Density = size });

        ScalingCurve OfNtt(string what, double[] sizes, Func<double, BenchNetwork> network, Func<double, NttOptions> options) => new(
            $"ntt-step {preset.KernelScope}: {what}",
            sizes,
            (size, settings) =>
            {
                var (work, told) = (network(size), options(size) with { NumberOfThreads = settings.Threads });
                return (NttStepTimes.Measure(work, told, settings), NttStepTimes.WorkOf(work, told));
            });
    }

    private static IEnumerable<ScalingCurve> OfNetwork(string name)
    {
        var network = new BenchNetwork(name, Architectures.Find(name));
        yield return new($"train-step {name}: density", s_densities, (density, settings) =>
        {
            var data = network.Samples(10 * TrainStepBenchmark.Batch);
            var sparse = network.Create(density, data.Samples, settings.Threads);
            return (TrainStepBenchmark.Measure(sparse, data, settings), Work.OfTraining(sparse, TrainStepBenchmark.Batch));
        });
        yield return new($"score {name}: density", s_densities, (density, settings) =>
        {
            var data = network.Samples(ScoreBenchmark.Batch);
            var sparse = network.Create(density, data.Samples, settings.Threads);
            return (ScoreBenchmark.Measure(sparse, data, settings), Work.OfScoring(sparse, ScoreBenchmark.Batch));
        });
    }

    /// <summary>A network of equal hidden layers on digits.</summary>
    private static BenchNetwork Dense(int width, int hiddenLayers, int outputs)
    {
        var builder = new NetworkArchitectureBuilder(28, 28, 1).Flatten();
        for (var layer = 0; layer < hiddenLayers; layer++)
            builder.Dense(width).Relu();
        return new BenchNetwork("dense", builder.Dense(outputs).Build());
    }
}
