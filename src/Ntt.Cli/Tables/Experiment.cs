using Ntt.Cli.CommandLine;
using Ntt.Cli.Grids;
using Ntt.Cli.Results;

namespace Ntt.Cli.Tables;

/// <summary>Runs that differ in method, allocation, density and seed alone.</summary>
/// <param name="Folder">Where they lie.</param>
/// <param name="Common">The command line with the arguments that they share.</param>
/// <param name="Runs">The runs, at least one.</param>
internal sealed record Experiment(string Folder, string Common, IReadOnlyList<RunResult> Runs)
{
    private static readonly string[] s_varied = ["--method", "--allocation", "--density", "--seed"];

    /// <summary>What it is about.</summary>
    public string Title => $"{(Folder == "." ? "" : $"{Folder}: ")}{Runs[0].Data.Name}, {Runs[0].Network}";

    /// <summary>Sizes of data and budgets, one sentence without its full stop.</summary>
    public string Budget => $"{(Runs[0].Budget is { } budget ? $"Budget {budget}: " : "")}{Runs[0].Data.Train:N0} training and {Runs[0].Data.Test:N0} test images, {Runs[0].Train.Steps:N0} steps of training"
        + (Runs.FirstOrDefault(run => run.Prune.History.Count > 0) is { } pruned ? $", {pruned.Prune.Steps:N0} steps of NTT" : "");

    /// <summary>The command lines that make it: the grid's if it is one, and that of one run.</summary>
    public IReadOnlyList<string> Commands =>
    [
        .. GridCatalog.All.Where(grid => grid.Name == Folder).Select(grid => $"ntt reproduce {grid.Name} --out {grid.Name}"),
        $"{Common} --method METHOD --allocation ALLOCATION --density DENSITY --seed SEED",
    ];

    /// <summary>What made it.</summary>
    public string Origin
    {
        get
        {
            static string List<T>(IEnumerable<T> values) => string.Join(" and ", values.Distinct().Order());

            return $"Made by version {List(Runs.Select(run => run.Version))} on {List(Runs.Select(run => run.Threads))} threads, "
                + $"{List(Runs.Select(run => run.Host))} pipeline host.";
        }
    }

    /// <summary>The densities that networks were pruned to, the greatest first; 1 where none was pruned.</summary>
    public IReadOnlyList<double> Densities { get; } =
        [.. Runs.Where(run => !run.IsDense).Select(run => run.Density.Requested).DefaultIfEmpty(1).Distinct().OrderDescending()];

    /// <summary>The experiments among results, in the order in which they first occur.</summary>
    public static IReadOnlyList<Experiment> Of(IReadOnlyList<(string Folder, RunResult Result)> results) =>
    [
        .. results.GroupBy(item => (item.Folder, Common: CommonOf(item.Result)))
            .Select(group => new Experiment(group.Key.Folder, group.Key.Common, [.. group.Select(item => item.Result)])),
    ];

    /// <summary>The runs of a density, and the dense ones.</summary>
    public IReadOnlyList<RunResult> At(double density) => [.. Runs.Where(run => run.Density.Requested == density || run.IsDense)];

    private static string CommonOf(RunResult result)
    {
        var kept = new List<string>();
        for (var index = 0; index < result.Arguments.Count; index++)
        {
            if (s_varied.Contains(result.Arguments[index]))
                index++;
            else
                kept.Add(result.Arguments[index]);
        }

        return ShellLine.Of("ntt run", kept);
    }
}
