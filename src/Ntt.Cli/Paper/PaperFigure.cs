using Ntt.Cli.CommandLine;
using Ntt.Cli.Grids;
using Ntt.Cli.Results;
using Ntt.Data;

namespace Ntt.Cli.Paper;

/// <summary>How a figure shows its runs.</summary>
internal enum FigureKind
{
    /// <summary>Test accuracy over the steps of training.</summary>
    WhileTraining,

    /// <summary>Test accuracy at the end over the densities.</summary>
    AgainstDensity,

    /// <summary>Weights kept in each layer.</summary>
    Layers,

    /// <summary>A table of test accuracies, without a picture.</summary>
    Table,
}

/// <summary>A data set and a network of a figure.</summary>
/// <param name="Data">The data set's name.</param>
/// <param name="Network">The network's name.</param>
internal sealed record FigurePanel(string Data, string Network);

/// <summary>A figure or table of the paper. Figures that share runs give them the same name, so that one folder serves them all.</summary>
/// <param name="Name">The name it is asked for by.</param>
/// <param name="Title">Its name in the paper.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Kind">How.</param>
/// <param name="Panels">Data sets and networks.</param>
/// <param name="Methods">Methods with their allocations.</param>
/// <param name="Densities">Densities.</param>
internal sealed record PaperFigure(
    string Name,
    string Title,
    string Description,
    FigureKind Kind,
    IReadOnlyList<FigurePanel> Panels,
    IReadOnlyList<GridMethod> Methods,
    IReadOnlyList<double> Densities) : IStudy
{
    /// <summary>What is shown, with data sets and networks.</summary>
    string IStudy.Description => $"{Description}, {string.Join(" and ", Panels.Select(panel => $"{panel.Data} with {panel.Network}"))}.";

    /// <inheritdoc/>
    public StudyPlan Plan(string? budget, string? data)
    {
        var asked = Budget.Choose(budget, data);
        FigurePanel[] panels = [.. PanelsOn(data)];
        if (panels.Length == 0)
        {
            throw new UsageException(
                $"--data is '{data}'; {Name} is of {string.Join(" and ", Panels.Select(panel => panel.Data))}, or of {DataSets.Digits} with --budget {Budget.Smoke.Name}.");
        }

        return new StudyPlan(asked.Name, [.. panels.SelectMany(panel => Cells(asked, panel))]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Publish(string folder) => FigureFiles.Write(this, folder);

    /// <summary>The runs of a panel, seed by seed, so that what an interrupted study leaves is balanced.</summary>
    public IEnumerable<RunCell> Cells(Budget budget, FigurePanel panel)
    {
        var length = budget.Lengths[panel.Network];
        double[] densities = [.. Densities.Where(density => length.Densities?.Contains(density) ?? true)];
        return from seed in Enumerable.Range(1, length.Seeds)
               from density in densities
               from method in Methods
               from allocation in method.Allocations
               where method.IsPruning || density == densities[0]
               select CellOf(budget, length, panel, method.Name, allocation, density, seed);
    }

    /// <summary>The panels on a data set, all for null. The generated digits stand for every set; Conv-4 reads colours, and LeNet-5 stands for it there.</summary>
    private IEnumerable<FigurePanel> PanelsOn(string? data) => data switch
    {
        null => Panels,
        DataSets.Digits => Panels.Select(OnDigits).Distinct(),
        _ => Panels.Where(panel => panel.Data == data),
    };

    /// <summary>The panel of generated digits that stands for another.</summary>
    public static FigurePanel OnDigits(FigurePanel panel)
        => new(DataSets.Digits, panel.Network == PaperFigures.Conv4 ? PaperFigures.LeNet5 : panel.Network);

    private static RunCell CellOf(Budget budget, RunLength length, FigurePanel panel, string method, string allocation, double density, int seed)
    {
        var isDense = method == RunResult.Dense;
        string[] choice = isDense ? [] : ["--density", Budget.Text(density), "--allocation", allocation];
        return new RunCell(
            NameOf(panel, method, allocation, density, seed),
            method,
            ["--data", panel.Data, "--network", panel.Network, "--method", method, .. choice, .. length.Arguments.Split(' '), "--seed", $"{seed}"],
            budget.Name);
    }

    /// <summary>The name of a cell: all that runs of one budget differ in.</summary>
    public static string NameOf(RunResult run)
        => NameOf(new FigurePanel(run.Data.Name, run.Network), run.Method, run.Allocation, run.Density.Requested, run.Seed);

    private static string NameOf(FigurePanel panel, string method, string allocation, double density, int seed)
        => $"{panel.Data}-{panel.Network}-{method}{(method == RunResult.Dense ? "" : $"-{allocation}-{Budget.Text(density)}")}-{seed}";
}
