namespace Ntt.Cli.Benches;

/// <summary>How benchmarks are run.</summary>
/// <param name="Network">The only network to measure; null for each benchmark's own.</param>
/// <param name="Density">The only kept fraction to measure; null for each benchmark's own.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Repeats">Times that a case is measured at the least.</param>
/// <param name="Duration">How long a case is measured at the least: a machine that others use is fast and slow by turns.</param>
/// <param name="Export">Receives what the cases work on; null for nobody.</param>
/// <param name="Cancellation">Ends the measuring.</param>
internal sealed record BenchSettings(
    BenchNetwork? Network, double? Density, int Threads, int Repeats, TimeSpan Duration, CaseExport? Export, CancellationToken Cancellation);
