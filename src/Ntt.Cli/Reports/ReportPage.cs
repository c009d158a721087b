using System.Xml.Linq;
using Ntt.Cli.Paper;
using Ntt.Cli.Results;
using Ntt.Cli.Tables;
using Ntt.Cli.Toy;

namespace Ntt.Cli.Reports;

/// <summary>One self-contained page of HTML with tables and pictures of all experiments; nothing is loaded from elsewhere.</summary>
internal static class ReportPage
{
    private const string Style =
        ":root{color-scheme:light dark;--ground:#fff;--text:#222;--faint:#666;--line:#ddd;--panel:#f6f7f9}"
        + "@media(prefers-color-scheme:dark){:root{--ground:#16181c;--text:#ddd;--faint:#999;--line:#3a3d44;--panel:#1f2228}}"
        + "*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}"
        + "main{max-width:1080px;margin:0 auto;padding:1rem}h1{font-size:1.6rem;margin:.6rem 0}h2{margin-top:2.4rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}"
        + "p{overflow-wrap:anywhere}p.faint,figcaption{color:var(--faint)}a{color:inherit}pre{background:var(--panel);padding:.7rem;border-radius:6px;overflow-x:auto;font-size:.85rem}"
        + ".scroll{overflow-x:auto}table{border-collapse:separate;border-spacing:0;font-size:.92rem;font-variant-numeric:tabular-nums}"
        + "th,td{padding:.25rem .7rem;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap}.number{text-align:right}"
        + ".charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,30rem),1fr));gap:1rem;align-items:start;margin:1rem 0}"
        + "svg{width:100%;height:auto;background:var(--panel);border-radius:6px}nav ul{padding-left:1.2rem}"
        + ".figure{max-width:45rem;margin:1rem 0}summary{font-size:1.15rem;font-weight:600;margin:1rem 0;cursor:pointer}.wrapping td{white-space:normal}"
        + ".scroll th:first-child,.scroll td:first-child{position:sticky;left:0;background:var(--ground)}"
        + "@media(max-width:600px){.charts svg,.figure svg{min-width:34rem}.charts,.figure{overflow-x:auto;grid-template-columns:34rem}}";

    private const int MostOpen = 3;

    /// <summary>The page.</summary>
    public static string Write(IReadOnlyList<(string Folder, RunResult Result)> results, IReadOnlyList<(string Folder, ToyResult Result)> toyResults)
    {
        var experiments = Experiment.Of(results);
        FigureResults[] figures = [.. results.GroupBy(item => item.Folder, item => item.Result).SelectMany(FigureResults.Of)];
        var toys = ToySection.Groups(toyResults).ToArray();
        var page = new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", "Pruning before training: report"),
                new XElement("style", Style)),
            new XElement("body", new XElement("main",
                new XElement("h1", "Pruning before training"),
                new XElement("p", $"{results.Count + toyResults.Count:N0} runs. Accuracy is that on the test set, "
                    + "the mean of a run's last ten records; over several seeds the mean, the least and the greatest. Seconds are those of the machine at that time."),
                new XElement("nav", new XElement(
                    "ul",
                    figures.Select((figure, index) => Link($"f{index + 1}", $"{Heading(figure)}, budget {figure.Budget.Name}")),
                    toys.Select((toy, index) => Link($"t{index + 1}", toy.Title)),
                    experiments.Select((experiment, index) => Link($"e{index + 1}", experiment.Title)))),
                figures.Select((figure, index) => Section(figure, $"f{index + 1}")),
                toys.Select((toy, index) => ToyReport.Section(toy.Title, toy.Results, $"t{index + 1}")),
                experiments.Select((experiment, index) => Section(experiment, $"e{index + 1}")))));
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    private static XElement Link(string id, string text) => new("li", new XElement("a", new XAttribute("href", $"#{id}"), text));

    private static string Heading(FigureResults figure) => $"{figure.Figure.Title}: {figure.Figure.Description}";

    /// <summary>A figure or table of the paper.</summary>
    private static XElement Section(FigureResults figure, string id) => new(
        "section",
        new XElement("h2", new XAttribute("id", id), Heading(figure)),
        new XElement("p", FigurePage.Notes(figure)),
        new XElement("pre", figure.Command),
        figure.Panels.Select(panel => new object?[]
        {
            new XElement("h3", $"{panel.Panel.Data}, {panel.Panel.Network}"),
            FigureCharts.Of(figure, panel) is { } picture ? new XElement("div", new XAttribute("class", "figure"), picture) : null,
            Scrolling(FigureTable.Of(figure, panel)),
        }));

    private static XElement Section(Experiment experiment, string id) => new(
        "section",
        new XElement("h2", new XAttribute("id", id), experiment.Title),
        new XElement("p", $"{experiment.Budget}."),
        new XElement("pre", string.Join('\n', experiment.Commands)),
        Charts([.. ExperimentCharts.AgainstDensity(experiment).Select(chart => chart.ToSvg())]),
        experiment.Densities.Select(density => AtDensity(experiment, density)),
        Ntt(experiment),
        Settings(experiment),
        new XElement("p", new XAttribute("class", "faint"), experiment.Origin));

    /// <summary>What there is at one density; folded where there are many.</summary>
    private static XElement AtDensity(Experiment experiment, double density)
    {
        var runs = experiment.At(density);
        return new XElement(
            "details",
            experiment.Densities.Count <= MostOpen ? new XAttribute("open", "open") : null,
            new XElement("summary", $"{density:0.###%} of the weights"),
            Scrolling(MethodTable.Of(runs)),
            runs.Any(MethodTable.IsCollapsed)
                ? new XElement("p", new XAttribute("class", "faint"), $"{MethodTable.Collapsed} In at least one run a layer lost all of its weights.")
                : null,
            Charts([.. ExperimentCharts.WhileTraining(runs).Select(chart => chart.ToSvg()), ExperimentCharts.KeptByLayer(runs).ToSvg()]),
            Scrolling(WorkTable.Of(runs)));
    }

    private static object?[] Ntt(Experiment experiment) =>
    [
        .. NttCharts.Of(experiment).ToArray() is { Length: > 0 } charts
            ? new object?[] { new XElement("h3", "Neural Tangent Transfer"), Charts([.. charts.Select(chart => chart.ToSvg())]) }
            : [],
        .. KernelTable.Of(experiment.Runs) is { } table
            ? new object?[] { new XElement("p", "Kernel distance on the held-out batch, at the steps of NTT:"), Scrolling(table) }
            : [],
    ];

    private static object?[] Settings(Experiment experiment)
        => SettingsTable.Of(experiment.Runs) is not { } table ? [] : [new XElement("h3", "Settings and machine"), table.ToHtml("wrapping")];

    /// <summary>A table that scrolls where it is too wide.</summary>
    public static XElement Scrolling(TextTable table) => new("div", new XAttribute("class", "scroll"), table.ToHtml());

    /// <summary>Pictures side by side. Nothing for no picture: an element without content would be written in a form that HTML takes for an opening alone.</summary>
    public static XElement? Charts(XElement[] pictures) => pictures.Length == 0 ? null : new XElement("div", new XAttribute("class", "charts"), pictures);
}
