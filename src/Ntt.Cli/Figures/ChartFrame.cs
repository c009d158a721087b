using System.Xml.Linq;

namespace Ntt.Cli.Figures;

/// <summary>Two axes with their grid, labels and title, and a legend below. Written as a scalable picture that fits light and dark pages.</summary>
/// <param name="title">What the chart shows.</param>
/// <param name="xLabel">What the horizontal axis is.</param>
/// <param name="horizontal">The horizontal axis.</param>
/// <param name="yLabel">What the vertical axis is.</param>
/// <param name="vertical">The vertical axis.</param>
internal sealed class ChartFrame(string title, string xLabel, Axis horizontal, string yLabel, Axis vertical)
{
    private const double Width = 640;
    private const double Left = 64;
    private const double Right = 16;
    private const double PlotHeight = 300;
    private const double LegendRow = 18;
    private const int LegendColumns = 4;

    /// <summary>A second line under the title; null for none.</summary>
    public string? Subtitle { get; init; }

    private double Top => Svg.HeadHeight(Subtitle);

    private double Bottom => Top + PlotHeight;

    private double LegendTop => Bottom + 56;

    /// <summary>Where a number lies on the picture, from its left.</summary>
    public double X(double value) => Left + (horizontal.Position(value) * (Width - Left - Right));

    /// <summary>Where a number lies on the picture, from its top.</summary>
    public double Y(double value) => Bottom - (vertical.Position(value) * PlotHeight);

    /// <summary>The picture, an svg element.</summary>
    /// <param name="content">What stands on the axes.</param>
    /// <param name="keys">The legend: names, with their places in the palette.</param>
    public XElement Draw(IEnumerable<XElement> content, IReadOnlyList<(string Name, int Style)> keys) => Svg.Picture(
        Width,
        LegendTop + (LegendRow * ((keys.Count + LegendColumns - 1) / LegendColumns)),
        title,
        Svg.Head(Left, title, Subtitle),
        vertical.Ticks.Select(tick => new[] { Svg.Line(Left, Y(tick), Width - Right, Y(tick), "grid"), Svg.Text(Left - 6, Y(tick) + 4, Axis.Label(tick), "end") }),
        horizontal.Ticks.Select(tick => new[] { Svg.Line(X(tick), Bottom, X(tick), Bottom + 5, "axis"), Svg.Text(X(tick), Bottom + 19, Axis.Label(tick), "middle") }),
        Svg.Line(Left, Bottom, Width - Right, Bottom, "axis"),
        Svg.Text((Left + Width - Right) / 2, Bottom + 38, xLabel, "middle"),
        Svg.TurnedText(16, Top + (PlotHeight / 2), yLabel),
        content,
        keys.Select(Legend));

    private XElement[] Legend((string Name, int Style) key, int index)
    {
        var (x, y) = (Left + (index % LegendColumns * ((Width - Left - Right) / LegendColumns)), LegendTop + (index / LegendColumns * LegendRow));
        return [Svg.Polyline([(x, y - 4), (x + 22, y - 4)], Palette.Color(key.Style), Palette.Dash(key.Style)), Svg.Text(x + 28, y, key.Name, "start")];
    }
}
