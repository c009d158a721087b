using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

/// <summary>Products at the max-pool behind a convolution, and gated ones, against the same in several passes.</summary>
[TestClass]
public class PooledConvolutionTests
{
    private const double Tolerance = 1e-4;

    [TestMethod]
    public void ProductsAreThoseOfSeparatePasses()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        foreach (ConvolutionGeometry geometry in ConvolutionCase.Geometries().Where(geometry => geometry.Stride == 1))
        {
            foreach ((int size, int stride) in new[] { (1, 1), (2, 2), (2, 3), (3, 3), (2, int.MaxValue) })
            {
                if (size > Math.Min(geometry.OutputHeight, geometry.OutputWidth))
                    continue;
                foreach (ColumnLayout layout in Layouts())
                    AssertProducts(team, geometry, size, stride, layout, 0.3, random);
            }
        }
    }

    [TestMethod]
    [DataRow(1000)]
    [DataRow(int.MaxValue)]
    public void AWindowIsNoWiderThanTheImage(int stride)
    {
        var geometry = ConvolutionGeometry.Same(3, 8, 9, 5, 3, 3, 1);
        var window = new ImageWindow(geometry, isAdjoint: false, 16, stride);
        Assert.AreEqual(new ImageWindow(geometry, isAdjoint: false, 16, unit: 9).Length, window.Length);
        Assert.AreEqual((1, 0, 9), (window.Bands, window.BandStart(0), window.BandStart(1)));
    }

    [TestMethod]
    [DataRow(3, 40, 16)]
    [DataRow(70, 9, 16)]
    [DataRow(130, 6, 7)]
    public void WindowsOfEveryShapeGiveTheSame(int channels, int size, int samples)
    {
        using var team = new WorkerTeam(3);
        AssertProducts(
            team, ConvolutionGeometry.Same(channels, size, size + 1, 5, 3, 3, 1), 2, 2, ColumnLayout.PerOutput(5, samples, samples), 0.05, new Random(2));
    }

    [TestMethod]
    public void HasTheSameBitsForEveryNumberOfThreads()
    {
        var random = new Random(3);
        var geometry = ConvolutionGeometry.Valid(20, 23, 25, 7, 3, 3, 1);
        ColumnLayout layout = ColumnLayout.PerOutput(5, 16, 16);
        ConvolutionCase x = ConvolutionCase.Draw(random, geometry, layout.Columns, 0.2);
        MaxPoolWinners winners = Draw(random, geometry, 2, 2, layout.Samples);
        float[] g = Fill.Uniform(random, winners.Windows.Count * layout.Columns), gate = Fill.Uniform(random, geometry.InputSize * layout.Samples);
        float[][]? expected = null;
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new WorkerTeam(threads);
            float[][] results = [new float[g.Length], new float[x.X.Length], new float[x.Sparse.Count]];
            Convolution.PooledForward(VectorWidths.Widest, team, geometry, x.Sparse, winners, layout, x.X, results[0]);
            Convolution.Adjoint(VectorWidths.Widest, team, geometry, x.Sparse, winners, layout, g, results[1], gate);
            Convolution.PooledWeightGradient(VectorWidths.Widest, team, geometry, x.Sparse, winners, layout, g, x.X, results[2]);
            expected ??= results;
            for (int i = 0; i < results.Length; i++)
                CollectionAssert.AreEqual(expected[i], results[i], $"result {i}, {threads} threads");
        }
    }

    [TestMethod]
    public void NeedsWholeVectorsAndWindowsThatShareNothing()
    {
        var geometry = ConvolutionGeometry.Same(1, 8, 8, 2, 3, 3, 1);
        var windows = new PoolingWindows(2, 8, 8, 2, 2);
        Assert.IsTrue(Convolution.CanPool(geometry, windows, ColumnLayout.PerOutput(3, 16, 32)));
        Assert.IsFalse(Convolution.CanPool(geometry, windows, ColumnLayout.PerOutput(3, 15, 16)));
        Assert.IsFalse(Convolution.CanPool(geometry, new PoolingWindows(2, 8, 8, 3, 2), ColumnLayout.PerOutput(3, 16, 32)));
        Assert.IsFalse(Convolution.CanGate(ConvolutionGeometry.Same(1, 8, 8, 2, 3, 3, 2), ColumnLayout.PerOutput(3, 16, 32)));
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        const VectorWidth Width = VectorWidth.Scalar;
        var geometry = ConvolutionGeometry.Valid(1, 3, 3, 2, 2, 2, 1);
        ColumnLayout layout = ColumnLayout.PerOutput(2, 1, 2);
        var w = SparseMatrix.FromKept(2, 4, [1], [2]);
        var other = SparseMatrix.FromKept(2, 3, [1], [2]);
        var winners = new MaxPoolWinners(new PoolingWindows(2, 2, 2, 2, 2), new int[6]);
        var shared = new MaxPoolWinners(new PoolingWindows(2, 2, 2, 2, 1), new int[6]);
        float[] x = new float[54], g = new float[12], gate = new float[27], gradient = new float[1];
        Refusal.Of<ArgumentException>("winners", () => Convolution.PooledForward(Width, team, geometry, w, shared, layout, x, g));
        Refusal.Of<ArgumentException>("winners", () => Convolution.PooledForward(Width, team, geometry, w, new MaxPoolWinners(winners.Windows, new int[5]), layout, x, g));
        Refusal.Of<ArgumentException>("w", () => Convolution.PooledForward(Width, team, geometry, other, winners, layout, x, g));
        Refusal.Of<ArgumentException>("x", () => Convolution.PooledForward(Width, team, geometry, w, winners, layout, x.AsSpan(1), g));
        Refusal.Of<ArgumentException>("y", () => Convolution.PooledForward(Width, team, geometry, w, winners, layout, x, g.AsSpan(1)));
        Refusal.Of<ArgumentException>("yBar", () => Convolution.Adjoint(Width, team, geometry, w, winners, layout, g.AsSpan(1), x, gate));
        Refusal.Of<ArgumentException>("xBar", () => Convolution.Adjoint(Width, team, geometry, w, winners, layout, g, x.AsSpan(1), gate));
        Refusal.Of<ArgumentException>("gate", () => Convolution.Adjoint(Width, team, geometry, w, winners, layout, g, x, gate.AsSpan(1)));
        Refusal.Of<ArgumentException>("gradient", () => Convolution.PooledWeightGradient(Width, team, geometry, w, winners, layout, g, x, []));
        Refusal.Of<ArgumentException>("structure", () => Convolution.PooledWeightGradient(Width, team, geometry, other, winners, layout, g, x, gradient));
    }

    /// <summary>Segments of whole vectors of one width or another, and of none.</summary>
    private static ColumnLayout[] Layouts() =>
        [ColumnLayout.PerSample(5), ColumnLayout.PerOutput(3, 16), ColumnLayout.PerOutput(2, 8, 24), ColumnLayout.PerOutput(3, 4, 12), ColumnLayout.PerOutput(1, 0)];

    private static MaxPoolWinners Draw(Random random, ConvolutionGeometry geometry, int size, int stride, int samples)
    {
        var windows = new PoolingWindows(geometry.Filters, geometry.OutputHeight, geometry.OutputWidth, size, stride);
        return new MaxPoolWinners(windows, [.. Enumerable.Range(0, windows.Count * samples).Select(_ => random.Next(size * size))]);
    }

    private static void AssertProducts(
        WorkerTeam team, ConvolutionGeometry geometry, int size, int stride, ColumnLayout layout, double density, Random random)
    {
        ConvolutionCase x = ConvolutionCase.Draw(random, geometry, layout.Columns, density);
        MaxPoolWinners winners = Draw(random, geometry, size, stride, layout.Samples);
        PoolingWindows windows = winners.Windows;
        float[] g = Fill.Uniform(random, windows.Count * layout.Columns), gate = Fill.Uniform(random, geometry.InputSize * layout.Samples);
        float[] y = new float[x.Y.Length], behind = new float[g.Length], yBar = new float[x.Y.Length];
        Convolution.Forward(team, geometry, x.Sparse, [], x.X, y, layout.Columns, accumulate: false);
        MaxPooling.Tangent(team, windows.Channels, windows.Height, windows.Width, size, stride, layout, winners.Places, y, behind);
        MaxPooling.Adjoint(team, windows.Channels, windows.Height, windows.Width, size, stride, layout, winners.Places, g, yBar);
        float[] xBar = new float[x.X.Length], gradient = Fill.Uniform(random, x.Sparse.Count);
        float[] start = [.. gradient];
        Convolution.Adjoint(team, geometry, x.Sparse, yBar, xBar, layout.Columns);
        float[] gated = [.. xBar];
        Relu.Gate(team, geometry.InputSize, layout, gate, gated);
        float[] fromImage = [.. xBar];
        Convolution.Adjoint(team, geometry, x.Sparse, x.Y, fromImage, layout.Columns);
        Relu.Gate(team, geometry.InputSize, layout, gate, fromImage);
        Convolution.WeightGradient(team, geometry, x.Sparse, yBar, x.X, gradient, layout.Columns);
        foreach (VectorWidth width in Widths.All)
        {
            string message = $"{geometry} pool {size}/{stride} {layout.Columns} columns of {layout.Samples} {width}";
            float[] actualBehind = Fill.Uniform(random, g.Length), actualBar = Fill.Uniform(random, xBar.Length), actualGradient = [.. start, 7];
            Convolution.PooledForward(width, team, geometry, x.Sparse, winners, layout, x.X, actualBehind);
            CollectionAssert.AreEqual(behind, actualBehind, $"forward {message}");
            Convolution.Adjoint(width, team, geometry, x.Sparse, winners, layout, g, actualBar, []);
            CollectionAssert.AreEqual(xBar, actualBar, $"adjoint {message}");
            Convolution.Adjoint(width, team, geometry, x.Sparse, winners, layout, g, actualBar, gate);
            CollectionAssert.AreEqual(gated, actualBar, $"gated {message}");
            Convolution.Adjoint(width, team, geometry, x.Sparse, null, layout, x.Y, actualBar, gate);
            CollectionAssert.AreEqual(fromImage, actualBar, $"gated without a pool {message}");
            Convolution.PooledWeightGradient(width, team, geometry, x.Sparse, winners, layout, g, x.X, actualGradient);
            Near.AreEqual([.. gradient.Select(value => (double)value), 7], actualGradient, Tolerance, $"gradient {message}");
        }
    }
}
