using System.Globalization;
using System.Xml.Linq;

namespace Ntt.Cli.Figures;

/// <summary>The shapes of scalable vector graphics that charts are made of.</summary>
internal static class Svg
{
    private const string Style =
        ".chart{font:12px system-ui,sans-serif;fill:#222}.chart .title{font-weight:600;font-size:14px}.chart .small{font-size:8px}"
        + ".chart .middle{text-anchor:middle}.chart .end{text-anchor:end}.chart .grid{stroke:#ccc;stroke-width:.6}.chart .axis{stroke:#222}"
        + "@media(prefers-color-scheme:dark){.chart{fill:#ddd}.chart .grid{stroke:#444}.chart .axis{stroke:#ddd}}";

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>A picture of a size, with a title for those who cannot see it.</summary>
    public static XElement Picture(double width, double height, string title, params object[] content) => new(
        s_svg + "svg",
        new XAttribute("class", "chart"),
        new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
        new XAttribute("role", "img"),
        new XElement(s_svg + "title", title),
        new XElement(s_svg + "style", Style),
        content);

    /// <summary>How much room title and subtitle take.</summary>
    public static double HeadHeight(string? subtitle) => subtitle is null ? 34 : 52;

    /// <summary>The title, and under it a subtitle if there is one.</summary>
    public static XElement?[] Head(double x, string title, string? subtitle)
        => [Text(x, 20, title, "title"), subtitle is null ? null : Text(x, 38, subtitle, "start")];

    /// <summary>Text on a base line.</summary>
    public static XElement Text(double x, double y, string text, string kind)
        => new(s_svg + "text", Attribute("x", x), Attribute("y", y), new XAttribute("class", kind), text);

    /// <summary>Text that reads upwards, centred.</summary>
    public static XElement TurnedText(double x, double y, string text)
        => new(s_svg + "text", new XAttribute("transform", $"translate({Number(x)} {Number(y)}) rotate(-90)"), new XAttribute("class", "middle"), text);

    /// <summary>A line of the frame.</summary>
    public static XElement Line(double x1, double y1, double x2, double y2, string kind)
        => new(s_svg + "line", Attribute("x1", x1), Attribute("y1", y1), Attribute("x2", x2), Attribute("y2", y2), new XAttribute("class", kind));

    /// <summary>A line of a colour.</summary>
    public static XElement Stroke(double x1, double y1, double x2, double y2, string color)
        => new(s_svg + "line", Attribute("x1", x1), Attribute("y1", y1), Attribute("x2", x2), Attribute("y2", y2), new XAttribute("stroke", color));

    /// <summary>Lines from point to point.</summary>
    public static XElement Polyline(IEnumerable<(double X, double Y)> points, string color, string dash) => new(
        s_svg + "polyline",
        new XAttribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"))),
        new XAttribute("fill", "none"),
        new XAttribute("stroke", color),
        new XAttribute("stroke-width", "1.8"),
        dash.Length == 0 ? null : new XAttribute("stroke-dasharray", dash));

    /// <summary>A dot with a text that shows when it is pointed at.</summary>
    public static XElement Dot(double x, double y, string color, string hint, double radius = 3) => new(
        s_svg + "circle", Attribute("cx", x), Attribute("cy", y), Attribute("r", radius), new XAttribute("fill", color), new XElement(s_svg + "title", hint));

    /// <summary>A filled rectangle.</summary>
    public static XElement Rectangle(double x, double y, double width, double height, string color, double opacity) => new(
        s_svg + "rect",
        Attribute("x", x),
        Attribute("y", y),
        Attribute("width", width),
        Attribute("height", height),
        new XAttribute("fill", color),
        opacity == 1 ? null : Attribute("fill-opacity", opacity));

    private static XAttribute Attribute(string name, double value) => new(name, Number(value));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
