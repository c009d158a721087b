using System.Globalization;
using System.Xml.Linq;
using Ntt.Cli.Figures;

namespace Ntt.Cli.Tests.Figures;

[TestClass]
public sealed class ChartTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [TestMethod]
    public void LineChart_HasALineARangeAndALegendACurve()
    {
        var chart = new LineChart("Title & more", "x", AxisScale.Linear, "y", AxisScale.Linear,
            [new Curve("one", [new CurvePoint(0, 1, 0, 2), new CurvePoint(1, 3)]), new Curve("two", [new CurvePoint(0, 2), new CurvePoint(1, 0)])]);

        var svg = XElement.Parse(chart.ToSvg().ToString());

        Assert.HasCount(4, svg.Elements(s_svg + "polyline").ToArray(), "two curves and their keys");
        Assert.HasCount(4, svg.Elements(s_svg + "circle").ToArray());
        Assert.HasCount(1, svg.Elements(s_svg + "line").Where(line => line.Attribute("stroke") is not null).ToArray(), "one point has a range");
        string[] texts = [.. svg.Elements(s_svg + "text").Select(text => text.Value)];
        foreach (var text in (string[])["Title & more", "x", "y", "one", "two", "0", "3"])
            Assert.Contains(text, texts);
    }

    [TestMethod]
    public void LineChart_DrawsACurveAndItsKeyInTheStyleAskedFor()
    {
        CurvePoint[] points = [new(0, 1), new(1, 2)];
        var chart = new LineChart("t", "x", AxisScale.Linear, "y", AxisScale.Linear, [new Curve("a", points) { Style = 9 }, new Curve("b", points)]);

        var strokes = chart.ToSvg().Elements(s_svg + "polyline").Select(line => (line.Attribute("stroke")!.Value, line.Attribute("stroke-dasharray")?.Value)).ToArray();

        CollectionAssert.AreEqual(
            new (string, string?)[] { (Palette.Color(9), Palette.Dash(9)), (Palette.Color(1), null), (Palette.Color(9), Palette.Dash(9)), (Palette.Color(1), null) }, strokes);
    }

    [TestMethod]
    public void Subtitle_StandsUnderTheTitle_AndMovesTheRestDown()
    {
        double Height(LineChart chart) => double.Parse(chart.ToSvg().Attribute("viewBox")!.Value.Split(' ')[^1]);
        var chart = new LineChart("t", "x", AxisScale.Linear, "y", AxisScale.Linear, [new Curve("c", [new CurvePoint(0, 0), new CurvePoint(1, 1)])]);

        var more = chart with { Subtitle = "more of it" };

        Assert.Contains("more of it", more.ToSvg().Elements(s_svg + "text").Select(text => text.Value));
        Assert.AreEqual(Height(chart) + 18, Height(more));
    }

    [TestMethod]
    public void LineChart_PutsValuesWhereTheAxesSay()
    {
        var chart = new LineChart("t", "x", AxisScale.Linear, "y", AxisScale.Linear, [new Curve("c", [new CurvePoint(0, 0), new CurvePoint(10, 10)])]);

        var points = chart.ToSvg().Elements(s_svg + "polyline").First().Attribute("points")!.Value;

        Assert.AreEqual("64,334 624,34", points);
    }

    [TestMethod]
    public void LineChart_LeavesOutWhatALogarithmHasNoPlaceFor()
    {
        var chart = new LineChart("t", "x", AxisScale.Logarithmic, "y", AxisScale.Logarithmic,
            [new Curve("c", [new CurvePoint(0, 1), new CurvePoint(1, 1), new CurvePoint(10, 5), new CurvePoint(100, 0), new CurvePoint(1000, double.NaN)])]);

        var svg = chart.ToSvg();

        Assert.HasCount(2, svg.Elements(s_svg + "circle").ToArray());
        Assert.DoesNotContain("NaN", svg.ToString());
    }

    [TestMethod]
    public void BarChart_HasRoomForTheNamesOfManyLayers_AndTellsThemApart()
    {
        string[] layers = [.. Enumerable.Range(1, 19).Select(number => $"conv{number}")];
        double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

        var svg = new BarChart("t", "%", AxisScale.Logarithmic, layers, [("a", [.. layers.Select((_, index) => 1.0 + index)])]).ToSvg();

        XElement[] names = [.. svg.Elements(s_svg + "text").Where(text => layers.Contains(text.Value))];
        Assert.HasCount(19, names);
        Assert.HasCount(19, names.Select(name => (Number(name, "x"), Number(name, "y"))).Distinct().ToArray());
        Assert.IsLessThanOrEqualTo(640 - 62, names.Max(name => Number(name, "x")));
        Assert.IsLessThan(double.Parse(svg.Attribute("viewBox")!.Value.Split(' ')[^1], CultureInfo.InvariantCulture), names.Max(name => Number(name, "y")));
        var keys = svg.Elements(s_svg + "rect").TakeLast(19).Select(key => (key.Attribute("fill")!.Value, key.Attribute("fill-opacity")?.Value));
        Assert.HasCount(19, keys.Distinct().ToArray());
    }

    [TestMethod]
    public void BarChart_HasABarALayerOfEveryGroup_AndNoneForNothing()
    {
        var chart = new BarChart("t", "%", AxisScale.Logarithmic, ["fc1", "fc2"], [("a", [1.0, 10.0]), ("b", [0.0, 100.0])]);

        var bars = chart.ToSvg().Elements(s_svg + "rect").Select(bar => double.Parse(bar.Attribute("width")!.Value)).ToArray();

        Assert.HasCount(6, bars, "four bars and two keys");
        Assert.AreEqual(0, bars[2], "no logarithm, no length");
        Assert.IsLessThan(bars[1], bars[0]);
        Assert.IsLessThan(bars[3], bars[1]);
    }
}
