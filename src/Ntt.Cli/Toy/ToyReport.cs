using System.Xml.Linq;
using Ntt.Cli.Reports;

namespace Ntt.Cli.Toy;

/// <summary>Results of the toy problem as a section of the report.</summary>
internal static class ToyReport
{
    /// <summary>The section.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="results">The results.</param>
    /// <param name="id">What links to it name.</param>
    public static XElement Section(string title, IReadOnlyList<ToyResult> results, string id) => new(
        "section",
        new XElement("h2", new XAttribute("id", id), title),
        new XElement("p", ToySection.Introduction(results)),
        new XElement("pre", string.Join('\n', ToySection.Commands(results))),
        ReportPage.Charts(
        [
            .. results.Select(result => ToyCharts.Paths(result).ToSvg()),
            ToyCharts.Distances(results).ToSvg(),
            ToyCharts.Losses(results).ToSvg(),
        ]),
        ReportPage.Scrolling(ToyTable.Of(results)),
        new XElement("p", new XAttribute("class", "faint"), ToySection.Origin(results)));
}
