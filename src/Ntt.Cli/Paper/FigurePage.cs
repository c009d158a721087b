using System.Text;

namespace Ntt.Cli.Paper;

/// <summary>A figure in words and tables, as Markdown.</summary>
internal static class FigurePage
{
    /// <summary>What the numbers of a figure are and what they are not, a paragraph.</summary>
    public static string Notes(FigureResults results)
    {
        var numbers = results.Figure.Kind switch
        {
            FigureKind.Layers => "Numbers of weights kept, means over seeds; the speed-up is the dense network's multiply-adds divided by those of the pruned one.",
            FigureKind.Table => "Test accuracy in percent, the mean of a run's last ten records: mean ± standard deviation (n - 1) over seeds; what the published ± is, the paper does not say.",
            _ => "Test accuracy in percent, the mean of a run's last ten records: mean (least to greatest) over seeds; published are two runs of the authors' notebooks.",
        };
        string[] deviations =
        [
            .. results.Panels.Select(panel => results.Budget.Lengths[panel.Panel.Network].Deviations).OfType<string>().Distinct()
                .Select(text => $"Not as in the paper: {text}."),
        ];
        return string.Join(' ', [$"Budget {results.Budget.Name}, {results.Count}.", .. deviations, numbers]);
    }

    /// <summary>Appends the section of a figure.</summary>
    public static void Append(StringBuilder page, FigureResults results)
    {
        page.AppendLine($"## {results.Figure.Title}: {results.Figure.Description}").AppendLine();
        page.AppendLine(Notes(results)).AppendLine();
        page.AppendLine("```").AppendLine(results.Command).AppendLine("```");
        foreach (var panel in results.Panels)
        {
            page.AppendLine().AppendLine($"### {panel.Panel.Data}, {panel.Panel.Network}").AppendLine();
            page.Append(FigureTable.Of(results, panel).ToMarkdown());
        }
    }
}
