using System.Globalization;
using System.Runtime.Intrinsics;
using Ntt.Cli.Results;
using Spectre.Console;

namespace Ntt.Cli.Benches;

/// <summary>Shows what was measured.</summary>
internal static class BenchReport
{
    /// <summary>The machine at hand.</summary>
    public static BenchMachine Machine(MachinePeak peak) => new(
        Running.Machine.Facts.Processor, Running.Machine.Facts.Processors, Vectors(), Running.Machine.Facts.Framework, peak.Gflops, peak.CopyGigabytesPerSecond);

    /// <summary>The cases, one a row.</summary>
    public static Table Cases(string name, IEnumerable<BenchRow> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(name);
        foreach (var heading in (string[])["median ms", "min ms", "GFLOP", "GFLOP/s", "MB", "of roof", "alloc B", "peak MB"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Case),
                Text(row.MedianMs, "0.0000"),
                Text(row.MinMs, "0.0000"),
                Text(row.Gflop, "0.0000"),
                Text(row.Gflops, "0.0"),
                Text(row.Megabytes, "0.00"),
                Text(row.RooflineShare, "0.0%"),
                Text(row.AllocatedBytes, "0"),
                Text(row.PeakResidentMegabytes, "0"));
        }

        return table;
    }

    /// <summary>How fast rows are scored, beside the engine alone, one case a row.</summary>
    public static Table Rates(IEnumerable<BenchRow> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("scoring");
        foreach (var heading in (string[])["rows/s", "times the engine"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var row in rows)
            table.AddRow(Markup.Escape(row.Case), Text(row.RowsPerSecond, "0"), Text(row.TimesEngine, "0.00"));
        return table;
    }

    /// <summary>The exponents, one curve a row.</summary>
    public static Table Exponents(IEnumerable<ExponentRow> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("cost ~ size^e");
        foreach (var heading in (string[])["e of the times", "e of the operations"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var row in rows)
            table.AddRow(Markup.Escape(row.Curve), Text(row.Measured, "0.00"), Text(row.Predicted, "0.00"));
        return table;
    }

    /// <summary>Machine and settings in one line.</summary>
    public static string Footer(BenchMachine machine, BenchSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{settings.Threads} threads on {machine.Processor}, {machine.Processors} processors, {machine.Vectors} vectors, {machine.Framework}, {settings.Repeats} repeats and {settings.Duration.TotalSeconds:0.###} s a case at the least; roof: micro-kernel {machine.MicroKernelGflops:0.0} GFLOP/s, copy {machine.CopyGigabytesPerSecond:0.0} GB/s.");

    private static string Text<T>(T? number, string format)
        where T : struct, IFormattable => number?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static string Text(double number, string format) => Text<double>(number, format);

    private static string Vectors() => Vector512.IsHardwareAccelerated ? "512-bit"
        : Vector256.IsHardwareAccelerated ? "256-bit"
        : Vector128.IsHardwareAccelerated ? "128-bit"
        : "no";
}
