using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

/// <summary>The per-sample products behind a max-pool against those at the convolution's output, and against plain sums.</summary>
[TestClass]
public class PooledProductsTests
{
    private const double Tolerance = 1e-4;

    [TestMethod]
    public void ProductsMatchThePlainSums()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        foreach (ConvolutionGeometry geometry in ConvolutionCase.Geometries())
        {
            foreach (int size in new[] { 1, 2, 3 })
            {
                if (size > Math.Min(geometry.OutputHeight, geometry.OutputWidth))
                    continue;
                ColumnLayout layout = Layouts()[random.Next(Layouts().Length)];
                int[]? kept = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, geometry.WeightCount).Where(i => random.Next(3) == 0 && i / geometry.Columns % 5 != 3)];
                int all = kept?.Length ?? geometry.WeightCount;
                int first = random.Next(all / 2 + 1), rows = random.Next(3) == 0 ? all - first : random.Next(all - first + 1);
                AssertProducts(team, geometry, Draw(random, geometry, size, 1 + random.Next(3), layout.Samples), layout, kept, first, rows, random);
            }
        }
    }

    [TestMethod]
    public void EveryLayoutOfColumnsIsRight()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(2);
        var geometry = ConvolutionGeometry.Same(2, 7, 6, 3, 3, 3, 1);
        foreach (ColumnLayout layout in Layouts())
            AssertProducts(team, geometry, Draw(random, geometry, 2, 2, layout.Samples), layout, null, 0, geometry.WeightCount, random);
    }

    [TestMethod]
    public void MoreWindowsAndRowsThanABlockHoldsAreRight()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(3);
        var geometry = ConvolutionGeometry.Valid(9, 18, 19, 3, 3, 3, 1);
        ColumnLayout layout = ColumnLayout.PerOutput(7, 9);
        AssertProducts(team, geometry, Draw(random, geometry, 2, 2, layout.Samples), layout, null, 0, geometry.WeightCount, random);
    }

    [TestMethod]
    public void WinnersOfAForwardPassAreThoseOfTheUnpooledProducts()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(4);
        var geometry = ConvolutionGeometry.Same(3, 7, 9, 4, 3, 3, 2);
        ColumnLayout layout = ColumnLayout.PerOutput(3, 8, 9);
        var windows = new PoolingWindows(geometry.Filters, geometry.OutputHeight, geometry.OutputWidth, 2, 2);
        float[] z = new float[geometry.OutputSize * layout.Samples], y = new float[windows.Count * layout.Samples];
        // Three values only: most windows have a tie.
        for (int i = 0; i < z.Length; i++)
            z[i] = random.Next(3);
        var places = new int[y.Length];
        MaxPooling.Forward(team, windows.Channels, windows.Height, windows.Width, 2, 2, layout.Samples, z, y, places);
        float[] x = Fill.Uniform(random, geometry.InputSize * layout.Samples), g = Fill.Uniform(random, windows.Count * layout.Columns);
        var unpooled = new float[geometry.OutputSize * layout.Columns];
        MaxPooling.Adjoint(team, windows.Channels, windows.Height, windows.Width, 2, 2, layout, places, g, unpooled);
        float[] expected = new float[geometry.WeightCount * layout.Columns], actual = new float[expected.Length];
        PerSampleProducts.Jacobian(team, geometry, layout, null, 0, geometry.WeightCount, x, unpooled, expected);
        PerSampleProducts.PooledJacobian(team, geometry, new MaxPoolWinners(windows, places), layout, null, 0, geometry.WeightCount, x, g, actual);
        Near.AreEqual([.. expected.Select(value => (double)value)], actual, Tolerance, "Jacobian");

        var zDot = new float[unpooled.Length];
        float[] yDot = new float[g.Length], pooled = new float[g.Length];
        PerSampleProducts.AddTangent(team, geometry, layout, null, 0, geometry.WeightCount, expected, x, zDot);
        MaxPooling.Tangent(team, windows.Channels, windows.Height, windows.Width, 2, 2, layout, places, zDot, yDot);
        PerSampleProducts.AddPooledTangent(team, geometry, new MaxPoolWinners(windows, places), layout, null, 0, geometry.WeightCount, expected, x, pooled);
        Near.AreEqual([.. yDot.Select(value => (double)value)], pooled, Tolerance, "tangent");

        float[] xBar = new float[x.Length], fromPooled = new float[x.Length];
        PerSampleProducts.AddAdjoint(team, geometry, layout, null, 0, geometry.WeightCount, expected, unpooled, xBar);
        PerSampleProducts.AddPooledAdjoint(team, geometry, new MaxPoolWinners(windows, places), layout, null, 0, geometry.WeightCount, expected, g, fromPooled);
        Near.AreEqual([.. xBar.Select(value => (double)value)], fromPooled, Tolerance, "adjoint");
    }

    [TestMethod]
    public void HasTheSameBitsForEveryNumberOfThreads()
    {
        var random = new Random(5);
        var geometry = ConvolutionGeometry.Valid(9, 11, 9, 7, 3, 3, 1);
        ColumnLayout layout = ColumnLayout.PerOutput(10, 16, 17);
        MaxPoolWinners winners = Draw(random, geometry, 2, 2, layout.Samples);
        float[] x = Fill.Uniform(random, geometry.InputSize * layout.Samples), g = Fill.Uniform(random, winners.Windows.Count * layout.Columns);
        float[] v = Fill.Uniform(random, geometry.WeightCount * layout.Columns);
        float[][]? expected = null;
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new WorkerTeam(threads);
            float[][] results = [new float[v.Length], new float[g.Length], new float[x.Length]];
            PerSampleProducts.PooledJacobian(team, geometry, winners, layout, null, 0, geometry.WeightCount, x, g, results[0]);
            PerSampleProducts.AddPooledTangent(team, geometry, winners, layout, null, 0, geometry.WeightCount, v, x, results[1]);
            PerSampleProducts.AddPooledAdjoint(team, geometry, winners, layout, null, 0, geometry.WeightCount, v, g, results[2]);
            expected ??= results;
            for (int i = 0; i < results.Length; i++)
                CollectionAssert.AreEqual(expected[i], results[i], $"result {i}, {threads} threads");
        }
    }

    [TestMethod]
    public void NoRowsAndNoSamplesLeaveEverythingAsItIs()
    {
        using var team = new WorkerTeam(2);
        var geometry = ConvolutionGeometry.Valid(1, 3, 3, 2, 2, 2, 1);
        float[] x = Enumerable.Repeat(3f, 27).ToArray(), y = Enumerable.Repeat(4f, 12).ToArray();
        var windows = new PoolingWindows(2, 2, 2, 2, 2);
        PerSampleProducts.AddPooledTangent(team, geometry, new MaxPoolWinners(windows, new int[6]), ColumnLayout.PerOutput(2, 1, 2), [], 0, 0, [], x, y);
        PerSampleProducts.AddPooledAdjoint(team, geometry, new MaxPoolWinners(windows, new int[6]), ColumnLayout.PerOutput(2, 1, 2), [], 0, 0, [], y, x);
        PerSampleProducts.AddPooledAdjoint(team, geometry, new MaxPoolWinners(windows, []), ColumnLayout.PerOutput(2, 0), null, 0, 8, [], [], []);
        PerSampleProducts.PooledJacobian(team, geometry, new MaxPoolWinners(windows, []), ColumnLayout.PerOutput(2, 0), null, 0, 8, [], [], []);
        PerSampleProducts.AddPooledTangent(team, geometry, new MaxPoolWinners(windows, []), ColumnLayout.PerOutput(2, 0), null, 0, 8, [], [], []);
        Assert.IsTrue(x.All(value => value == 3) && y.All(value => value == 4));
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        var geometry = ConvolutionGeometry.Valid(1, 3, 3, 2, 2, 2, 1);
        ColumnLayout layout = ColumnLayout.PerOutput(2, 1, 2);
        var winners = new MaxPoolWinners(new PoolingWindows(2, 2, 2, 2, 2), new int[6]);
        var shortPlaces = new MaxPoolWinners(winners.Windows, new int[5]);
        var otherImage = new MaxPoolWinners(new PoolingWindows(2, 3, 2, 2, 2), new int[6]);
        float[] x = new float[27], g = new float[12], v = new float[48];
        Refusal.Of<ArgumentOutOfRangeException>("rows", () => PerSampleProducts.PooledJacobian(team, geometry, winners, layout, null, 1, 8, x, g, v));
        Refusal.Of<ArgumentException>("x", () => PerSampleProducts.PooledJacobian(team, geometry, winners, layout, null, 0, 8, x.AsSpan(1), g, v));
        Refusal.Of<ArgumentException>("g", () => PerSampleProducts.PooledJacobian(team, geometry, winners, layout, null, 0, 8, x, g.AsSpan(1), v));
        Refusal.Of<ArgumentException>("jacobian", () => PerSampleProducts.PooledJacobian(team, geometry, winners, layout, null, 0, 8, x, g, v.AsSpan(1)));
        Refusal.Of<ArgumentException>("winners", () => PerSampleProducts.PooledJacobian(team, geometry, shortPlaces, layout, null, 0, 8, x, g, v));
        Refusal.Of<ArgumentException>("winners", () => PerSampleProducts.PooledJacobian(team, geometry, otherImage, layout, null, 0, 8, x, g, v));
        Refusal.Of<ArgumentException>("v", () => PerSampleProducts.AddPooledTangent(team, geometry, winners, layout, null, 0, 8, v.AsSpan(1), x, g));
        Refusal.Of<ArgumentException>("yDot", () => PerSampleProducts.AddPooledTangent(team, geometry, winners, layout, null, 0, 8, v, x, g.AsSpan(1)));
        Refusal.Of<ArgumentException>("v", () => PerSampleProducts.AddPooledAdjoint(team, geometry, winners, layout, null, 0, 8, v.AsSpan(1), g, x));
        Refusal.Of<ArgumentException>("g", () => PerSampleProducts.AddPooledAdjoint(team, geometry, winners, layout, null, 0, 8, v, g.AsSpan(1), x));
        Refusal.Of<ArgumentException>("xBar", () => PerSampleProducts.AddPooledAdjoint(team, geometry, winners, layout, null, 0, 8, v, g, x.AsSpan(1)));
        Refusal.Of<ArgumentException>("winners", () => PerSampleProducts.AddPooledAdjoint(team, geometry, otherImage, layout, null, 0, 8, v, g, x));
        Refusal.Of<ArgumentException>("winners", () => PerSampleProducts.AddPooledTangent(team, geometry, shortPlaces, layout, null, 0, 8, v, x, g));
    }

    /// <summary>Samples below, at and above the widths of vectors, outputs that do not fill a tile, one and two segments.</summary>
    private static ColumnLayout[] Layouts() =>
    [
        ColumnLayout.PerSample(5), ColumnLayout.PerOutput(2, 1), ColumnLayout.PerOutput(3, 16), ColumnLayout.PerOutput(4, 7, 9),
        ColumnLayout.PerOutput(7, 17, 18), ColumnLayout.PerOutput(10, 3, 4), ColumnLayout.PerOutput(11, 33, 1),
    ];

    /// <summary>Any winners.</summary>
    private static MaxPoolWinners Draw(Random random, ConvolutionGeometry geometry, int size, int stride, int samples)
    {
        var windows = new PoolingWindows(geometry.Filters, geometry.OutputHeight, geometry.OutputWidth, size, stride);
        return new MaxPoolWinners(windows, [.. Enumerable.Range(0, windows.Count * samples).Select(_ => random.Next(size * size))]);
    }

    private static void AssertProducts(
        WorkerTeam team, ConvolutionGeometry geometry, MaxPoolWinners winners, ColumnLayout layout, int[]? kept, int first, int rows, Random random)
    {
        float[] x = Fill.Uniform(random, geometry.InputSize * layout.Samples), g = Fill.Uniform(random, winners.Windows.Count * layout.Columns);
        float[] v = Fill.Uniform(random, rows * layout.Columns);
        var jacobian = new double[rows * layout.Columns];
        double[] yDot = [.. g.Select(value => (double)value)], xBar = [.. x.Select(value => (double)value)];
        foreach ((int row, int input, int output, int column) in Meetings(geometry, winners, layout, kept, first, rows))
        {
            jacobian[row * layout.Columns + column] += (double)g[output * layout.Columns + column] * x[input];
            yDot[output * layout.Columns + column] += (double)v[row * layout.Columns + column] * x[input];
            xBar[input] += (double)v[row * layout.Columns + column] * g[output * layout.Columns + column];
        }
        float[][]? bits = null;
        foreach (VectorWidth width in Widths.All)
        {
            string message = $"{geometry} pool {winners.Windows.Size}/{winners.Windows.Stride} {layout.Columns} columns of {layout.Samples}, {(kept is null ? "all" : "kept")} {first} + {rows} {width}";
            float[][] actual = [[.. v], [.. g], [.. x]];
            PerSampleProducts.PooledJacobian(width, team, geometry, winners, layout, kept, first, rows, x, g, actual[0]);
            PerSampleProducts.AddPooledTangent(width, team, geometry, winners, layout, kept, first, rows, v, x, actual[1]);
            PerSampleProducts.AddPooledAdjoint(width, team, geometry, winners, layout, kept, first, rows, v, g, actual[2]);
            Near.AreEqual(jacobian, actual[0], Tolerance, message);
            Near.AreEqual(yDot, actual[1], Tolerance, message);
            Near.AreEqual(xBar, actual[2], Tolerance, message);
            bits ??= actual;
            for (int i = 0; i < actual.Length; i++)
                CollectionAssert.AreEqual(bits[i], actual[i], $"result {i} {message}");
        }
    }

    /// <summary>The flat indices of a row, an input value, a window and a column that meet.</summary>
    private static IEnumerable<(int Row, int Input, int Output, int Column)> Meetings(
        ConvolutionGeometry g, MaxPoolWinners winners, ColumnLayout layout, int[]? kept, int first, int rows)
    {
        PoolingWindows windows = winners.Windows;
        for (int row = 0; row < rows; row++)
        {
            (int filter, int element) = Math.DivRem(kept?[first + row] ?? first + row, g.Columns);
            (int channel, int tap) = Math.DivRem(element, g.KernelHeight * g.KernelWidth);
            for (int window = 0; window < windows.PlaneCount; window++)
            {
                foreach (ColumnSegment segment in layout.Segments)
                {
                    for (int i = 0; i < segment.Count; i++)
                    {
                        int output = filter * windows.PlaneCount + window, sample = segment.Sample + i;
                        int place = winners.Places[output * layout.Samples + sample];
                        int row0 = window / windows.OutputWidth * windows.Stride + place / windows.Size;
                        int column0 = window % windows.OutputWidth * windows.Stride + place % windows.Size;
                        int y = row0 * g.Stride + tap / g.KernelWidth - g.PadTop, x = column0 * g.Stride + tap % g.KernelWidth - g.PadLeft;
                        if (y < 0 || y >= g.Height || x < 0 || x >= g.Width)
                            continue;
                        int input = ((channel * g.Height + y) * g.Width + x) * layout.Samples + sample;
                        for (int a = 0; a < segment.Repeats; a++)
                            yield return (row, input, output, segment.Column + a * segment.Count + i);
                    }
                }
            }
        }
    }
}
