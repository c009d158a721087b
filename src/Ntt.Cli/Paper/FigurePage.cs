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
    /// <param name="page">The page.</param>
    /// <param name="results">The figure.</param>
    /// <param name="link">The place of a file of the figure seen from the page; null where it is not there.</param>
    public static void Append(StringBuilder page, FigureResults results, Func<string, string?> link)
    {
        page.AppendLine($"## {results.Figure.Title}: {results.Figure.Description}").AppendLine();
        page.AppendLine(Notes(results)).AppendLine();
        page.AppendLine("```").AppendLine(results.Command).AppendLine("```");
        foreach (var panel in results.Panels)
        {
            page.AppendLine().AppendLine($"### {panel.Panel.Data}, {panel.Panel.Network}").AppendLine();
            if (results.Figure.Kind != FigureKind.Table && link(FigureFiles.PictureOf(results, panel)) is { } picture)
                page.AppendLine($"![{results.Figure.Title}: {results.Figure.Description}]({picture})").AppendLine();
            page.Append(FigureTable.Of(results, panel).ToMarkdown());
        }
    }
}
