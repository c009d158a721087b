namespace Ntt.Cli.Results;

/// <summary>What <c>ntt bench</c> writes.</summary>
internal sealed record BenchResult(IReadOnlyList<BenchRow> Rows);

/// <summary>One measured case.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Case">What exactly was measured.</param>
/// <param name="MedianMs">Median time of one operation, milliseconds.</param>
/// <param name="MinMs">Shortest time of one operation, milliseconds.</param>
/// <param name="Gflops">Operations of the case (2 a multiply-add) in the median time, 1e9 a second; null where their number is not certain.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Repeats">Times measured.</param>
internal sealed record BenchRow(string Name, string Case, double MedianMs, double MinMs, double? Gflops, int Threads, int Repeats);
