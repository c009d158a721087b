using Ntt.Compute;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class TopSelectionTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(64)]
    [DataRow(501)]
    public void Highest_IsASortByScoreAndIndex(int count)
    {
        var random = new RandomStream(count, "scores");
        Func<float>[] kinds =
        [
            () => (float)random.NextNormal(),
            () => random.NextInt(5) - 2,
            () => random.NextInt(2) == 0 ? 0f : -0f,
            () => (float)(random.NextNormal() * Math.Pow(10, random.NextInt(60) - 40)),
            () => BitConverter.UInt32BitsToSingle(0x3F80_0000 + (uint)random.NextInt(3)),
            () => random.NextInt(4) switch { 0 => float.PositiveInfinity, 1 => float.NegativeInfinity, 2 => float.Epsilon, _ => 0 },
        ];
        foreach (var next in kinds)
        {
            var scores = Enumerable.Range(0, count).Select(_ => next()).ToArray();
            foreach (var kept in new[] { 0, 1, count / 3, count / 2, count - 1, count })
            {
                // OrderBy is stable, so that ties stay in the order of their indices.
                var expected = Enumerable.Range(0, count).OrderByDescending(index => scores[index] + 0f).Take(kept).Order().ToArray();
                CollectionAssert.AreEqual(expected, TopSelection.Highest(scores, kept), $"{kept} of {string.Join(' ', scores)}");
            }
        }
    }

    [TestMethod]
    public void AllEqual_KeepsTheFirst()
        => CollectionAssert.AreEqual(Enumerable.Range(0, 4).ToArray(), TopSelection.Highest(new float[9], 4));

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    [DataRow(5)]
    public void NaN_IsRefused(int kept)
    {
        var problem = Assert.ThrowsExactly<ArgumentException>(() => TopSelection.Highest([1, 2, 3, float.NaN, 4], kept));
        StringAssert.Contains(problem.Message, "Score 3 is NaN");
    }

    [TestMethod]
    public void CountOutsideTheScores_IsRefused()
    {
        Assert.AreEqual(4, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => TopSelection.Highest([1, 2, 3], 4)).ActualValue);
        Assert.AreEqual(-1, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => TopSelection.Highest([1, 2, 3], -1)).ActualValue);
    }
}
