using Ntt.Compute;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class ApportionmentTests
{
    [TestMethod]
    public void Shares_AreThoseOfOneAfterTheOther()
    {
        // The definition, seat by seat, on seeded cases with bounds; each total continues the one before.
        var random = new RandomStream(3, "apportionment");
        for (var trial = 0; trial < 40; trial++)
        {
            var count = 1 + random.NextInt(6);
            var weights = new double[count];
            var (minima, maxima) = (new int[count], new int[count]);
            for (var index = 0; index < count; index++)
            {
                weights[index] = Math.Exp(4 * random.NextDouble());
                minima[index] = random.NextInt(3) == 0 ? random.NextInt(20) : 0;
                maxima[index] = minima[index] + random.NextInt(60);
            }

            var expected = (int[])minima.Clone();
            for (var total = minima.Sum(); total <= maxima.Sum(); total++)
            {
                CollectionAssert.AreEqual(expected, Apportionment.Shares(total, weights, minima, maxima), $"trial {trial}, total {total}");
                var next = Enumerable.Range(0, count).Where(index => expected[index] < maxima[index])
                    .OrderByDescending(index => weights[index] / ((2.0 * expected[index]) + 1)).ThenBy(index => index).FirstOrDefault(-1);
                if (next >= 0)
                {
                    expected[next]++;
                }
            }
        }
    }

    [TestMethod]
    public void EqualClaims_AreServedInOrder()
    {
        CollectionAssert.AreEqual(new[] { 1, 1, 0 }, Apportionment.Shares(2, [2, 2, 2], [0, 0, 0], [5, 5, 5]));
        CollectionAssert.AreEqual(new[] { 2, 1, 1 }, Apportionment.Shares(4, [2, 2, 2], [0, 0, 0], [5, 5, 5]));
    }

    [TestMethod]
    public void LargeTotals_AreProportional_AndExact()
    {
        var shares = Apportionment.Shares(1_000_003, [1, 2, 7], [0, 0, 0], [5_000_000, 5_000_000, 400_000]);
        Assert.AreEqual(1_000_003, shares.Sum());
        CollectionAssert.AreEqual(new[] { 200_001, 400_002, 400_000 }, shares);
    }
}
