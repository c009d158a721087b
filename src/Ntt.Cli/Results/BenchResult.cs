using System.Text.Json.Serialization;

namespace Ntt.Cli.Results;

/// <summary>What <c>ntt bench</c> writes.</summary>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Rows">The cases.</param>
/// <param name="Exponents">The exponents of the curves among the cases.</param>
internal sealed record BenchResult(BenchMachine Machine, IReadOnlyList<BenchRow> Rows, IReadOnlyList<ExponentRow> Exponents);

/// <summary>A machine, with what it can do at the most.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Processors">Logical processors in use.</param>
/// <param name="Vectors">Length of the vectors, such as <c>512-bit</c>.</param>
/// <param name="Framework">The .NET version.</param>
/// <param name="MicroKernelGflops">Rate of the dense micro-kernel in a first-level cache on the threads of the run, 1e9 operations a second.</param>
/// <param name="CopyGigabytesPerSecond">Bytes read and written in copying memory on the threads of the run, 1e9 a second.</param>
internal sealed record BenchMachine(
    string Processor, int Processors, string Vectors, string Framework, double MicroKernelGflops, double CopyGigabytesPerSecond);

/// <summary>One measured case.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Case">What exactly was measured.</param>
/// <param name="MedianMs">Median time of one operation, milliseconds.</param>
/// <param name="MinMs">Shortest time of one operation, milliseconds.</param>
/// <param name="Gflop">Operations of the case (2 a multiply-add), 1e9; null where their number is not certain.</param>
/// <param name="Megabytes">Bytes that the case moves at the least when no cache holds any of them, 1e6; null where memory does not matter.</param>
/// <param name="Gflops">Operations in the median time, 1e9 a second.</param>
/// <param name="RooflineShare">The least time that operations at the micro-kernel's rate and bytes at the copy's rate take, divided by the median; can exceed 1 when caches hold the data.</param>
/// <param name="AllocatedBytes">Managed memory that one operation allocates in the steady state; null where it was not measured.</param>
/// <param name="PeakResidentMegabytes">The most memory that the process had resident, 1e6 bytes; null where it is not known.</param>
/// <param name="Curve">The curve that the case is a point of; null for none.</param>
/// <param name="Size">What grows along the curve.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Repeats">Times measured.</param>
internal sealed record BenchRow(
    string Name,
    string Case,
    double MedianMs,
    double MinMs,
    double? Gflop,
    double? Megabytes,
    double? Gflops,
    double? RooflineShare,
    long? AllocatedBytes,
    double? PeakResidentMegabytes,
    string? Curve,
    double? Size,
    int Threads,
    int Repeats)
{
    /// <summary>The median time in those of the engine alone, where a case is compared with it; shown, not written.</summary>
    [JsonIgnore]
    public double? TimesEngine { get; init; }

    /// <summary>Rows scored in a second of the median time, where a case is compared with the engine; shown, not written.</summary>
    [JsonIgnore]
    public double? RowsPerSecond { get; init; }
}

/// <summary>How fast a curve grows.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="Measured">e in median time ~ size^e, by least squares over the points.</param>
/// <param name="Predicted">The same of the operations counted.</param>
internal sealed record ExponentRow(string Curve, double Measured, double Predicted);
