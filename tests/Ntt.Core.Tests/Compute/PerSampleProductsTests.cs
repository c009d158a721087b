using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class PerSampleProductsTests
{
    private const double Tolerance = 1e-4;

    [TestMethod]
    public void ProductsMatchThePlainSums()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        foreach (ConvolutionGeometry geometry in ConvolutionCase.Geometries())
        {
            ColumnLayout layout = Layouts()[random.Next(Layouts().Length)];
            int[]? kept = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, geometry.WeightCount).Where(i => random.Next(3) == 0 && i / geometry.Columns % 5 != 3)];
            int all = kept?.Length ?? geometry.WeightCount;
            int first = random.Next(all / 2 + 1), rows = random.Next(3) == 0 ? all - first : random.Next(all - first + 1);
            AssertProducts(team, geometry, layout, kept, first, rows, random);
        }
    }

    [TestMethod]
    public void EveryLayoutOfColumnsIsRight()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(2);
        var geometry = ConvolutionGeometry.Same(2, 4, 4, 3, 3, 3, 1);
        foreach (ColumnLayout layout in Layouts())
            AssertProducts(team, geometry, layout, null, 0, geometry.WeightCount, random);
    }

    [TestMethod]
    public void HasTheSameBitsForEveryNumberOfThreads()
    {
        var random = new Random(3);
        var geometry = ConvolutionGeometry.Valid(9, 10, 9, 7, 3, 3, 1);
        ColumnLayout layout = ColumnLayout.PerOutput(10, 16, 17);
        float[] x = Fill.Uniform(random, geometry.InputSize * layout.Samples), g = Fill.Uniform(random, geometry.OutputSize * layout.Columns);
        float[] v = Fill.Uniform(random, geometry.WeightCount * layout.Columns);
        float[][]? expected = null;
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new WorkerTeam(threads);
            float[][] results = [new float[v.Length], new float[g.Length], new float[x.Length]];
            PerSampleProducts.Jacobian(team, geometry, layout, null, 0, geometry.WeightCount, x, g, results[0]);
            PerSampleProducts.AddTangent(team, geometry, layout, null, 0, geometry.WeightCount, v, x, results[1]);
            PerSampleProducts.AddAdjoint(team, geometry, layout, null, 0, geometry.WeightCount, v, g, results[2]);
            expected ??= results;
            for (int i = 0; i < results.Length; i++)
                CollectionAssert.AreEqual(expected[i], results[i], $"result {i}, {threads} threads");
        }
    }

    [TestMethod]
    public void ATangentInOnePassIsThatOfSeparatePasses()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(6);
        foreach (ConvolutionGeometry geometry in ConvolutionCase.Geometries())
        {
            ColumnLayout layout = Layouts()[random.Next(Layouts().Length)];
            // Some filters have no weights, the first and the last among them.
            int[]? kept = random.Next(3) == 0 ? null
                : [.. Enumerable.Range(geometry.Columns, geometry.WeightCount - 2 * geometry.Columns).Where(i => random.Next(3) == 0 && i / geometry.Columns % 5 != 3)];
            int rows = kept?.Length ?? geometry.WeightCount;
            float[] x = Fill.Uniform(random, geometry.InputSize * layout.Samples), v = Fill.Uniform(random, rows * layout.Columns);
            float[] bias = Fill.Uniform(random, geometry.Filters * layout.Columns), gate = Fill.Uniform(random, geometry.OutputSize * layout.Samples);
            float[] start = Fill.Uniform(random, geometry.OutputSize * layout.Columns);
            foreach (VectorWidth width in Widths.All)
            {
                foreach (bool accumulate in new[] { false, true })
                {
                    float[] expected = [.. start.Select((value, i) => bias[i / layout.Columns / geometry.Positions * layout.Columns + i % layout.Columns] + (accumulate ? value : 0))];
                    PerSampleProducts.AddTangent(width, team, geometry, layout, kept, 0, rows, v, x, expected);
                    string message = $"{geometry} {layout.Columns} columns of {layout.Samples}, {rows} rows, {(accumulate ? "added" : "set")} {width}";
                    float[] open = [.. start];
                    PerSampleProducts.Tangent(width, team, geometry, layout, kept, v, bias, x, [], open, accumulate);
                    CollectionAssert.AreEqual(expected, open, message);
                    Relu.Gate(team, geometry.OutputSize, layout, gate, expected);
                    float[] gated = [.. start];
                    PerSampleProducts.Tangent(width, team, geometry, layout, kept, v, bias, x, gate, gated, accumulate);
                    CollectionAssert.AreEqual(expected, gated, $"gated {message}");
                }
            }
        }
    }

    [TestMethod]
    public void NoRowsAndNoSamplesLeaveEverythingAsItIs()
    {
        using var team = new WorkerTeam(2);
        var geometry = ConvolutionGeometry.Valid(1, 3, 3, 2, 2, 2, 1);
        float[] x = Enumerable.Repeat(3f, 27).ToArray(), g = Enumerable.Repeat(4f, 48).ToArray();
        PerSampleProducts.AddTangent(team, geometry, ColumnLayout.PerOutput(2, 1, 2), [], 0, 0, [], x, g);
        PerSampleProducts.AddAdjoint(team, geometry, ColumnLayout.PerOutput(2, 1, 2), null, 8, 0, [], g, x);
        PerSampleProducts.Jacobian(team, geometry, ColumnLayout.PerOutput(2, 0), null, 0, 8, [], [], []);
        PerSampleProducts.AddTangent(team, geometry, ColumnLayout.PerOutput(2, 0), null, 0, 8, [], [], []);
        PerSampleProducts.AddAdjoint(team, geometry, ColumnLayout.PerOutput(2, 0), null, 0, 8, [], [], []);
        Assert.IsTrue(x.All(value => value == 3) && g.All(value => value == 4));
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        var geometry = ConvolutionGeometry.Valid(1, 3, 3, 2, 2, 2, 1);
        ColumnLayout layout = ColumnLayout.PerOutput(2, 1, 2);
        float[] x = new float[27], g = new float[48], v = new float[48];
        Refusal.Of<ArgumentNullException>("team", () => PerSampleProducts.Jacobian(null!, geometry, layout, null, 0, 8, x, g, v));
        Refusal.Of<ArgumentNullException>("geometry", () => PerSampleProducts.Jacobian(team, null!, layout, null, 0, 8, x, g, v));
        Refusal.Of<ArgumentNullException>("layout", () => PerSampleProducts.Jacobian(team, geometry, null!, null, 0, 8, x, g, v));
        Refusal.Of<ArgumentOutOfRangeException>("firstRow", () => PerSampleProducts.Jacobian(team, geometry, layout, null, 9, 0, x, g, v));
        Refusal.Of<ArgumentOutOfRangeException>("rows", () => PerSampleProducts.Jacobian(team, geometry, layout, null, 1, 8, x, g, v));
        Refusal.Of<ArgumentOutOfRangeException>("rows", () => PerSampleProducts.Jacobian(team, geometry, layout, [1, 2], 1, 2, x, g, v));
        Refusal.Of<ArgumentException>("x", () => PerSampleProducts.Jacobian(team, geometry, layout, null, 0, 8, x.AsSpan(1), g, v));
        Refusal.Of<ArgumentException>("g", () => PerSampleProducts.Jacobian(team, geometry, layout, null, 0, 8, x, g.AsSpan(1), v));
        Refusal.Of<ArgumentException>("jacobian", () => PerSampleProducts.Jacobian(team, geometry, layout, null, 0, 8, x, g, v.AsSpan(1)));
        Refusal.Of<ArgumentException>("v", () => PerSampleProducts.AddTangent(team, geometry, layout, null, 0, 8, v.AsSpan(1), x, g));
        Refusal.Of<ArgumentException>("x", () => PerSampleProducts.AddTangent(team, geometry, layout, null, 0, 8, v, x.AsSpan(1), g));
        Refusal.Of<ArgumentException>("zDot", () => PerSampleProducts.AddTangent(team, geometry, layout, null, 0, 8, v, x, g.AsSpan(1)));
        float[] bias = new float[12], gate = new float[24];
        Refusal.Of<ArgumentException>("bias", () => PerSampleProducts.Tangent(VectorWidth.Scalar, team, geometry, layout, null, v, bias.AsSpan(1), x, gate, g, false));
        Refusal.Of<ArgumentException>("gate", () => PerSampleProducts.Tangent(VectorWidth.Scalar, team, geometry, layout, null, v, bias, x, gate.AsSpan(1), g, false));
        Refusal.Of<ArgumentException>("zDot", () => PerSampleProducts.Tangent(VectorWidth.Scalar, team, geometry, layout, null, v, bias, x, gate, g.AsSpan(1), false));
        Refusal.Of<ArgumentException>("v", () => PerSampleProducts.AddAdjoint(team, geometry, layout, null, 0, 8, v.AsSpan(1), g, x));
        Refusal.Of<ArgumentException>("g", () => PerSampleProducts.AddAdjoint(team, geometry, layout, null, 0, 8, v, g.AsSpan(1), x));
        Refusal.Of<ArgumentException>("xBar", () => PerSampleProducts.AddAdjoint(team, geometry, layout, null, 0, 8, v, g, x.AsSpan(1)));
    }

    /// <summary>Samples below, at and above the widths of vectors, outputs that do not fill a tile, one and two segments.</summary>
    private static ColumnLayout[] Layouts() =>
    [
        ColumnLayout.PerSample(5), ColumnLayout.PerOutput(2, 1), ColumnLayout.PerOutput(3, 16), ColumnLayout.PerOutput(4, 7, 9),
        ColumnLayout.PerOutput(7, 17, 18), ColumnLayout.PerOutput(10, 3, 4), ColumnLayout.PerOutput(11, 33, 1), ColumnLayout.PerOutput(5, 5, 5),
    ];

    private static void AssertProducts(
        WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? kept, int first, int rows, Random random)
    {
        float[] x = Fill.Uniform(random, geometry.InputSize * layout.Samples), g = Fill.Uniform(random, geometry.OutputSize * layout.Columns);
        float[] v = Fill.Uniform(random, rows * layout.Columns);
        var jacobian = new double[rows * layout.Columns];
        double[] zDot = [.. g.Select(value => (double)value)], xBar = [.. x.Select(value => (double)value)];
        foreach ((int row, int input, int output, int column, int sample) in Meetings(geometry, layout, kept, first, rows))
        {
            int inRow = row * layout.Columns + column, inX = input * layout.Samples + sample, inG = output * layout.Columns + column;
            jacobian[inRow] += (double)g[inG] * x[inX];
            zDot[inG] += (double)v[inRow] * x[inX];
            xBar[inX] += (double)v[inRow] * g[inG];
        }
        float[][]? bits = null;
        foreach (VectorWidth width in Widths.All)
        {
            string message = $"{geometry} {layout.Columns} columns of {layout.Samples}, {(kept is null ? "all" : "kept")} {first} + {rows} {width}";
            float[][] actual = [[.. v], [.. g], [.. x]];
            PerSampleProducts.Jacobian(width, team, geometry, layout, kept, first, rows, x, g, actual[0]);
            PerSampleProducts.AddTangent(width, team, geometry, layout, kept, first, rows, v, x, actual[1]);
            PerSampleProducts.AddAdjoint(width, team, geometry, layout, kept, first, rows, v, g, actual[2]);
            Near.AreEqual(jacobian, actual[0], Tolerance, message);
            Near.AreEqual(zDot, actual[1], Tolerance, message);
            Near.AreEqual(xBar, actual[2], Tolerance, message);
            bits ??= actual;
            for (int i = 0; i < actual.Length; i++)
                CollectionAssert.AreEqual(bits[i], actual[i], $"result {i} {message}");
        }
    }

    private static IEnumerable<(int Row, int Input, int Output, int Column, int Sample)> Meetings(
        ConvolutionGeometry g, ColumnLayout layout, int[]? kept, int first, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            (int filter, int element) = Math.DivRem(kept?[first + row] ?? first + row, g.Columns);
            (int channel, int tap) = Math.DivRem(element, g.KernelHeight * g.KernelWidth);
            for (int position = 0; position < g.Positions; position++)
            {
                int y = position / g.OutputWidth * g.Stride + tap / g.KernelWidth - g.PadTop;
                int x = position % g.OutputWidth * g.Stride + tap % g.KernelWidth - g.PadLeft;
                if (y < 0 || y >= g.Height || x < 0 || x >= g.Width)
                    continue;
                foreach (ColumnSegment segment in layout.Segments)
                    for (int a = 0; a < segment.Repeats; a++)
                        for (int i = 0; i < segment.Count; i++)
                            yield return (
                                row, (channel * g.Height + y) * g.Width + x, filter * g.Positions + position,
                                segment.Column + a * segment.Count + i, segment.Sample + i);
            }
        }
    }
}
