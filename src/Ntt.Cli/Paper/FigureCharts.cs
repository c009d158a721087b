using System.Xml.Linq;
using Ntt.Cli.Figures;
using Ntt.Cli.Reports;

namespace Ntt.Cli.Paper;

/// <summary>A figure as a picture. Over several seeds a curve is their mean and its bars reach from the least to the greatest.</summary>
internal static class FigureCharts
{
    /// <summary>The picture of a panel; null for a table.</summary>
    public static XElement? Of(FigureResults results, PanelResults panel)
    {
        var figure = results.Figure;
        var title = $"{figure.Title}: {char.ToLowerInvariant(figure.Description[0])}{figure.Description[1..]}";
        var subtitle = $"{panel.Panel.Data}, {panel.Panel.Network}; {Seeds(panel)}; budget {results.Budget.Name}{(results.IsComplete ? "" : $", {results.Count}")}";
        return figure.Kind switch
        {
            FigureKind.WhileTraining => new LineChart(
                title, "step of training", AxisScale.Logarithmic, "test accuracy, %", AxisScale.Linear, ExperimentCharts.TrainingCurves(panel.Runs))
            {
                Subtitle = subtitle,
            }.ToSvg(),
            FigureKind.AgainstDensity => new LineChart(
                title, "fraction of the weights kept", AxisScale.Logarithmic, "test accuracy, %", AxisScale.Linear, ExperimentCharts.DensityCurves(panel.Runs))
            {
                Subtitle = subtitle,
            }.ToSvg(),
            FigureKind.Layers => new BarChart(title, "weights kept", AxisScale.Logarithmic, [.. panel.Runs[0].Layers.Select(layer => layer.Name)], Groups(figure, panel))
            {
                Subtitle = subtitle,
            }.ToSvg(),
            _ => null,
        };
    }

    private static string Seeds(PanelResults panel)
    {
        var seeds = PanelResults.SeedsOf(panel.Runs);
        return seeds == "1" ? "1 seed" : $"mean, least and greatest of {seeds} seeds";
    }

    private static (string Name, IReadOnlyList<double> Values)[] Groups(PaperFigure figure, PanelResults panel) =>
    [
        .. from allocation in figure.Methods.SelectMany(method => method.Allocations).Distinct()
           from method in figure.Methods
           let runs = panel.Runs.Where(run => run.Method == method.Name && run.Allocation == allocation).ToArray()
           where runs.Length > 0
           select ($"{method.Name}, {allocation}", (IReadOnlyList<double>)
               [.. panel.Runs[0].Layers.Select((_, index) => Math.Round(runs.Average(run => run.Layers[index].Kept)))]),
    ];
}
