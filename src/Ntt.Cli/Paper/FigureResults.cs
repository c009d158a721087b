using Ntt.Cli.Results;

namespace Ntt.Cli.Paper;

/// <summary>The results of a figure that are in a folder.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Budget">The budget of the results.</param>
/// <param name="Panels">The panels that have any.</param>
internal sealed record FigureResults(PaperFigure Figure, Budget Budget, IReadOnlyList<PanelResults> Panels)
{
    /// <summary>Whether no cell of the panels is missing.</summary>
    public bool IsComplete => Found == Expected;

    private int Found => Panels.Sum(panel => panel.Runs.Count);

    private int Expected => Panels.Sum(panel => panel.Expected);

    /// <summary>The number of cells, in words, and of how many where some are missing.</summary>
    public string Count => IsComplete ? $"{Found} cells" : $"{Found} of {Expected} cells";

    /// <summary>The command that makes it.</summary>
    public string Command => $"ntt reproduce {Figure.Name} --budget {Budget.Name}{DataOption} --out FOLDER";

    /// <summary>The option for a data set that is not all that the figure is of.</summary>
    private string DataOption => Panels is [{ Panel: var only }] && !Figure.Panels.SequenceEqual([only]) ? $" --data {only.Data}" : "";

    /// <summary>
    /// The figures to show of a folder: those with all of their cells, and those with some that no complete figure shows.
    /// Results that are no cells of a study with a budget show none.
    /// </summary>
    public static IReadOnlyList<FigureResults> Of(IEnumerable<RunResult> folder)
    {
        var runs = folder.Where(run => run.Budget is not null).ToLookup(PaperFigure.NameOf);
        var budgets = Budget.All.Where(budget => runs.Any(run => run.First().Budget == budget.Name));
        FigureResults[] all = [.. from budget in budgets from figure in PaperFigures.All select Of(figure, budget, runs)];
        var shown = all.Where(each => each.IsComplete).SelectMany(each => each.Names).ToHashSet();
        return [.. all.Where(each => each.Found > 0 && (each.IsComplete || each.Names.Any(name => !shown.Contains(name))))];
    }

    private IEnumerable<string> Names => Panels.SelectMany(panel => panel.Runs).Select(PaperFigure.NameOf);

    private static FigureResults Of(PaperFigure figure, Budget budget, ILookup<string, RunResult> runs)
    {
        var panels = from panel in figure.Panels.Concat(figure.Panels.Select(PaperFigure.OnDigits)).Distinct()
                     let cells = figure.Cells(budget, panel).ToArray()
                     let found = cells.SelectMany(cell => runs[cell.Name].Where(run => run.Budget == budget.Name).Take(1)).ToArray()
                     where found.Length > 0
                     select new PanelResults(panel, found, cells.Length);
        return new FigureResults(figure, budget, [.. panels]);
    }
}

/// <summary>The results of a panel.</summary>
/// <param name="Panel">Data set and network.</param>
/// <param name="Runs">The results, at least one.</param>
/// <param name="Expected">How many there will be.</param>
internal sealed record PanelResults(FigurePanel Panel, IReadOnlyList<RunResult> Runs, int Expected)
{
    /// <summary>The densities that networks were pruned to, in the figure's order.</summary>
    public IReadOnlyList<double> DensitiesOf(PaperFigure figure) => [.. figure.Densities.Where(density => Runs.Any(run => run.Density.Requested == density))];

    /// <summary>How many seeds each method has at each density: a number, or the least and the greatest.</summary>
    public static string SeedsOf(IReadOnlyList<RunResult> runs)
    {
        int[] counts = [.. runs.CountBy(run => (run.Method, run.Allocation, run.Density.Requested)).Select(group => group.Value)];
        return counts.Min() == counts.Max() ? $"{counts[0]}" : $"{counts.Min()} to {counts.Max()}";
    }
}
