using Ntt.Cli.Grids;
using Ntt.Cli.Results;
using Ntt.Cli.Tables;

namespace Ntt.Cli.Paper;

/// <summary>A figure's numbers as a table, the published ones beside them where there are any.</summary>
internal static class FigureTable
{
    private const string Ours = "here";
    private const string Notebook = "authors' notebook";

    private static readonly int[] s_steps = [100, 1_000, 5_000, 10_000, 20_000];

    /// <summary>The table, a row a method.</summary>
    public static TextTable Of(FigureResults results, PanelResults panel) => results.Figure.Kind switch
    {
        FigureKind.WhileTraining => WhileTraining(results.Figure, panel),
        FigureKind.Layers => Layers(results.Figure, panel),
        FigureKind.Table => AtDensities(results.Figure, panel, Spread),
        _ => AtDensities(results.Figure, panel, Range),
    };

    private static TextTable WhileTraining(PaperFigure figure, PanelResults panel)
    {
        int[] steps = [.. s_steps.Where(step => panel.Runs.Any(run => run.Train.Steps > step))];
        var ours = from method in figure.Methods
                   let runs = RunsOf(panel, method.Name, method.Allocations[0], figure.Densities[0])
                   where runs.Length > 0
                   select (IReadOnlyList<string>)[method.Name, Ours, $"{runs.Length}", Range(Accuracies.Of(runs)), .. steps.Select(step => At(runs, step))];
        var theirs = from course in PublishedNumbers.Courses
                     where course.Panel == panel.Panel
                     select (IReadOnlyList<string>)[course.Method, Notebook, "2", Two(course.End), .. steps.Select(step => Two(course.Steps[step]))];
        return new TextTable(
            [new("method", false), new("from", false), new("runs", true), new("end", true), .. steps.Select(step => new TextColumn($"step {step:N0}", true))],
            [.. ours.Concat(theirs)]);
    }

    private static TextTable AtDensities(PaperFigure figure, PanelResults panel, Func<Accuracies, string> text)
    {
        (double Density, bool IsPublished)[] columns =
        [
            .. panel.DensitiesOf(figure).SelectMany(density => figure.Methods.Any(method => Published(panel.Panel, method, density).Length > 0)
                ? new[] { (density, false), (density, true) }
                : [(density, false)]),
        ];
        return new TextTable(
            [
                new("method", false),
                new("runs", true),
                .. columns.Select(column => new TextColumn($"{column.Density:0.###%}{(column.IsPublished ? ", published" : "")}", true)),
            ],
            [
                .. from method in figure.Methods
                   let all = panel.Runs.Where(run => run.Method == method.Name).ToArray()
                   where all.Length > 0
                   select (IReadOnlyList<string>)
                   [
                       method.Name,
                       PanelResults.SeedsOf(all),
                       .. columns.Select(column => column.IsPublished
                           ? Published(panel.Panel, method, column.Density)
                           : RunsOf(panel, method.Name, method.Allocations[0], column.Density) is { Length: > 0 } runs ? text(Accuracies.Of(runs)) : ""),
                   ],
            ]);
    }

    private static TextTable Layers(PaperFigure figure, PanelResults panel)
    {
        string[] layers = [.. panel.Runs[0].Layers.Select(layer => layer.Name)];
        return new TextTable(
            [new("method, allocation", false), new("runs", true), .. layers.Select(name => new TextColumn(name, true)), new("theoretical speed-up", true)],
            [
                .. from method in figure.Methods
                   from allocation in method.Allocations
                   let runs = RunsOf(panel, method.Name, allocation, figure.Densities[0])
                   where runs.Length > 0
                   select (IReadOnlyList<string>)
                   [
                       $"{method.Name}, {allocation}",
                       $"{runs.Length}",
                       .. layers.Select((_, index) => $"{runs.Average(run => run.Layers[index].Kept):N0}"),
                       $"{runs.Average(run => run.TheoreticalSpeedup):0.0}",
                   ],
            ]);
    }

    private static RunResult[] RunsOf(PanelResults panel, string method, string allocation, double density)
        => [.. panel.Runs.Where(run => run.Method == method && (run.IsDense || (run.Allocation == allocation && run.Density.Requested == density)))];

    private static string Published(FigurePanel panel, GridMethod method, double density)
    {
        var number = PublishedNumbers.Accuracies.FirstOrDefault(each
            => each.Panel == panel && each.Method == method.Name && each.Allocation == method.Allocations[0] && each.Density == density);
        if (number is not null)
            return $"{number.Mean:0.00} ± {number.Spread:0.00}";
        var course = PublishedNumbers.Courses.FirstOrDefault(each
            => each.Panel == panel && each.Method == method.Name && method.Allocations[0] == "layerwise" && each.Density == density);
        return course is null ? "" : Two(course.End);
    }

    /// <summary>Mean and range over seeds of the accuracies at a step; empty where it was not recorded.</summary>
    private static string At(RunResult[] runs, int step)
    {
        double[] values =
        [
            .. from run in runs
               from record in run.Train.History
               where record.Step == step && record.TestAccuracy is not null
               select record.TestAccuracy!.Value,
        ];
        return values.Length < runs.Length ? "" : Range(new Accuracies(values));
    }

    private static string Range(Accuracies accuracies) => accuracies.Values.Count == 1
        ? $"{100 * accuracies.Mean:0.00}"
        : $"{100 * accuracies.Mean:0.00} ({100 * accuracies.Values.Min():0.00} to {100 * accuracies.Values.Max():0.00})";

    private static string Spread(Accuracies accuracies) => accuracies.Values.Count == 1
        ? $"{100 * accuracies.Mean:0.00}"
        : $"{100 * accuracies.Mean:0.00} ± {100 * accuracies.StandardDeviation:0.00}";

    private static string Two((double First, double Second) runs) => $"{runs.First:0.00}, {runs.Second:0.00}";
}
