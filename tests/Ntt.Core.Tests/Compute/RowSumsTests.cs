using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class RowSumsTests
{
    [TestMethod]
    public void MatchesThePlainSums()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        foreach (int columns in Widths.Sizes)
        {
            int rows = Widths.Sizes[random.Next(Widths.Sizes.Length)], stride = columns + random.Next(3);
            float[] x = Fill.Uniform(random, rows * stride), start = Fill.Uniform(random, rows);
            foreach (VectorWidth width in Widths.All)
            {
                foreach (bool accumulate in new[] { false, true })
                {
                    float[] sums = (float[])start.Clone();
                    RowSums.Compute(width, team, rows, columns, x, stride, sums, accumulate);
                    for (int row = 0; row < rows; row++)
                    {
                        double expected = accumulate ? start[row] : 0;
                        for (int c = 0; c < columns; c++)
                            expected += x[row * stride + c];
                        Assert.AreEqual(expected, sums[row], 1e-5, $"{rows} x {columns} {width}");
                    }
                }
            }
        }
    }

    [TestMethod]
    public void HasTheSameBitsForEveryNumberOfThreads()
    {
        float[] x = Fill.Uniform(new Random(2), 500 * 700);
        float[]? expected = null;
        for (int threads = 1; threads <= 3; threads++)
        {
            using var team = new WorkerTeam(threads);
            var sums = new float[500];
            RowSums.Compute(team, 500, 700, x, 700, sums, accumulate: false);
            CollectionAssert.AreEqual(expected ??= sums, sums);
        }
    }

    [TestMethod]
    public void EmptyRowsGiveZeros()
    {
        using var team = new WorkerTeam(1);
        float[] sums = [1, 2];
        RowSums.Compute(team, 2, 0, [], 0, sums, accumulate: false);
        CollectionAssert.AreEqual(new float[2], sums);
        RowSums.Compute(team, 0, 3, [], 3, [], accumulate: false);
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        Refusal.Of<ArgumentNullException>("team", () => RowSums.Compute(null!, 1, 1, new float[1], 1, new float[1], false));
        Refusal.Of<ArgumentOutOfRangeException>("rows", () => RowSums.Compute(team, -1, 1, new float[1], 1, new float[1], false));
        Refusal.Of<ArgumentOutOfRangeException>("columns", () => RowSums.Compute(team, 1, -1, new float[1], 1, new float[1], false));
        Refusal.Of<ArgumentOutOfRangeException>("stride", () => RowSums.Compute(team, 1, 2, new float[2], 1, new float[1], false));
        Refusal.Of<ArgumentException>("x", () => RowSums.Compute(team, 2, 2, new float[3], 2, new float[2], false));
        Refusal.Of<ArgumentException>("sums", () => RowSums.Compute(team, 2, 2, new float[4], 2, new float[1], false));
    }
}
