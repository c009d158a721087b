using Ntt.Networks;

namespace Ntt.Core.Tests.Networks;

[TestClass]
public sealed class LayerWeightsTests
{
    private static readonly WeightShape s_shape = new("fc1", 2, 3, 3, 2);

    [TestMethod]
    public void Prune_KeepsTheChosenWeightsAndTheBiases()
    {
        var dense = LayerWeights.Dense(s_shape, [1, 2, 3, 4, 5, 6], [7, 8]);
        var pruned = dense.Prune(Mask.FromIndices(2, 3, [5, 0, 4]));
        CollectionAssert.AreEqual(new float[] { 1, 5, 6 }, pruned.Values);
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 0, 5, 6 }, pruned.ToDense());
        CollectionAssert.AreEqual(new float[] { 7, 8 }, pruned.Bias);
        Assert.AreEqual(3, pruned.KeptCount);
        Assert.AreEqual(6, dense.KeptCount);
        Assert.IsNull(dense.Mask);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, dense.ToDense());
    }

    [TestMethod]
    public void PruningAPrunedLayer_BringsPrunedWeightsBackAsZero()
    {
        var once = LayerWeights.Dense(s_shape, [1, 2, 3, 4, 5, 6], [7, 8]).Prune(Mask.FromIndices(2, 3, [0, 1]));
        var twice = once.Prune(Mask.FromIndices(2, 3, [1, 2]));
        CollectionAssert.AreEqual(new float[] { 2, 0 }, twice.Values);
    }

    [TestMethod]
    public void Prune_AndClone_AndToDense_Copy()
    {
        var dense = LayerWeights.Dense(s_shape, [1, 2, 3, 4, 5, 6], [7, 8]);
        var pruned = dense.Prune(Mask.All(2, 3));
        var clone = pruned.Clone();
        foreach (var copy in new[] { pruned, clone, dense.Clone() })
        {
            copy.Values[0] = 100;
            copy.Bias[0] = 100;
        }

        dense.ToDense()[1] = 100;
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, dense.Values);
        CollectionAssert.AreEqual(new float[] { 7, 8 }, dense.Bias);
        clone.Values[5] = 50;
        Assert.AreEqual(6, pruned.Values[5]);
    }

    [TestMethod]
    public void LengthsThatDisagree_AreRefused()
    {
        var weights = Assert.ThrowsExactly<ArgumentException>(() => LayerWeights.Dense(s_shape, new float[5], new float[2]));
        StringAssert.Contains(weights.Message, "fc1 needs 6 values");
        StringAssert.Contains(weights.Message, "5 were given");
        Assert.AreEqual("weights", weights.ParamName);
        Assert.AreEqual("bias", Assert.ThrowsExactly<ArgumentException>(() => LayerWeights.Dense(s_shape, new float[6], new float[3])).ParamName);
        Assert.AreEqual(
            "kept", Assert.ThrowsExactly<ArgumentException>(() => LayerWeights.Pruned(s_shape, Mask.FromIndices(2, 3, [1]), new float[2], new float[2])).ParamName);
    }

    [TestMethod]
    [DataRow(3, 2)]
    [DataRow(3, 3)]
    [DataRow(2, 2)]
    public void AMaskOfAnotherShape_IsRefused(int rows, int columns)
    {
        var dense = LayerWeights.Dense(s_shape, new float[6], new float[2]);
        foreach (var prune in new Action[]
        {
            () => LayerWeights.Pruned(s_shape, Mask.All(rows, columns), new float[rows * columns], new float[2]), () => dense.Prune(Mask.All(rows, columns)),
        })
        {
            var mask = Assert.ThrowsExactly<ArgumentException>(prune);
            StringAssert.Contains(mask.Message, $"{rows} x {columns}");
            StringAssert.Contains(mask.Message, "2 x 3");
            Assert.AreEqual("mask", mask.ParamName);
        }
    }
}
