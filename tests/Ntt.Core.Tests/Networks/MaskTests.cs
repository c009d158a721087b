using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Core.Tests.Networks;

[TestClass]
public sealed class MaskTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(7, 9)]
    [DataRow(8, 8)]
    [DataRow(5, 13)]
    [DataRow(17, 31)]
    public void Indices_ComeBackAscending(int rows, int columns)
    {
        var random = new RandomStream(1, "mask");
        var kept = Enumerable.Range(0, rows * columns).Where(_ => random.NextDouble() < 0.4).ToArray();
        var shuffled = (int[])kept.Clone();
        random.Shuffle(shuffled);
        var mask = Mask.FromIndices(rows, columns, shuffled);
        CollectionAssert.AreEqual(kept, mask.KeptIndices());
        Assert.AreEqual(kept.Length, mask.KeptCount);
        Assert.AreEqual((double)kept.Length / (rows * columns), mask.Density);
        for (var index = 0; index < mask.Count; index++)
        {
            Assert.AreEqual(kept.Contains(index), mask[index], $"index {index}");
        }
    }

    [TestMethod]
    public void All_KeepsEverything_AndNothingKeepsNothing()
    {
        var all = Mask.All(5, 13);
        Assert.AreEqual(65, all.KeptCount);
        CollectionAssert.AreEqual(Enumerable.Range(0, 65).ToArray(), all.KeptIndices());
        var nothing = Mask.FromIndices(5, 13, []);
        Assert.AreEqual(0, nothing.KeptCount);
        Assert.IsEmpty(nothing.KeptIndices());
        Assert.AreEqual(65, all.CountNotIn(nothing));
        Assert.AreEqual(0, nothing.CountNotIn(all));
    }

    [TestMethod]
    public void LargestMask_HasAllItsWeights() => Assert.AreEqual(int.MaxValue, Mask.FromIndices(1, int.MaxValue, [int.MaxValue - 1]).Count);

    [TestMethod]
    public void CountNotIn_CountsOneSide()
    {
        var one = Mask.FromIndices(10, 10, [0, 63, 64, 99]);
        var two = Mask.FromIndices(10, 10, [63, 98]);
        Assert.AreEqual(3, one.CountNotIn(two));
        Assert.AreEqual(1, two.CountNotIn(one));
    }

    [TestMethod]
    public void BadInput_IsRefused()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Mask.FromIndices(2, 3, [4, 1, 4])).Message, "4 is given twice");
        Assert.AreEqual(6, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Mask.FromIndices(2, 3, [6])).ActualValue);
        Assert.AreEqual(-1, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Mask.FromIndices(2, 3, [-1])).ActualValue);
        Assert.AreEqual("rows", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Mask.All(0, 3)).ParamName);
        Assert.AreEqual("columns", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Mask.All(3, 0)).ParamName);
        foreach (var tooMany in new Action[] { () => Mask.All(65536, 65536), () => Mask.FromIndices(46341, 46341, []), () => Mask.FromIndices(1 << 30, 2, []) })
        {
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(tooMany).Message, "rows * columns must be at most 2147483647");
        }

        var mask = Mask.All(2, 3);
        Assert.AreEqual("index", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mask[6]).ParamName);
        Assert.AreEqual("index", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mask[-1]).ParamName);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => mask.CountNotIn(Mask.All(3, 2))).Message, "3 x 2");
    }
}
