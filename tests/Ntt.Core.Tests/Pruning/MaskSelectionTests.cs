using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class MaskSelectionTests
{
    private static readonly WeightShape[] s_shapes = [new("fc1", 2, 3, 3, 2), new("fc2", 1, 2, 2, 1)];

    [TestMethod]
    [DataRow(0.05, 235_200, 11_760)]
    [DataRow(0.03, 235_200, 7_056)]
    [DataRow(0.03, 30_000, 900)]
    [DataRow(0.03, 1_000, 30)]
    [DataRow(0.01, 1_000, 10)]
    [DataRow(0.03, 266_200, 7_986)]
    [DataRow(0.5, 3, 2)]
    [DataRow(0.5, 5, 3)]
    [DataRow(0.1, 4, 0)]
    [DataRow(0.1, 5, 1)]
    [DataRow(1e-300, 1_000_000, 0)]
    [DataRow(1.0, 7, 7)]
    [DataRow(0.999999, 7, 7)]
    [DataRow(0.29, 50, 15)]
    public void KeptCount_IsRounded(double density, int count, int expected) => Assert.AreEqual(expected, MaskSelection.KeptCount(density, count));

    [TestMethod]
    public void Layerwise_KeepsTheFractionOfEveryLayer()
    {
        var masks = MaskSelection.Highest(s_shapes, [[1, 6, 2, 5, 3, 4], [0.1f, 0.2f]], 0.5, PruningAllocation.Layerwise);
        Assert.AreEqual("1 3 5 | 1", Kept(masks));
        Assert.AreEqual((2, 3), (masks[0].Rows, masks[0].Columns));
    }

    [TestMethod]
    public void Global_LetsLayersCompete()
    {
        Assert.AreEqual("1 3 4 5 | ", Kept(MaskSelection.Highest(s_shapes, [[1, 6, 2, 5, 3, 4], [0.1f, 0.2f]], 0.5, PruningAllocation.Global)));
        Assert.AreEqual("1 3 | 0 1", Kept(MaskSelection.Highest(s_shapes, [[1, 6, 2, 5, 3, 4], [9, 8]], 0.5, PruningAllocation.Global)));
        Assert.AreEqual(" | 0", Kept(MaskSelection.Highest(s_shapes, [[1, 6, 2, 5, 3, 4], [9, 8]], 0.125, PruningAllocation.Global)));
    }

    [TestMethod]
    public void GlobalTies_GoToTheEarlierLayer_ThenToTheLowerIndex()
    {
        Assert.AreEqual("0 1 2 3 4 | ", Kept(MaskSelection.Highest(s_shapes, [new float[6], new float[2]], 0.6, PruningAllocation.Global)));
        Assert.AreEqual("2 5 | 0", Kept(MaskSelection.Highest(s_shapes, [[0, 0, 1, 0, 0, 1], [1, 1]], 0.375, PruningAllocation.Global)));
    }

    [TestMethod]
    public void NegativeScores_RankBelowZero()
        => Assert.AreEqual("0 2 3 | 0", Kept(MaskSelection.Highest(s_shapes, [[-1, -3, 0, -2, -4, -5], [-7, -8]], 0.5, PruningAllocation.Layerwise)));

    [TestMethod]
    public void ADensityThatLeavesALayerWithoutWeights_IsAllowed()
        => Assert.AreEqual("5 | ", Kept(MaskSelection.Highest(s_shapes, [[0, 1, 2, 3, 4, 5], [6, 7]], 0.2, PruningAllocation.Layerwise)));

    [TestMethod]
    public void DensityOne_KeepsAll()
    {
        foreach (var allocation in Enum.GetValues<PruningAllocation>())
        {
            Assert.AreEqual("0 1 2 3 4 5 | 0 1", Kept(MaskSelection.Highest(s_shapes, [new float[6], [-1, float.NegativeInfinity]], 1, allocation)));
        }
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(-0.1)]
    [DataRow(1.0000001)]
    [DataRow(double.NaN)]
    public void DensityOutsideItsRange_IsRefused(double density)
    {
        var problem = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => MaskSelection.Highest(s_shapes, [new float[6], new float[2]], density, PruningAllocation.Global));
        Assert.AreEqual("density", problem.ParamName);
        Assert.AreEqual(density, problem.ActualValue);
        StringAssert.Contains(problem.Message, "greater than 0 and at most 1");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => MaskSelection.KeptCount(density, 5));
    }

    [TestMethod]
    public void ScoresThatDoNotFit_AreRefused()
    {
        foreach (var scores in new float[][][] { [new float[6]], [new float[6], new float[3]] })
        {
            var problem = Assert.ThrowsExactly<ArgumentException>(() => MaskSelection.Highest(s_shapes, scores, 0.5, PruningAllocation.Global));
            Assert.AreEqual("scores", problem.ParamName);
        }

        var unknown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => MaskSelection.Highest(s_shapes, [new float[6], new float[2]], 0.5, (PruningAllocation)9));
        Assert.AreEqual("allocation", unknown.ParamName);
        foreach (var allocation in Enum.GetValues<PruningAllocation>())
        {
            // Under uniform-plus there is no such density, and its layers never keep nothing.
            var density = allocation == PruningAllocation.UniformPlus ? 0.3 : 0.01;
            Assert.ThrowsExactly<ArgumentException>(() => MaskSelection.Highest(s_shapes, [new float[6], [0, float.NaN]], density, allocation));
        }
    }

    private static string Kept(Mask[] masks) => string.Join(" | ", masks.Select(mask => string.Join(' ', mask.KeptIndices())));
}
