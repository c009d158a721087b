using Ntt.Cli.Results;

namespace Ntt.Cli.Benches;

/// <summary>A benchmark: a name and what it measures, case by case.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TakesNetwork">Whether network and density can be chosen, and its cases be exported.</param>
/// <param name="Run">Measures the cases.</param>
internal sealed record Benchmark(string Name, bool TakesNetwork, Func<BenchSettings, IEnumerable<BenchRow>> Run);
