using System.Text;
using Ntt.Cli.Results;
using Ntt.Pruning;

namespace Ntt.Cli.Tables;

/// <summary>Accuracy of each method at one density: a row a method, label-free ones first and the best of the first column on top; a column an allocation.</summary>
internal static class MethodTable
{
    private const string Collapsed = "†";
    private const string Dense = "dense";

    /// <summary>Appends the table of the runs, all of one density but the dense ones.</summary>
    public static void Append(StringBuilder page, IReadOnlyList<RunResult> runs)
    {
        string[] allocations = [.. runs.Where(run => run.Method != Dense).Select(run => run.Allocation).Distinct()
            .OrderByDescending(name => runs.Where(run => run.Allocation == name).Select(run => run.Method).Distinct().Count())
            .ThenBy(name => name == "layerwise" ? 0 : 1)];
        page.AppendLine($"| method | labels | {string.Join(" | ", allocations)} | seeds | seconds to prune |");
        page.AppendLine($"|---|---|{string.Concat(allocations.Select(_ => "---:|"))}---:|---:|");
        foreach (var row in Rows(runs, allocations[0]))
        {
            var cells = allocations.Select(allocation => Cell([.. row.Where(run => run.Allocation == allocation || run.Method == Dense)]));
            page.AppendLine($"| {row.Key} | {(NeedsLabels(row.Key) ? "yes" : "no")} | {string.Join(" | ", cells)} "
                + $"| {row.Select(run => run.Seed).Distinct().Count()} | {row.Average(run => run.Prune.Seconds):0.0} |");
        }

        if (runs.Any(IsCollapsed))
            page.AppendLine().AppendLine($"{Collapsed} In at least one run a layer lost all of its weights.");
    }

    private static IEnumerable<IGrouping<string, RunResult>> Rows(IReadOnlyList<RunResult> runs, string allocation)
    {
        double Rank(IGrouping<string, RunResult> row)
            => row.Where(run => run.Allocation == allocation || run.Method == Dense).ToArray() is { Length: > 0 } first ? Accuracies.Of(first).Mean : 0;

        return runs.GroupBy(run => run.Method)
            .OrderBy(row => row.Key == Dense ? 2 : NeedsLabels(row.Key) ? 1 : 0)
            .ThenByDescending(Rank);
    }

    private static string Cell(RunResult[] runs)
        => runs.Length == 0 ? "" : $"{Accuracies.Of(runs)}{(runs.Any(IsCollapsed) ? $" {Collapsed}" : "")}";

    private static bool IsCollapsed(RunResult run) => run.Layers.Any(layer => layer.Kept == 0);

    private static bool NeedsLabels(string method) => PruningMethods.BuiltIn.All.Any(known => known.Name == method && known.NeedsLabels);
}
