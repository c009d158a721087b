using System.Text;
using Ntt.Cli.Grids;
using Ntt.Cli.Results;

namespace Ntt.Cli.Tables;

/// <summary>A page of Markdown with the tables of all experiments.</summary>
internal static class ResultPage
{
    /// <summary>The page; lines end with a line feed on every system.</summary>
    public static string Write(IReadOnlyList<(string Folder, RunResult Result)> results)
    {
        var page = new StringBuilder();
        page.AppendLine("# Results").AppendLine();
        page.AppendLine("Written by `ntt tables` from the results in this folder, each as `ntt run` or `ntt reproduce` wrote it. Accuracy is that on the test set,");
        page.AppendLine("the mean of a run's last ten records; over several seeds the mean, the least and the greatest. Seconds are those of the machine at that time.");
        foreach (var experiment in Experiment.Of(results))
            Append(page, experiment);
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder page, Experiment experiment)
    {
        var runs = experiment.Runs;
        var first = runs[0];
        page.AppendLine().AppendLine($"## {experiment.Folder}: {first.Data.Name}, {first.Network}").AppendLine();
        page.AppendLine($"{first.Data.Train:N0} training and {first.Data.Test:N0} test images, {first.Train.Steps:N0} steps of training"
            + $"{(runs.FirstOrDefault(run => run.Prune.History.Count > 0) is { } pruned ? $", {pruned.Prune.Steps:N0} steps of NTT" : "")}. Made by");
        page.AppendLine().AppendLine("```");
        if (GridCatalog.All.FirstOrDefault(grid => grid.Name == experiment.Folder) is { } grid)
            page.AppendLine($"ntt reproduce {grid.Name} --out {grid.Name}");
        page.AppendLine($"ntt run {experiment.Common} --method METHOD --allocation ALLOCATION --density DENSITY --seed SEED");
        page.AppendLine("```");
        double[] densities = [.. runs.Where(run => run.Method != "dense").Select(run => run.Density.Requested).Distinct().OrderDescending()];
        foreach (var density in densities)
        {
            page.AppendLine().AppendLine($"### {density:0.###%} of the weights").AppendLine();
            MethodTable.Append(page, [.. runs.Where(run => run.Density.Requested == density || run.Method == "dense")]);
        }

        KernelTable.Append(page, runs);
        var versions = runs.Select(run => run.Version).Distinct().Order(StringComparer.Ordinal);
        var threads = runs.Select(run => run.Threads).Distinct().Order();
        page.AppendLine().AppendLine($"Made by version {string.Join(", ", versions)} on {string.Join(" or ", threads)} threads, {string.Join(" and ", runs.Select(run => run.Host).Distinct())} pipeline host.");
    }
}
