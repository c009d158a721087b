using Ntt.Cli.Results;

namespace Ntt.Cli.Benches;

/// <summary>The benchmarks that are known by name.</summary>
internal static class Benchmarks
{
    private static readonly Dictionary<string, Func<BenchSettings, IEnumerable<BenchRow>>> s_byName = new(StringComparer.Ordinal)
    {
        [GemmBenchmark.Name] = GemmBenchmark.Run,
        [NttStepBenchmark.Name] = NttStepBenchmark.Run,
        [TrainStepBenchmark.Name] = TrainStepBenchmark.Run,
        [ScoreBenchmark.Name] = ScoreBenchmark.Run,
    };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => s_byName.Keys;

    /// <summary>Runs the benchmark of that name, case by case.</summary>
    public static IEnumerable<BenchRow> Run(string name, BenchSettings settings) => s_byName[name](settings);
}
