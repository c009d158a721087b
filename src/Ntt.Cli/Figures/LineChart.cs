using System.Globalization;
using System.Xml.Linq;

namespace Ntt.Cli.Figures;

/// <summary>A point of a curve with its range.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up.</param>
/// <param name="Low">The least value at X.</param>
/// <param name="High">The greatest value at X.</param>
internal sealed record CurvePoint(double X, double Y, double Low, double High)
{
    /// <summary>A point without a range.</summary>
    public CurvePoint(double x, double y)
        : this(x, y, y, y)
    {
    }
}

/// <summary>A curve.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Points">Its points from left to right.</param>
internal sealed record Curve(string Name, IReadOnlyList<CurvePoint> Points)
{
    /// <summary>Its place in the palette, where it has to look the same in several charts; null for its place among the curves.</summary>
    public int? Style { get; init; }
}

/// <summary>Curves over two axes, with a legend. Written as a scalable picture that fits light and dark pages.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="XLabel">The horizontal axis.</param>
/// <param name="XScale">How it puts numbers.</param>
/// <param name="YLabel">The vertical axis.</param>
/// <param name="YScale">How it puts numbers.</param>
/// <param name="Curves">The curves.</param>
internal sealed record LineChart(string Title, string XLabel, AxisScale XScale, string YLabel, AxisScale YScale, IReadOnlyList<Curve> Curves)
{
    private const double RangeGap = 24;
    private const int MostDots = 20;

    /// <summary>A second line under the title; null for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>The picture, an svg element.</summary>
    public XElement ToSvg()
    {
        var points = Curves.SelectMany(curve => curve.Points).ToArray();
        var horizontal = new Axis(points.Select(point => point.X), XScale);
        var vertical = new Axis(points.SelectMany(point => (double[])[point.Low, point.High]), YScale);
        var frame = new ChartFrame(Title, XLabel, horizontal, YLabel, vertical) { Subtitle = Subtitle };
        bool IsPlaced(CurvePoint point) => horizontal.Has(point.X) && vertical.Has(point.Y);

        return frame.Draw(
            Curves.SelectMany((curve, index) => Draw(curve.Style ?? index, [.. curve.Points.Where(IsPlaced)], frame.X, frame.Y)),
            [.. Curves.Select((curve, index) => (curve.Name, curve.Style ?? index))]);
    }

    private static IEnumerable<XElement> Draw(int style, CurvePoint[] points, Func<double, double> x, Func<double, double> y)
    {
        var color = Palette.Color(style);
        if (points.Length > 1)
            yield return Svg.Polyline(points.Select(point => (x(point.X), y(point.Y))), color, Palette.Dash(style));
        var last = double.NegativeInfinity;
        foreach (var point in points)
        {
            if (point.High > point.Low && x(point.X) >= last + RangeGap)
            {
                last = x(point.X);
                yield return Svg.Stroke(last, y(point.Low), last, y(point.High), color);
            }

            if (points.Length <= MostDots)
                yield return Svg.Dot(x(point.X), y(point.Y), color, string.Create(CultureInfo.InvariantCulture, $"{point.Y:0.####} at {point.X:0.####}"));
        }
    }
}
