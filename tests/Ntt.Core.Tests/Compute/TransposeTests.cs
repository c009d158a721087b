using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class TransposeTests
{
    [TestMethod]
    public void CopyTransposes()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        int[] sizes = [.. Widths.Sizes, 16, 32, 257];
        foreach (int rows in sizes)
        {
            foreach (int columns in sizes)
            {
                int sourceStride = columns + random.Next(3), targetStride = rows + random.Next(3);
                float[] source = Fill.Uniform(random, rows * sourceStride), target = Fill.Uniform(random, columns * targetStride);
                float[] expected = (float[])target.Clone();
                for (int row = 0; row < rows; row++)
                    for (int column = 0; column < columns; column++)
                        expected[column * targetStride + row] = source[row * sourceStride + column];
                Transpose.Copy(team, rows, columns, source, sourceStride, target, targetStride);
                CollectionAssert.AreEqual(expected, target, $"{rows} x {columns}");
            }
        }
    }

    [TestMethod]
    public void GatherPicksAndNormalisesSamples()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(2);
        foreach (int count in Widths.Sizes)
        {
            foreach ((int features, int blocks) in new[] { (1, 1), (15, 3), (48, 3), (65, 1), (600, 2), (784, 1), (31, 0), (700, 700) })
            {
                float[] samples = Fill.Uniform(random, 20 * features), mean = Fill.Uniform(random, blocks), scale = Fill.Uniform(random, blocks);
                int[] rows = [.. Enumerable.Range(0, count).Select(_ => random.Next(20))];
                int stride = count + random.Next(3);
                float[] target = Fill.Uniform(random, features * stride);
                float[] expected = (float[])target.Clone();
                for (int i = 0; i < count; i++)
                {
                    for (int f = 0; f < features; f++)
                    {
                        float x = samples[rows[i] * features + f];
                        int block = blocks == 0 ? 0 : f / (features / blocks);
                        expected[f * stride + i] = blocks == 0 ? x : (x - mean[block]) * scale[block];
                    }
                }
                Transpose.Gather(team, samples, features, rows, mean, scale, target, stride);
                CollectionAssert.AreEqual(expected, target, $"{count} samples of {features} in {blocks}");
            }
        }
    }

    [TestMethod]
    public void NothingToDoIsDone()
    {
        using var team = new WorkerTeam(2);
        Transpose.Copy(team, 0, 3, [], 3, [], 0);
        Transpose.Copy(team, 3, 0, [], 0, [], 3);
        Transpose.Gather(team, [], 0, [], [], [], [], 0);
        Transpose.Gather(team, new float[4], 2, [], [], [], [], 0);
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        float[] six = new float[6];
        Refusal.Of<ArgumentNullException>("team", () => Transpose.Copy(null!, 2, 3, six, 3, six, 2));
        Refusal.Of<ArgumentOutOfRangeException>("rows", () => Transpose.Copy(team, -2, 3, six, 3, six, 2));
        Refusal.Of<ArgumentOutOfRangeException>("columns", () => Transpose.Copy(team, 2, -3, six, 3, six, 2));
        Refusal.Of<ArgumentOutOfRangeException>("sourceStride", () => Transpose.Copy(team, 2, 3, six, 2, six, 2));
        Refusal.Of<ArgumentOutOfRangeException>("targetStride", () => Transpose.Copy(team, 2, 3, six, 3, six, 1));
        Refusal.Of<ArgumentException>("source", () => Transpose.Copy(team, 2, 3, new float[5], 3, six, 2));
        Refusal.Of<ArgumentException>("target", () => Transpose.Copy(team, 2, 3, six, 3, new float[5], 2));
        Refusal.Of<ArgumentOutOfRangeException>("features", () => Transpose.Gather(team, six, -3, [0, 1], [], [], six, 2));
        Refusal.Of<ArgumentOutOfRangeException>("rows", () => Transpose.Gather(team, six, 3, [0, 2], [], [], six, 2));
        Refusal.Of<ArgumentOutOfRangeException>("rows", () => Transpose.Gather(team, six, 3, [-1], [], [], six, 2));
        Refusal.Of<ArgumentOutOfRangeException>("targetStride", () => Transpose.Gather(team, six, 3, [0, 1], [], [], six, 1));
        Refusal.Of<ArgumentException>("target", () => Transpose.Gather(team, six, 3, [0, 1], [], [], new float[5], 2));
        Refusal.Of<ArgumentException>("mean", () => Transpose.Gather(team, six, 3, [0, 1], [1, 2], [1, 2], six, 2));
        Refusal.Of<ArgumentException>("scale", () => Transpose.Gather(team, six, 3, [0, 1], [1], [], six, 2));
    }
}
