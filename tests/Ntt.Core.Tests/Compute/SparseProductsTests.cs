using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class SparseProductsTests
{
    private static readonly int[] s_samples = [.. Widths.Sizes, 3, 7, 16, 64, 128, 300];

    [TestMethod]
    public void MultiplyMatchesThePlainProduct()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        foreach (SparseCase x in Cases(random))
        {
            float[] bias = random.Next(2) == 0 ? [] : Fill.Uniform(random, x.W.Rows);
            float[] y = x.ForRows(random);
            bool accumulate = random.Next(2) == 0;
            float[] expected = (float[])y.Clone();
            for (int row = 0; row < x.W.Rows; row++)
            {
                for (int c = 0; c < x.Samples; c++)
                {
                    double sum = (accumulate ? y[row * x.Stride + c] : 0) + (bias.Length > 0 ? bias[row] : 0);
                    for (int column = 0; column < x.W.Columns; column++)
                        sum += (double)x.Dense[row * x.W.Columns + column] * x.X[column * x.Stride + c];
                    expected[row * x.Stride + c] = (float)sum;
                }
            }
            float[]? bits = null;
            foreach (VectorWidth width in Widths.All)
            {
                float[] actual = (float[])y.Clone();
                SparseProducts.Multiply(width, team, x.W, x.X, x.Stride, x.Samples, bias, actual, x.Stride, accumulate);
                AssertClose(expected, actual, $"{x} {width}");
                CollectionAssert.AreEqual(bits ??= actual, actual, $"{x} {width}");
            }
        }
    }

    [TestMethod]
    public void MultiplyTransposedMatchesThePlainProduct()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(2);
        foreach (SparseCase x in Cases(random))
        {
            float[] y = x.ForColumns(random);
            bool accumulate = random.Next(2) == 0;
            float[] expected = (float[])y.Clone();
            for (int column = 0; column < x.W.Columns; column++)
            {
                for (int c = 0; c < x.Samples; c++)
                {
                    double sum = accumulate ? y[column * x.Stride + c] : 0;
                    for (int row = 0; row < x.W.Rows; row++)
                        sum += (double)x.Dense[row * x.W.Columns + column] * x.G[row * x.Stride + c];
                    expected[column * x.Stride + c] = (float)sum;
                }
            }
            float[]? bits = null;
            foreach (VectorWidth width in Widths.All)
            {
                float[] actual = (float[])y.Clone();
                SparseProducts.MultiplyTransposed(width, team, x.W, x.G, x.Stride, x.Samples, actual, x.Stride, accumulate);
                AssertClose(expected, actual, $"{x} {width}");
                CollectionAssert.AreEqual(bits ??= actual, actual, $"{x} {width}");
            }
        }
    }

    [TestMethod]
    public void SampledProductMatchesThePlainSums()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(3);
        foreach (SparseCase x in Cases(random))
        {
            float[] start = Fill.Uniform(random, x.W.Count + 2);
            bool accumulate = random.Next(2) == 0;
            float[] expected = (float[])start.Clone();
            for (int row = 0; row < x.W.Rows; row++)
            {
                for (int e = x.W.RowStart[row]; e < x.W.RowStart[row + 1]; e++)
                {
                    double sum = accumulate ? start[e] : 0;
                    for (int c = 0; c < x.Samples; c++)
                        sum += (double)x.G[row * x.Stride + c] * x.X[x.W.ColumnIndex[e] * x.Stride + c];
                    expected[e] = (float)sum;
                }
            }
            foreach (VectorWidth width in Widths.All)
            {
                float[] actual = (float[])start.Clone();
                SparseProducts.SampledProduct(width, team, x.W, x.G, x.Stride, x.X, x.Stride, x.Samples, actual, accumulate);
                AssertClose(expected, actual, $"{x} {width}");
            }
        }
    }

    [TestMethod]
    [DataRow(64)]
    [DataRow(700)]
    public void HasTheSameBitsForEveryNumberOfThreads(int samples)
    {
        var random = new Random(4);
        var x = SparseCase.Draw(random, 300, 400, samples, 0.1);
        float[] bias = Fill.Uniform(random, 300);
        float[][]? expected = null;
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new WorkerTeam(threads);
            var y = new float[x.W.Rows * x.Stride];
            var back = new float[x.W.Columns * x.Stride];
            var gradient = new float[x.W.Count];
            SparseProducts.Multiply(team, x.W, x.X, x.Stride, samples, bias, y, x.Stride, accumulate: false);
            SparseProducts.MultiplyTransposed(team, x.W, x.G, x.Stride, samples, back, x.Stride, accumulate: false);
            SparseProducts.SampledProduct(team, x.W, x.G, x.Stride, x.X, x.Stride, samples, gradient, accumulate: false);
            expected ??= [y, back, gradient];
            CollectionAssert.AreEqual(expected[0], y);
            CollectionAssert.AreEqual(expected[1], back);
            CollectionAssert.AreEqual(expected[2], gradient);
        }
    }

    [TestMethod]
    public void SeesValuesThatAreChangedInPlace()
    {
        using var team = new WorkerTeam(1);
        var w = SparseMatrix.FromKept(2, 2, [1, 2], [3, 5]);
        w.Values[0] = 7;
        var y = new float[2];
        SparseProducts.Multiply(team, w, [1, 10], 1, 1, [], y, 1, accumulate: false);
        CollectionAssert.AreEqual(new float[] { 70, 5 }, y);
        SparseProducts.MultiplyTransposed(team, w, [1, 10], 1, 1, y, 1, accumulate: false);
        CollectionAssert.AreEqual(new float[] { 50, 7 }, y);
    }

    [TestMethod]
    public void NothingKeptGivesTheBiasOrZeros()
    {
        using var team = new WorkerTeam(2);
        var w = SparseMatrix.FromKept(2, 3, [], []);
        float[] y = [9, 9, 9, 9], back = [9, 9, 9, 9, 9, 9];
        SparseProducts.Multiply(team, w, new float[6], 2, 2, [1, 2], y, 2, accumulate: false);
        CollectionAssert.AreEqual(new float[] { 1, 1, 2, 2 }, y);
        SparseProducts.MultiplyTransposed(team, w, y, 2, 2, back, 2, accumulate: false);
        CollectionAssert.AreEqual(new float[6], back);
        SparseProducts.SampledProduct(team, w, y, 2, back, 2, 2, [], accumulate: false);
    }

    [TestMethod]
    public void NoSamplesGiveEmptySums()
    {
        using var team = new WorkerTeam(2);
        var w = SparseMatrix.FromKept(2, 3, [0, 4], [1, 2]);
        float[] sums = [7, 7];
        SparseProducts.Multiply(team, w, [], 0, 0, [], [], 0, accumulate: false);
        SparseProducts.SampledProduct(team, w, [], 0, [], 0, 0, sums, accumulate: true);
        CollectionAssert.AreEqual(new float[] { 7, 7 }, sums);
        SparseProducts.SampledProduct(team, w, [], 0, [], 0, 0, sums, accumulate: false);
        CollectionAssert.AreEqual(new float[] { 0, 0 }, sums);
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        var w = SparseMatrix.FromKept(2, 3, [0, 4], [1, 2]);
        float[] four = new float[4], six = new float[6], two = new float[2];
        Refusal.Of<ArgumentNullException>("team", () => SparseProducts.Multiply(null!, w, six, 2, 2, [], four, 2, false));
        Refusal.Of<ArgumentNullException>("w", () => SparseProducts.Multiply(team, null!, six, 2, 2, [], four, 2, false));
        Refusal.Of<ArgumentOutOfRangeException>("samples", () => SparseProducts.Multiply(team, w, six, 2, -2, [], four, 2, false));
        Refusal.Of<ArgumentOutOfRangeException>("ldx", () => SparseProducts.Multiply(team, w, six, 1, 2, [], four, 2, false));
        Refusal.Of<ArgumentOutOfRangeException>("ldy", () => SparseProducts.Multiply(team, w, six, 2, 2, [], four, 1, false));
        Refusal.Of<ArgumentException>("x", () => SparseProducts.Multiply(team, w, new float[5], 2, 2, [], four, 2, false));
        Refusal.Of<ArgumentException>("y", () => SparseProducts.Multiply(team, w, six, 2, 2, [], new float[3], 2, false));
        Refusal.Of<ArgumentException>("bias", () => SparseProducts.Multiply(team, w, six, 2, 2, [1], four, 2, false));
        Refusal.Of<ArgumentOutOfRangeException>("ldg", () => SparseProducts.MultiplyTransposed(team, w, four, 1, 2, six, 2, false));
        Refusal.Of<ArgumentException>("g", () => SparseProducts.MultiplyTransposed(team, w, two, 2, 2, six, 2, false));
        Refusal.Of<ArgumentException>("y", () => SparseProducts.MultiplyTransposed(team, w, four, 2, 2, four, 2, false));
        Refusal.Of<ArgumentException>("g", () => SparseProducts.SampledProduct(team, w, two, 2, six, 2, 2, two, false));
        Refusal.Of<ArgumentException>("x", () => SparseProducts.SampledProduct(team, w, four, 2, four, 2, 2, two, false));
        Refusal.Of<ArgumentException>("result", () => SparseProducts.SampledProduct(team, w, four, 2, six, 2, 2, new float[1], false));
    }

    private static IEnumerable<SparseCase> Cases(Random random)
    {
        foreach (int samples in s_samples)
        {
            for (int trial = 0; trial < 4; trial++)
            {
                int rows = Widths.Sizes[random.Next(Widths.Sizes.Length)], columns = Widths.Sizes[random.Next(Widths.Sizes.Length)];
                yield return SparseCase.Draw(random, rows, columns, samples, random.NextDouble());
            }
        }
    }

    private static void AssertClose(float[] expected, float[] actual, string message)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 2e-5f, $"{message} at {i}");
    }
}
