using System.Text;
using Ntt.Cli.Results;

namespace Ntt.Cli.Tables;

/// <summary>How NTT's kernel distance falls: a row a run, a column a step.</summary>
internal static class KernelTable
{
    private static readonly int[] s_steps = [0, 100, 500, 1_000, 2_000, 5_000, 10_000];

    /// <summary>Appends the table of those runs that have a kernel distance, if there are any.</summary>
    public static void Append(StringBuilder page, IReadOnlyList<RunResult> runs)
    {
        RunResult[] optimized = [.. runs.Where(run => run.Prune.History.Any(record => record.KernelDistance is not null))];
        if (optimized.Length == 0)
            return;
        int[] steps = [.. s_steps.Where(step => optimized.Any(run => run.Prune.Steps > step))];
        page.AppendLine().AppendLine("Kernel distance on the held-out batch, at the steps of NTT:").AppendLine();
        page.AppendLine($"| run | {string.Join(" | ", steps.Select(step => $"{step:N0}"))} | end | L2 at the start, at the end |");
        page.AppendLine($"|---|{string.Concat(steps.Select(_ => "---:|"))}---:|---:|");
        foreach (var run in optimized)
        {
            var history = run.Prune.History;
            var distances = steps.Select(step => history.FirstOrDefault(record => record.Step == step)?.KernelDistance is { } distance ? $"{distance:N1}" : "");
            page.AppendLine($"| {run.Allocation}, {run.Density.Requested:0.###%}, seed {run.Seed} | {string.Join(" | ", distances)} "
                + $"| {history[^1].KernelDistance:N1} (step {run.Prune.Steps:N0}) | {history[0].L2:0.0}, {history[^1].L2:0.0} |");
        }
    }
}
