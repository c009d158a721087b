using System.Text;
using Ntt.Cli.Tables;

namespace Ntt.Cli.Paper;

/// <summary>The files of a figure, beside the results: a picture a panel and one table.</summary>
internal static class FigureFiles
{
    /// <summary>Writes the files of a figure.</summary>
    /// <returns>Their paths; none when there is no result.</returns>
    public static IReadOnlyList<string> Write(PaperFigure figure, string folder)
        => [.. FigureResults.Of(ResultFolder.ReadOne(folder)).Where(results => results.Figure == figure).SelectMany(results => Write(results, folder))];

    /// <summary>The name of the picture of a panel.</summary>
    public static string PictureOf(FigureResults results, PanelResults panel) => $"{results.Figure.Name}-{panel.Panel.Data}-{results.Budget.Name}.svg";

    /// <summary>Writes the files of a figure's results.</summary>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> Write(FigureResults results, string folder)
    {
        var files = new WrittenFiles(folder);
        foreach (var panel in results.Panels)
        {
            if (FigureCharts.Of(results, panel) is { } picture)
                files.Add(PictureOf(results, panel), picture);
        }

        var page = new StringBuilder();
        FigurePage.Append(page, results, name => name);
        files.Add($"{results.Figure.Name}-{results.Budget.Name}.md", page.ToString());
        return files.Paths;
    }
}
