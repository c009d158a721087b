using Ntt.Cli.Results;
using Ntt.Pruning;

namespace Ntt.Cli.Tables;

/// <summary>Accuracy of each method at one density: a row a method, label-free ones first and the best of the first column on top; a column an allocation.</summary>
internal static class MethodTable
{
    /// <summary>Marks cells with a run in which a layer collapsed.</summary>
    public const string Collapsed = "†";

    /// <summary>The table of runs that are all of one density, but for the dense ones.</summary>
    public static TextTable Of(IReadOnlyList<RunResult> runs)
    {
        string[] allocations = [.. runs.Where(run => !run.IsDense).Select(run => run.Allocation).Distinct()
            .OrderByDescending(name => runs.Where(run => run.Allocation == name).Select(run => run.Method).Distinct().Count())
            .ThenBy(name => name == "layerwise" ? 0 : 1)];
        if (allocations.Length == 0)
            allocations = [runs[0].Allocation];
        return new TextTable(
            [
                new("method", false),
                new("labels", false),
                .. allocations.Select(name => new TextColumn(name, true)),
                new("seeds", true),
                new("seconds to prune", true),
            ],
            [.. Rows(runs, allocations[0]).Select(row => Row(row, allocations))]);
    }

    /// <summary>Whether a layer of a run lost all of its weights.</summary>
    public static bool IsCollapsed(RunResult run) => run.Layers.Any(layer => layer.Kept == 0);

    private static string[] Row(IGrouping<string, RunResult> runs, string[] allocations) =>
    [
        runs.Key,
        NeedsLabels(runs.Key) ? "yes" : "no",
        .. allocations.Select(allocation => Cell([.. runs.Where(run => run.Allocation == allocation || run.IsDense)])),
        $"{runs.Select(run => run.Seed).Distinct().Count()}",
        $"{runs.Average(run => run.Prune.Seconds):0.0}",
    ];

    private static IEnumerable<IGrouping<string, RunResult>> Rows(IReadOnlyList<RunResult> runs, string allocation)
    {
        double Rank(IGrouping<string, RunResult> row)
            => row.Where(run => run.Allocation == allocation || run.IsDense).ToArray() is { Length: > 0 } first ? Accuracies.Of(first).Mean : 0;

        return runs.GroupBy(run => run.Method)
            .OrderBy(row => row.Key == RunResult.Dense ? 2 : NeedsLabels(row.Key) ? 1 : 0)
            .ThenByDescending(Rank);
    }

    private static string Cell(RunResult[] runs)
        => runs.Length == 0 ? "" : $"{Accuracies.Of(runs)}{(runs.Any(IsCollapsed) ? $" {Collapsed}" : "")}";

    private static bool NeedsLabels(string method) => PruningMethods.BuiltIn.All.Any(known => known.Name == method && known.NeedsLabels);
}
