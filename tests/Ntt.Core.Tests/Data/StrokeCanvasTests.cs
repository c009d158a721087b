using Ntt.Data;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class StrokeCanvasTests
{
    [TestMethod]
    public void ALine_CoversPixelsByTheirDistance()
    {
        var canvas = new StrokeCanvas(9);
        canvas.Draw(false, [new(2, 4), new(6, 4)], radius: 1, strength: 0.8);
        double[] column = [.. Enumerable.Range(0, 9).Select(y => canvas.Ink[y * 9 + 4])];
        double[] expected = [0, 0, 0, 0.4, 0.8, 0.4, 0, 0, 0];
        for (int y = 0; y < 9; y++)
            Assert.AreEqual(expected[y], column[y], 1e-12, $"row {y}");
        // The round end: one pixel beyond it half, two beyond nothing.
        Assert.AreEqual(0.4, canvas.Ink[4 * 9 + 7], 1e-12);
        Assert.AreEqual(0, canvas.Ink[4 * 9 + 8]);
    }

    [TestMethod]
    public void ACurve_GoesThroughItsPoints()
    {
        var canvas = new StrokeCanvas(12);
        StrokePoint[] points = [new(1, 9), new(4, 2), new(8, 8), new(10, 3)];
        canvas.Draw(true, points, radius: 0.5, strength: 1);
        foreach (StrokePoint point in points)
            Assert.AreEqual(1, canvas.Ink[(int)(point.Y * 12 + point.X)], 1e-9, $"{point}");
    }

    [TestMethod]
    public void WhatIsOutsideTheCanvas_IsCutOff()
    {
        var canvas = new StrokeCanvas(5);
        canvas.Draw(false, [new(-20, -30), new(-10, -3)], 1, 1);
        Assert.AreEqual(0, canvas.Ink.ToArray().Sum());
        canvas.Draw(false, [new(2, -50), new(2, 50)], 0.5, 1);
        Assert.AreEqual(5, canvas.Ink.ToArray().Sum(), 1e-9);
        canvas.Clear();
        Assert.AreEqual(0, canvas.Ink.ToArray().Sum());
    }

    [TestMethod]
    public void APoint_IsADot()
    {
        var canvas = new StrokeCanvas(5);
        canvas.Draw(false, [new(2, 2), new(2, 2)], 0.5, 1);
        Assert.AreEqual(1, canvas.Ink[12]);
        Assert.AreEqual(1, canvas.Ink.ToArray().Sum());
    }

    [TestMethod]
    public void Blur_SpreadsInkToNeighboursAndKeepsItsSum()
    {
        var canvas = new StrokeCanvas(5);
        canvas.Ink[12] = 1;
        canvas.Blur(0.25);
        double edge = 0.25 / 1.5, centre = 1 / 1.5;
        Assert.AreEqual(centre * centre, canvas.Ink[12], 1e-12);
        Assert.AreEqual(edge * centre, canvas.Ink[11], 1e-12);
        Assert.AreEqual(edge * centre, canvas.Ink[17], 1e-12);
        Assert.AreEqual(edge * edge, canvas.Ink[6], 1e-12);
        Assert.AreEqual(1, canvas.Ink.ToArray().Sum(), 1e-12);
    }
}
