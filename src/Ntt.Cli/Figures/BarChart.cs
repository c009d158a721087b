using System.Globalization;
using System.Xml.Linq;

namespace Ntt.Cli.Figures;

/// <summary>Groups of horizontal bars on one logarithmic or linear axis: a group a network, a bar a layer.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="XLabel">The axis.</param>
/// <param name="XScale">How it puts numbers; bars of numbers without a place have no length.</param>
/// <param name="Bars">Names of the bars of every group.</param>
/// <param name="Groups">Groups with a value for every bar.</param>
internal sealed record BarChart(
    string Title, string XLabel, AxisScale XScale, IReadOnlyList<string> Bars, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> Groups)
{
    private const double Width = 640;
    private const double Left = 180;
    private const double Right = 48;
    private const double BarHeight = 9;
    private const double Gap = 8;
    private const double LegendRow = 18;
    private const double LegendColumn = 76;
    private const int LegendColumns = (int)((Width - Left) / LegendColumn);

    /// <summary>A second line under the title; null for none.</summary>
    public string? Subtitle { get; init; }

    private double Top => Svg.HeadHeight(Subtitle);

    /// <summary>The picture, an svg element.</summary>
    public XElement ToSvg()
    {
        var values = Groups.SelectMany(group => group.Values);
        var axis = new Axis(XScale == AxisScale.Linear ? [0, .. values] : values, XScale);
        var groupHeight = (Bars.Count * BarHeight) + Gap;
        var bottom = Top + (Groups.Count * groupHeight);
        double X(double value) => Left + (axis.Has(value) ? Math.Max(0, axis.Position(value)) * (Width - Left - Right) : 0);

        return Svg.Picture(
            Width,
            bottom + 54 + (LegendRow * ((Bars.Count + LegendColumns - 1) / LegendColumns)),
            Title,
            Svg.Head(8, Title, Subtitle),
            axis.Ticks.Select(tick => new[] { Svg.Line(X(tick), Top, X(tick), bottom, "grid"), Svg.Text(X(tick), bottom + 16, Axis.Label(tick), "middle") }),
            Groups.Select((group, row) => new object[]
            {
                Svg.Text(Left - 8, Top + (row * groupHeight) + (Bars.Count * BarHeight / 2) + 4, group.Name, "end"),
                group.Values.Select((value, index) => Bar(X(value), Top + (row * groupHeight) + (index * BarHeight), value, index)),
            }),
            Svg.Text((Left + Width - Right) / 2, bottom + 36, XLabel, "middle"),
            Bars.Select((name, index) => Legend(name, index, bottom + 60)));
    }

    private static XElement[] Bar(double right, double top, double value, int index) =>
    [
        Svg.Rectangle(Left, top, right - Left, BarHeight - 1, Palette.Color(index), Palette.Opacity(index)),
        Svg.Text(right + 4, top + BarHeight - 1.5, value.ToString("0.###", CultureInfo.InvariantCulture), "small"),
    ];

    private static XElement[] Legend(string name, int index, double top)
    {
        var (x, y) = (Left + (index % LegendColumns * LegendColumn), top + (index / LegendColumns * LegendRow));
        return [Svg.Rectangle(x, y - 9, 10, 10, Palette.Color(index), Palette.Opacity(index)), Svg.Text(x + 14, y, name, "start")];
    }
}
