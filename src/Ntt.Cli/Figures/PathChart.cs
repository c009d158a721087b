using System.Xml.Linq;

namespace Ntt.Cli.Figures;

/// <summary>Paths in a plane, in a colour for each group of them. A small dot marks where a path begins, a larger one where it ends.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="XLabel">The horizontal axis.</param>
/// <param name="YLabel">The vertical axis.</param>
/// <param name="Groups">Groups with their names; each path is a list of pairs (x, y).</param>
internal sealed record PathChart(string Title, string XLabel, string YLabel, IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<double[]>> Paths)> Groups)
{
    private const double BeginRadius = 1.6;
    private const double EndRadius = 3;

    /// <summary>A second line under the title; null for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>The picture, an svg element.</summary>
    public XElement ToSvg()
    {
        var points = Groups.SelectMany(group => group.Paths).SelectMany(path => path).ToArray();
        var frame = new ChartFrame(
            Title, XLabel, new Axis(points.Select(point => point[0]), AxisScale.Linear), YLabel, new Axis(points.Select(point => point[1]), AxisScale.Linear))
        {
            Subtitle = Subtitle,
        };
        return frame.Draw(
            Groups.SelectMany((group, index) => group.Paths.SelectMany(path => Draw(frame, index, group.Name, path))),
            [.. Groups.Select((group, index) => (group.Name, index))]);
    }

    private static IEnumerable<XElement> Draw(ChartFrame frame, int index, string name, IReadOnlyList<double[]> path)
    {
        var color = Palette.Color(index);
        (double X, double Y)[] places = [.. path.Select(point => (frame.X(point[0]), frame.Y(point[1])))];
        yield return Svg.Polyline(places, color, Palette.Dash(index));
        yield return Svg.Dot(places[0].X, places[0].Y, color, $"{name}, before training", BeginRadius);
        yield return Svg.Dot(places[^1].X, places[^1].Y, color, $"{name}, after training", EndRadius);
    }
}
