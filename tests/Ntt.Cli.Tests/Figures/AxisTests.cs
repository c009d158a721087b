using Ntt.Cli.Figures;

namespace Ntt.Cli.Tests.Figures;

[TestClass]
public sealed class AxisTests
{
    [TestMethod]
    [DataRow("0 20 40 60 80 100", 3.0, 97.0)]
    [DataRow("95 95.5 96 96.5 97 97.5 98", 95.2, 97.8)]
    [DataRow("-1 -0.5 0 0.5 1", -1.0, 1.0)]
    [DataRow("0 5000 10k 15k", 100.0, 14_000.0)]
    public void LinearTicks_AreRoundAndEncloseTheValues(string ticks, double least, double greatest)
    {
        var axis = new Axis([greatest, least], AxisScale.Linear);

        Assert.AreEqual(ticks, string.Join(' ', axis.Ticks.Select(Axis.Label)));
        Assert.AreEqual(0, axis.Position(axis.Ticks[0]), 1e-12);
        Assert.AreEqual(1, axis.Position(axis.Ticks[^1]), 1e-12);
    }

    [TestMethod]
    [DataRow("1 10 100 1000 10k", 1.0, 12_000.0)]
    [DataRow("0.01 0.02 0.05 0.1 0.2 0.5", 0.01, 0.5)]
    [DataRow("6 7 8 9", 5.681, 9.652)]
    [DataRow("0.6 0.7 0.8 0.9", 0.57, 0.97)]
    [DataRow("6000 7000 8000 9000", 5_432.0, 9_000.0)]
    [DataRow("0.95 1 1.05", 0.94, 1.06)]
    [DataRow("1000 1000.1 1000.2 1000.3 1000.4 1000.5", 1_000.0, 1_000.5)]
    public void LogarithmicTicks_AreDecadesOrTheirParts(string ticks, double least, double greatest)
        => Assert.AreEqual(ticks, string.Join(' ', new Axis([least, greatest], AxisScale.Logarithmic).Ticks.Select(Axis.Label)));

    [TestMethod]
    public void LogarithmicAxis_PutsTheGeometricMeanInTheMiddle()
    {
        var axis = new Axis([1, 100, 0, -3], AxisScale.Logarithmic);

        Assert.AreEqual(0.5, axis.Position(10), 1e-12);
        Assert.IsGreaterThan(0, axis.Position(1));
        Assert.IsLessThan(1, axis.Position(100));
        Assert.IsFalse(axis.Has(0));
        Assert.IsFalse(axis.Has(double.NaN));
        Assert.IsTrue(axis.Has(1e-9));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void OneValueOrNone_HasAnAxisAllTheSame(bool logarithmic)
    {
        var scale = logarithmic ? AxisScale.Logarithmic : AxisScale.Linear;

        Assert.AreEqual(0.5, new Axis([7, 7], scale).Position(7), 1e-9);
        Assert.IsTrue(new Axis([], scale).Ticks.All(double.IsFinite));
        Assert.IsTrue(new Axis([double.NaN, double.PositiveInfinity], scale).Ticks.All(double.IsFinite));
    }
}
