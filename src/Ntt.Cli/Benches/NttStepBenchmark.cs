using Ntt.Cli.Results;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Cli.Benches;

/// <summary>Steps of Neural Tangent Transfer, mask updates included.</summary>
internal static class NttStepBenchmark
{
    public const string Name = "ntt-step";

    // 32 batches and four samples held out: few enough that a cached teacher knows them all before the measuring begins.
    private const int Samples = 2_052;
    private const int Interval = 20;

    public static IEnumerable<BenchRow> Run(BenchSettings settings)
    {
        var digits = LeNetCases.Digits(Samples).Samples;
        foreach (var scope in Enum.GetValues<KernelScope>())
        {
            foreach (var cacheTeacher in (bool[])[false, true])
            {
                var options = new NttOptions
                {
                    Density = LeNetCases.Density,
                    BatchSize = LeNetCases.Batch,
                    KernelScope = scope,
                    CacheTeacher = cacheTeacher,
                    NumberOfSteps = int.MaxValue,
                    RecordInterval = Interval,
                    NumberOfThreads = settings.Threads,
                };
                var timings = StepClock<NttRecord>.Measure(
                    Interval, settings, (progress, end) => new NttPruner(LeNetCases.Architecture, options).Prune(digits, progress, end));
                yield return timings.ToRow(
                    Name,
                    LeNetCases.Describe(LeNetCases.Batch, LeNetCases.Density) + $", {scope}{(cacheTeacher ? ", cached teacher" : "")}",
                    scope == KernelScope.AllWeights ? StudentFlops() + (cacheTeacher ? 0 : TeacherFlops()) : null,
                    settings);
            }
        }
    }

    /// <summary>Forward pass, cotangents and kernel of the dense teacher.</summary>
    private static double TeacherFlops() => 2 * Layers.Sum(layer => Evaluation(layer, layer.Count));

    /// <summary>The same of the student, whose products touch kept weights alone, and the gradient.</summary>
    private static double StudentFlops() => 2 * Layers.Sum(layer =>
    {
        var kept = LeNetCases.Density * layer.Count;
        return Evaluation(layer, kept) + Gradient(layer, kept);
    });

    private static IReadOnlyList<WeightShape> Layers => LeNetCases.Architecture.WeightLayers;

    private static int Outputs => LeNetCases.Architecture.OutputCount;

    /// <summary>Pairs of samples across the halves of a batch.</summary>
    private static double Pairs => LeNetCases.Batch / 2 * (LeNetCases.Batch / 2);

    /// <summary>Multiply-adds of a pass forward, of the cotangents back to the layer before, and of the layer's share of the kernel.</summary>
    private static double Evaluation(WeightShape layer, double kept)
        => (kept * LeNetCases.Batch * (layer == Layers[0] ? 1 : 1 + Outputs)) + (Pairs * (layer.Columns + (Outputs * Outputs * layer.Rows)));

    /// <summary>Multiply-adds of the tangents (none moves behind the last layer) and of the way back (none is needed before the first).</summary>
    private static double Gradient(WeightShape layer, double kept)
    {
        var (isFirst, isLast) = (layer == Layers[0], layer == Layers[^1]);
        var tangents = isLast ? 0 : (2 * Pairs * Outputs * Outputs * layer.Rows) + (isFirst ? 0 : kept * LeNetCases.Batch * Outputs);
        var weights = kept * LeNetCases.Batch * (isFirst ? 1 : 1 + Outputs);
        var inputs = isFirst ? 0 : (kept * LeNetCases.Batch) + (2 * Pairs * layer.Columns);
        return tangents + weights + inputs;
    }
}
