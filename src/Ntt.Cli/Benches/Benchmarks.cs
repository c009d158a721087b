namespace Ntt.Cli.Benches;

/// <summary>The benchmarks that are known by name.</summary>
internal static class Benchmarks
{
    private static readonly Benchmark[] s_all =
    [
        new(GemmBenchmark.Name, TakesNetwork: false, GemmBenchmark.Run),
        new(NttStepBenchmark.Name, TakesNetwork: true, NttStepBenchmark.Run),
        new(TrainStepBenchmark.Name, TakesNetwork: true, TrainStepBenchmark.Run),
        new(ScoreBenchmark.Name, TakesNetwork: true, ScoreBenchmark.Run),
        new(TransformBenchmark.Name, TakesNetwork: false, TransformBenchmark.Run),
        new(ScalingBenchmark.Name, TakesNetwork: false, ScalingBenchmark.Run),
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. s_all.Select(benchmark => benchmark.Name)];

    /// <summary>The benchmark of that name.</summary>
    public static Benchmark Find(string name) => s_all.Single(benchmark => benchmark.Name == name);
}
