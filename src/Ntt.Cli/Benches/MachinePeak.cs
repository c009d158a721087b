using Ntt.Cli.Results;
using Ntt.Compute;

namespace Ntt.Cli.Benches;

/// <summary>What the machine can do at the most, measured: the roof over every case of the same run.</summary>
/// <param name="Gflops">Rate of the micro-kernel of dense products on panels in a first-level cache, 1e9 operations a second.</param>
/// <param name="CopyGigabytesPerSecond">Bytes read and written, 1e9 a second, of copying what no cache holds.</param>
internal sealed record MachinePeak(double Gflops, double CopyGigabytesPerSecond)
{
    // 128 MB, several times the caches of a large processor.
    private const int CopiedFloats = 32 << 20;

    /// <summary>Measures both with the threads of a run.</summary>
    public static MachinePeak Measure(BenchSettings settings)
    {
        using var team = new WorkerTeam(settings.Threads);
        return new MachinePeak(ArithmeticRate(team, settings), CopyRate(team, settings));
    }

    /// <summary>The row with its share of the roof: the time that arithmetic or memory needs at the least, whichever is longer, in its median.</summary>
    public BenchRow Judge(BenchRow row)
    {
        if (row.Gflop is null && row.Megabytes is null)
            return row;
        var least = Math.Max((row.Gflop ?? 0) / Gflops, (row.Megabytes ?? 0) / 1e3 / CopyGigabytesPerSecond);
        return row with { RooflineShare = least * 1e3 / row.MedianMs };
    }

    private static double ArithmeticRate(WorkerTeam team, BenchSettings settings)
    {
        var operations = GemmPeak.Run(team);
        return operations / Timings.Of(() => GemmPeak.Run(team), settings).Minimum / 1e6;
    }

    private static double CopyRate(WorkerTeam team, BenchSettings settings)
    {
        float[] source = new float[CopiedFloats], target = new float[CopiedFloats];
        var timings = Timings.Of(() => team.Run(team.Threads, new CopyWork(source, target, team.Threads)), settings);
        return 2.0 * sizeof(float) * CopiedFloats / timings.Minimum / 1e6;
    }
}
