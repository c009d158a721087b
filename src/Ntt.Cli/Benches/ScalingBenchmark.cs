using Ntt.Cli.Results;

namespace Ntt.Cli.Benches;

/// <summary>How cost grows with batch, outputs, width, depth and density, one of them at a time.</summary>
internal static class ScalingBenchmark
{
    public const string Name = "scaling";

    public static IEnumerable<BenchRow> Run(BenchSettings settings) => ScalingCurve.All.SelectMany(curve => curve.Rows(Name, settings));
}
