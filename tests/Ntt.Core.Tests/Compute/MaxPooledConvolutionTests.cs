using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

/// <summary>Convolution, rectifier and max-pool at once, against separate passes.</summary>
[TestClass]
public class MaxPooledConvolutionTests
{
    [TestMethod]
    public void IsBitIdenticalToSeparatePasses()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        foreach (ConvolutionGeometry geometry in ConvolutionCase.Geometries().Where(g => g.Stride == 1 && Math.Min(g.OutputHeight, g.OutputWidth) >= 2))
        {
            foreach (int columns in new[] { 16, 48 })
                AssertSame(team, ConvolutionCase.Draw(random, geometry, columns, 0.4));
        }
    }

    [TestMethod]
    [DataRow(3, 40, 16)]
    [DataRow(70, 11, 144)]
    [DataRow(150, 21, 32)]
    public void WindowsOfEveryShapeGiveTheSame(int channels, int size, int columns)
    {
        ConvolutionGeometry geometry = ConvolutionGeometry.Valid(channels, size, size + 1, 5, 3, 3, 1);
        ConvolutionCase drawn = ConvolutionCase.Draw(new Random(2), geometry, columns, 0.05);
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new WorkerTeam(threads);
            AssertSame(team, drawn);
        }
    }

    [TestMethod]
    public void NotANumberStaysVisible()
    {
        using var team = new WorkerTeam(1);
        ConvolutionCase drawn = ConvolutionCase.Draw(new Random(3), ConvolutionGeometry.Same(2, 6, 6, 4, 3, 3, 1), 16, 0.7);
        for (int i = 0; i < drawn.X.Length; i += 61)
            drawn.X[i] = float.NaN;
        AssertSame(team, drawn);
    }

    [TestMethod]
    public void NeedsWholeVectorsAndWindowsOfTwoByTwo()
    {
        var geometry = ConvolutionGeometry.Same(1, 8, 8, 2, 3, 3, 1);
        Assert.IsTrue(Convolution.CanMaxPool(geometry, new PoolingWindows(2, 8, 8, 2, 2), 32));
        Assert.IsFalse(Convolution.CanMaxPool(geometry, new PoolingWindows(2, 8, 8, 3, 2), 32));
        Assert.IsFalse(Convolution.CanMaxPool(geometry, new PoolingWindows(2, 8, 8, 2, 1), 32));
        Assert.IsFalse(Convolution.CanMaxPool(ConvolutionGeometry.Same(1, 8, 8, 2, 3, 3, 2), new PoolingWindows(2, 4, 4, 2, 2), 32));
        Assert.AreEqual(VectorWidths.Widest == VectorWidth.Scalar, Convolution.CanMaxPool(geometry, new PoolingWindows(2, 8, 8, 2, 2), 33));
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        const VectorWidth Width = VectorWidth.Scalar;
        var geometry = ConvolutionGeometry.Valid(1, 3, 3, 2, 2, 2, 1);
        var windows = new PoolingWindows(2, 2, 2, 2, 2);
        var w = SparseMatrix.FromKept(2, 4, [1], [2]);
        float[] x = new float[9 * 16], y = new float[2 * 16], bias = new float[2];
        int[] places = new int[2 * 16];
        Refusal.Of<ArgumentException>("windows", () => Convolution.MaxPooledForward(Width, team, geometry, w, bias, true, new PoolingWindows(1, 2, 2, 2, 2), x, y, places, 16));
        Refusal.Of<ArgumentException>("windows", () => Convolution.MaxPooledForward(Width, team, geometry, w, bias, true, new PoolingWindows(2, 2, 2, 2, 1), x, y, places, 16));
        Refusal.Of<ArgumentException>("w", () => Convolution.MaxPooledForward(Width, team, geometry, SparseMatrix.FromKept(2, 3, [1], [2]), bias, true, windows, x, y, places, 16));
        Refusal.Of<ArgumentException>("bias", () => Convolution.MaxPooledForward(Width, team, geometry, w, bias.AsSpan(1), true, windows, x, y, places, 16));
        Refusal.Of<ArgumentException>("x", () => Convolution.MaxPooledForward(Width, team, geometry, w, bias, true, windows, x.AsSpan(1), y, places, 16));
        Refusal.Of<ArgumentException>("y", () => Convolution.MaxPooledForward(Width, team, geometry, w, bias, true, windows, x, y.AsSpan(1), places, 16));
        Refusal.Of<ArgumentException>("places", () => Convolution.MaxPooledForward(Width, team, geometry, w, bias, true, windows, x, y, places.AsSpan(1), 16));
    }

    private static void AssertSame(WorkerTeam team, ConvolutionCase drawn)
    {
        ConvolutionGeometry geometry = drawn.Geometry;
        var windows = new PoolingWindows(geometry.Filters, geometry.OutputHeight, geometry.OutputWidth, 2, 2);
        int count = windows.Count * drawn.Columns;
        foreach (bool rectify in new[] { false, true })
        {
            float[] image = new float[geometry.OutputSize * drawn.Columns], expected = new float[count];
            int[] winners = new int[count];
            Convolution.Forward(team, geometry, drawn.Sparse, drawn.Bias, drawn.X, image, drawn.Columns, accumulate: false);
            if (rectify)
                Relu.Forward(team, geometry.OutputSize, drawn.Columns, image, drawn.Columns, []);
            MaxPooling.Forward(team, windows.Channels, windows.Height, windows.Width, 2, 2, drawn.Columns, image, expected, winners);
            foreach (VectorWidth width in Widths.All)
            {
                string message = $"{drawn} {width} rectified {rectify}";
                float[] actual = new float[count], alone = new float[count];
                int[] places = new int[count];
                Convolution.MaxPooledForward(width, team, geometry, drawn.Sparse, drawn.Bias, rectify, windows, drawn.X, actual, places, drawn.Columns);
                Convolution.MaxPooledForward(width, team, geometry, drawn.Sparse, drawn.Bias, rectify, windows, drawn.X, alone, [], drawn.Columns);
                CollectionAssert.AreEqual(expected, actual, message);
                CollectionAssert.AreEqual(expected, alone, message);
                for (int i = 0; i < count; i++)
                {
                    // Behind a rectifier all places of a window that is 0 are as good.
                    if (!rectify || actual[i] > 0)
                        Assert.AreEqual(winners[i], places[i], $"place {i}, {message}");
                }
            }
        }
    }
}
