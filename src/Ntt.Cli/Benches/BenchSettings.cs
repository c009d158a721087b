namespace Ntt.Cli.Benches;

/// <summary>How benchmarks are run.</summary>
/// <param name="Threads">Threads.</param>
/// <param name="Repeats">Times that a case is measured.</param>
/// <param name="Cancellation">Ends the measuring.</param>
internal sealed record BenchSettings(int Threads, int Repeats, CancellationToken Cancellation);
