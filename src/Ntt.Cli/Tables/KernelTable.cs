using Ntt.Cli.Results;

namespace Ntt.Cli.Tables;

/// <summary>How NTT's kernel distance falls: a row a run, a column a step.</summary>
internal static class KernelTable
{
    private static readonly int[] s_steps = [0, 100, 500, 1_000, 2_000, 5_000, 10_000];

    /// <summary>The table of those runs that have a kernel distance; null if none has.</summary>
    public static TextTable? Of(IReadOnlyList<RunResult> runs)
    {
        RunResult[] optimized = [.. runs.Where(run => run.Prune.History.Any(record => record.KernelDistance is not null))];
        if (optimized.Length == 0)
            return null;
        int[] steps = [.. s_steps.Where(step => optimized.Any(run => run.Prune.Steps > step))];
        return new TextTable(
            [new("run", false), .. steps.Select(step => new TextColumn($"{step:N0}", true)), new("end", true), new("L2 at the start, at the end", true)],
            [.. optimized.Select(run => Row(run, steps))]);
    }

    private static string[] Row(RunResult run, int[] steps)
    {
        var history = run.Prune.History;
        return
        [
            $"{run.Allocation}, {run.Density.Requested:0.###%}, seed {run.Seed}",
            .. steps.Select(step => history.FirstOrDefault(record => record.Step == step)?.KernelDistance is { } distance ? $"{distance:N1}" : ""),
            $"{history[^1].KernelDistance:N1} (step {run.Prune.Steps:N0})",
            $"{history[0].L2:0.0}, {history[^1].L2:0.0}",
        ];
    }
}
