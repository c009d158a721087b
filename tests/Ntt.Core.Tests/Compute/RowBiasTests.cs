using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class RowBiasTests
{
    [TestMethod]
    public void AddsEachRowsNumber()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        foreach (int columns in Widths.Sizes)
        {
            int rows = Widths.Sizes[random.Next(Widths.Sizes.Length)], stride = columns + random.Next(3);
            float[] z = Fill.Uniform(random, rows * stride), bias = Fill.Uniform(random, rows);
            float[] expected = (float[])z.Clone();
            for (int row = 0; row < rows; row++)
                for (int c = 0; c < columns; c++)
                    expected[row * stride + c] += bias[row];
            foreach (VectorWidth width in Widths.All)
            {
                float[] actual = (float[])z.Clone();
                RowBias.Add(width, team, rows, columns, actual, stride, bias);
                CollectionAssert.AreEqual(expected, actual, $"{rows} x {columns} {width}");
            }
        }
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        float[] four = new float[4], two = new float[2];
        Refusal.Of<ArgumentNullException>("team", () => RowBias.Add(null!, 2, 2, four, 2, two));
        Refusal.Of<ArgumentOutOfRangeException>("rows", () => RowBias.Add(team, -2, 2, four, 2, two));
        Refusal.Of<ArgumentOutOfRangeException>("columns", () => RowBias.Add(team, 2, -2, four, 2, two));
        Refusal.Of<ArgumentOutOfRangeException>("stride", () => RowBias.Add(team, 2, 2, four, 1, two));
        Refusal.Of<ArgumentException>("z", () => RowBias.Add(team, 2, 3, four, 3, two));
        Refusal.Of<ArgumentException>("bias", () => RowBias.Add(team, 2, 2, four, 2, []));
    }
}
