using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class PoolingTests
{
    private static readonly (int Channels, int Height, int Width, int Size, int Stride)[] s_windows =
    [
        (3, 4, 6, 2, 2), (2, 5, 7, 2, 2), (2, 5, 4, 3, 1), (1, 7, 7, 3, 2), (2, 7, 5, 2, 3), (2, 3, 3, 3, 5), (4, 2, 3, 1, 1), (2, 6, 3, 3, 3), (1, 3, 5, 1, 2),
    ];

    [TestMethod]
    public void MaximumMatchesThePlainOneAndKeepsTheFirstOfEquals()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        foreach ((int channels, int height, int width, int size, int stride) in s_windows)
        {
            foreach (int columns in new[] { 1, 3, 16, 33 })
            {
                // Few different values, so that there are equals.
                float[] x = [.. Fill.Uniform(random, channels * height * width * columns).Select(v => MathF.Round(2 * v))];
                List<int[]> taps = [.. Windows(channels, height, width, size, stride)];
                float[] y = new float[taps.Count * columns];
                int[] argument = new int[y.Length];
                MaxPooling.Forward(team, channels, height, width, size, stride, columns, x, y, argument);
                for (int window = 0; window < taps.Count; window++)
                {
                    for (int n = 0; n < columns; n++)
                    {
                        float[] values = [.. taps[window].Select(position => x[position * columns + n])];
                        Assert.AreEqual(values.Max(), y[window * columns + n]);
                        Assert.AreEqual(Array.IndexOf(values, values.Max()), argument[window * columns + n]);
                    }
                }
            }
        }
    }

    [TestMethod]
    public void NotANumberStaysVisible()
    {
        using var team = new WorkerTeam(1);
        foreach (int columns in new[] { 1, 40 })
        {
            for (int place = 0; place < 4; place++)
            {
                float[] x = Enumerable.Range(0, 4 * columns).Select(i => i / columns == place ? float.NaN : i).ToArray();
                float[] y = new float[columns];
                int[] argument = new int[columns];
                MaxPooling.Forward(team, 1, 2, 2, 2, 2, columns, x, y, argument);
                Assert.IsTrue(y.All(float.IsNaN) && argument.All(at => at == place), $"{place} of {columns}");
            }
        }
    }

    [TestMethod]
    public void TangentAndAdjointOfTheMaximumFollowTheArgument()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(2);
        foreach ((int channels, int height, int width, int size, int stride) in s_windows)
        {
            foreach (ColumnLayout layout in new[] { ColumnLayout.PerSample(5), ColumnLayout.PerOutput(3, 16, 17), ColumnLayout.PerOutput(2, 1), ColumnLayout.PerOutput(4, 16) })
            {
                List<int[]> taps = [.. Windows(channels, height, width, size, stride)];
                float[] x = Fill.Uniform(random, channels * height * width * layout.Samples), y = new float[taps.Count * layout.Samples];
                int[] argument = new int[y.Length];
                MaxPooling.Forward(team, channels, height, width, size, stride, layout.Samples, x, y, argument);

                float[] xDot = Fill.Uniform(random, channels * height * width * layout.Columns), xBar = [.. xDot];
                float[] yBar = Fill.Uniform(random, taps.Count * layout.Columns), yDot = [.. yBar];
                double[] expectedTangent = new double[yDot.Length], expectedAdjoint = new double[xBar.Length];
                for (int window = 0; window < taps.Count; window++)
                {
                    foreach (ColumnSegment segment in layout.Segments)
                        for (int column = 0; column < segment.Repeats * segment.Count; column++)
                        {
                            int sample = segment.Sample + column % segment.Count;
                            int from = taps[window][argument[window * layout.Samples + sample]] * layout.Columns + segment.Column + column;
                            int to = window * layout.Columns + segment.Column + column;
                            expectedTangent[to] = xDot[from];
                            expectedAdjoint[from] += yBar[to];
                        }
                }
                foreach (VectorWidth vectors in Widths.All)
                {
                    // Whatever the targets hold is overwritten.
                    MaxPooling.Tangent(vectors, team, channels, height, width, size, stride, layout, argument, xDot, yDot);
                    MaxPooling.Adjoint(vectors, team, channels, height, width, size, stride, layout, argument, yBar, xBar);
                    Near.AreEqual(expectedTangent, yDot, 0, $"tangent {height} x {width}, {size} by {stride}, {vectors}");
                    Near.AreEqual(expectedAdjoint, xBar, 1e-5, $"adjoint {height} x {width}, {size} by {stride}, {vectors}");
                    Array.Fill(yDot, 5);
                    Array.Fill(xBar, 5);
                }
            }
        }
    }

    [TestMethod]
    public void MeanAndItsAdjointMatchThePlainOnes()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(3);
        foreach ((int channels, int height, int width, int size, int stride) in s_windows)
        {
            foreach (int columns in new[] { 1, 3, 16, 33 })
            {
                List<int[]> taps = [.. Windows(channels, height, width, size, stride)];
                float[] x = Fill.Uniform(random, channels * height * width * columns), xBar = [.. x];
                float[] yBar = Fill.Uniform(random, taps.Count * columns), y = [.. yBar];
                double[] expected = new double[y.Length], expectedAdjoint = new double[x.Length];
                for (int window = 0; window < taps.Count; window++)
                {
                    foreach (int position in taps[window])
                        for (int n = 0; n < columns; n++)
                        {
                            expected[window * columns + n] += (double)x[position * columns + n] / (size * size);
                            expectedAdjoint[position * columns + n] += (double)yBar[window * columns + n] / (size * size);
                        }
                }
                AveragePooling.Forward(team, channels, height, width, size, stride, columns, x, y);
                AveragePooling.Adjoint(team, channels, height, width, size, stride, columns, yBar, xBar);
                Near.AreEqual(expected, y, 1e-6, $"mean {height} x {width}, {size} by {stride}");
                Near.AreEqual(expectedAdjoint, xBar, 1e-6, $"adjoint {height} x {width}, {size} by {stride}");
            }
        }
    }

    [TestMethod]
    public void HasTheSameBitsForEveryNumberOfThreads()
    {
        var random = new Random(4);
        ColumnLayout layout = ColumnLayout.PerOutput(3, 16, 17);
        float[] x = Fill.Uniform(random, 5 * 30 * 31 * layout.Columns), g = Fill.Uniform(random, 5 * 14 * 15 * layout.Columns);
        int[] argument = [.. Enumerable.Range(0, 5 * 14 * 15 * layout.Samples).Select(_ => random.Next(9))];
        float[][]? expected = null;
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new WorkerTeam(threads);
            float[][] results = [new float[g.Length], new float[x.Length], new float[g.Length], new float[x.Length]];
            MaxPooling.Tangent(team, 5, 30, 31, 3, 2, layout, argument, x, results[0]);
            MaxPooling.Adjoint(team, 5, 30, 31, 3, 2, layout, argument, g, results[1]);
            AveragePooling.Forward(team, 5, 30, 31, 3, 2, layout.Columns, x, results[2]);
            AveragePooling.Adjoint(team, 5, 30, 31, 3, 2, layout.Columns, g, results[3]);
            expected ??= results;
            for (int i = 0; i < results.Length; i++)
                CollectionAssert.AreEqual(expected[i], results[i], $"result {i}, {threads} threads");
        }
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        ColumnLayout layout = ColumnLayout.PerSample(1);
        float[] x = new float[9], y = new float[1];
        int[] argument = new int[1];
        Refusal.Of<ArgumentNullException>("team", () => MaxPooling.Forward(null!, 1, 3, 3, 2, 2, 1, x, y, argument));
        Refusal.Of<ArgumentOutOfRangeException>("channels", () => MaxPooling.Forward(team, 0, 3, 3, 2, 2, 1, x, y, argument));
        Refusal.Of<ArgumentOutOfRangeException>("size", () => MaxPooling.Forward(team, 1, 3, 3, 4, 2, 1, x, y, argument));
        Refusal.Of<ArgumentOutOfRangeException>("size", () => AveragePooling.Forward(team, 1, 3, 2, 3, 2, 1, x, y));
        Refusal.Of<ArgumentOutOfRangeException>("stride", () => AveragePooling.Adjoint(team, 1, 3, 3, 2, 0, 1, y, x));
        Refusal.Of<ArgumentOutOfRangeException>("columns", () => MaxPooling.Forward(team, 1, 3, 3, 2, 2, -1, x, y, argument));
        Refusal.Of<ArgumentException>("x", () => MaxPooling.Forward(team, 1, 3, 3, 2, 2, 2, x, y, argument));
        Refusal.Of<ArgumentException>("y", () => MaxPooling.Forward(team, 1, 3, 3, 2, 2, 1, x, [], argument));
        Refusal.Of<ArgumentException>("argument", () => MaxPooling.Forward(team, 1, 3, 3, 2, 2, 1, x, y, []));
        Refusal.Of<ArgumentException>("argument", () => MaxPooling.Tangent(team, 1, 3, 3, 2, 2, layout, [], x, y));
        Refusal.Of<ArgumentException>("xBar", () => MaxPooling.Adjoint(team, 1, 3, 3, 2, 2, layout, argument, y, y));
        Refusal.Of<ArgumentException>("yBar", () => AveragePooling.Adjoint(team, 1, 3, 3, 2, 2, 1, [], x));
    }

    /// <summary>The input positions of each window.</summary>
    private static IEnumerable<int[]> Windows(int channels, int height, int width, int size, int stride)
    {
        for (int channel = 0; channel < channels; channel++)
            for (int y = 0; y + size <= height; y += stride)
                for (int x = 0; x + size <= width; x += stride)
                    yield return [.. Enumerable.Range(0, size * size).Select(tap => (channel * height + y + tap / size) * width + x + tap % size)];
    }
}
