using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class ReluTests
{
    [TestMethod]
    public void ForwardAddsTheBiasAndCutsOffBelowZero()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        foreach (int columns in Widths.Sizes)
        {
            int rows = Widths.Sizes[random.Next(Widths.Sizes.Length)], stride = columns + random.Next(3);
            float[] z = Fill.Uniform(random, rows * stride);
            float[] bias = random.Next(3) == 0 ? [] : Fill.Uniform(random, rows);
            float[] expected = (float[])z.Clone();
            for (int row = 0; row < rows; row++)
                for (int c = 0; c < columns; c++)
                    expected[row * stride + c] = Math.Max(0, z[row * stride + c] + (bias.Length > 0 ? bias[row] : 0));
            foreach (VectorWidth width in Widths.All)
            {
                float[] actual = (float[])z.Clone();
                Relu.Forward(width, team, rows, columns, actual, stride, bias);
                CollectionAssert.AreEqual(expected, actual, $"{rows} x {columns} {width}");
            }
        }
    }

    [TestMethod]
    public void GateShutsEveryBlockOfColumns()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(2);
        foreach (int columns in Widths.Sizes)
        {
            int rows = Widths.Sizes[random.Next(Widths.Sizes.Length)], repeats = random.Next(4);
            int stride = columns + random.Next(3), valuesStride = repeats * columns + random.Next(3);
            float[] activation = Fill.Uniform(random, rows * stride), values = Fill.Uniform(random, rows * valuesStride);
            for (int i = 0; i < activation.Length; i += 5)
                activation[i] = 0;
            float[] expected = (float[])values.Clone();
            for (int row = 0; row < rows; row++)
            {
                for (int c = 0; c < repeats * columns; c++)
                {
                    if (activation[row * stride + c % columns] <= 0)
                        expected[row * valuesStride + c] = 0;
                }
            }
            foreach (VectorWidth width in Widths.All)
            {
                float[] actual = (float[])values.Clone();
                Relu.Gate(width, team, rows, columns, activation, stride, repeats, actual, valuesStride);
                CollectionAssert.AreEqual(expected, actual, $"{rows} x {columns} x {repeats} {width}");
            }
        }
    }

    [TestMethod]
    public void GateOfALayoutIsThatOfEachColumnsSample()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(7);
        foreach (ColumnLayout layout in new[] { ColumnLayout.PerSample(5), ColumnLayout.PerOutput(3, 16, 17), ColumnLayout.PerOutput(10, 33), ColumnLayout.PerOutput(2, 1, 2) })
        {
            const int Rows = 7;
            float[] activation = [.. Fill.Uniform(random, Rows * layout.Samples).Select(value => MathF.Max(0, value))];
            float[] values = Fill.Uniform(random, Rows * layout.Columns), expected = [.. values];
            foreach (ColumnSegment segment in layout.Segments)
                for (int row = 0; row < Rows; row++)
                    for (int column = 0; column < segment.Repeats * segment.Count; column++)
                        if (activation[row * layout.Samples + segment.Sample + column % segment.Count] == 0)
                            expected[row * layout.Columns + segment.Column + column] = 0;
            foreach (VectorWidth width in Widths.All)
            {
                float[] actual = [.. values];
                Relu.Gate(width, team, Rows, layout, activation, actual);
                CollectionAssert.AreEqual(expected, actual, $"{layout.Columns} columns of {layout.Samples} {width}");
            }
        }
    }

    [TestMethod]
    public void NotANumberStaysVisible()
    {
        using var team = new WorkerTeam(1);
        foreach (VectorWidth width in Widths.All)
        {
            var z = new float[17];
            z[0] = z[16] = float.NaN;
            Relu.Forward(width, team, 1, 17, z, 17, []);
            Assert.IsTrue(float.IsNaN(z[0]) && float.IsNaN(z[16]) && z[1] == 0, $"{width}");
        }
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        float[] four = new float[4];
        Refusal.Of<ArgumentNullException>("team", () => Relu.Forward(null!, 2, 2, four, 2, []));
        Refusal.Of<ArgumentOutOfRangeException>("rows", () => Relu.Forward(team, -2, 2, four, 2, []));
        Refusal.Of<ArgumentOutOfRangeException>("columns", () => Relu.Forward(team, 2, -2, four, 2, []));
        Refusal.Of<ArgumentOutOfRangeException>("stride", () => Relu.Forward(team, 2, 2, four, 1, []));
        Refusal.Of<ArgumentException>("z", () => Relu.Forward(team, 2, 3, four, 3, []));
        Refusal.Of<ArgumentException>("bias", () => Relu.Forward(team, 2, 2, four, 2, [1]));
        Refusal.Of<ArgumentOutOfRangeException>("repeats", () => Relu.Gate(team, 2, 2, four, 2, -1, four, 2));
        Refusal.Of<ArgumentOutOfRangeException>("activationStride", () => Relu.Gate(team, 2, 2, four, 1, 1, four, 2));
        Refusal.Of<ArgumentOutOfRangeException>("valuesStride", () => Relu.Gate(team, 2, 2, four, 2, 2, four, 2));
        Refusal.Of<ArgumentOutOfRangeException>("valuesStride", () => Relu.Gate(team, 0, 65_536, [], 65_536, 65_536, [], 65_536));
        Refusal.Of<ArgumentException>("activation", () => Relu.Gate(team, 2, 2, new float[3], 2, 1, four, 2));
        Refusal.Of<ArgumentException>("values", () => Relu.Gate(team, 2, 2, four, 2, 2, four, 4));
        ColumnLayout layout = ColumnLayout.PerSample(2);
        Refusal.Of<ArgumentNullException>("layout", () => Relu.Gate(team, 2, null!, four, four));
        Refusal.Of<ArgumentException>("activation", () => Relu.Gate(team, 2, layout, new float[3], four));
        Refusal.Of<ArgumentException>("values", () => Relu.Gate(team, 3, layout, new float[6], four));
    }
}
