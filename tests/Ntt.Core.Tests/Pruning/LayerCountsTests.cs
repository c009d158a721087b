using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class LayerCountsTests
{
    /// <summary>LeNet-5-Caffe: 20 filters of 5 × 5 × 1, 50 of 5 × 5 × 20, 800 to 500, 500 to 10.</summary>
    private static readonly WeightShape[] s_lenet5 =
    [
        new("conv1", 20, 25, 25, 500, 576, 5, 5), new("conv2", 50, 500, 500, 1250, 64, 5, 5), new("fc1", 500, 800, 800, 500), new("fc2", 10, 500, 500, 10),
    ];

    private static readonly WeightShape[] s_lenet300 = [.. Architectures.LeNet300100().WeightLayers];

    [TestMethod]
    public void ErdosRenyi_IsProportionalToInputsAndOutputs()
    {
        // densities ∝ (784 + 300) / (784 · 300), ..., so counts ∝ 1084, 400, 110 as long as no layer is full: 5,324 and so on of 7,986.
        CollectionAssert.AreEqual(Rounded(7986, 1084, 400, 110), LayerCounts.Of(s_lenet300, 0.03, PruningAllocation.ErdosRenyi)!.ToArray());
        CollectionAssert.AreEqual(
            LayerCounts.Of(s_lenet300, 0.03, PruningAllocation.ErdosRenyi), LayerCounts.Of(s_lenet300, 0.03, PruningAllocation.ErdosRenyiKernel));
    }

    [TestMethod]
    public void FullLayers_LeaveTheRestToTheOthers()
    {
        // At 30 %, ε · 110 would exceed the 1,000 weights of fc3: it is full, and 78,860 are shared out 1084 : 400, of which fc2 takes less than its 30,000.
        CollectionAssert.AreEqual(
            (int[])[.. Rounded(78_860, 1084, 400), 1000], LayerCounts.Of(s_lenet300, 0.3, PruningAllocation.ErdosRenyi)!.ToArray());

        // At 60 % fc2 is full as well.
        CollectionAssert.AreEqual(new[] { 128_720, 30_000, 1000 }, LayerCounts.Of(s_lenet300, 0.6, PruningAllocation.ErdosRenyi)!.ToArray());
    }

    [TestMethod]
    public void Kernels_CountInErdosRenyiKernelAlone()
    {
        // ER: channels alone, counts ∝ (1 + 20) · 25, (20 + 50) · 25, 800 + 500, 500 + 10; conv1 has only 500 weights.
        var er = LayerCounts.Of(s_lenet5, 0.05, PruningAllocation.ErdosRenyi)!;
        CollectionAssert.AreEqual((int[])[500, .. Rounded(21_525 - 500, 1750, 1300, 510)], er);

        // ERK: counts ∝ 1 + 20 + 5 + 5, 20 + 50 + 5 + 5, 1300, 510; nothing is full but fc2 stays below its 5,000.
        CollectionAssert.AreEqual(Rounded(12_915, 31, 80, 1300, 510), LayerCounts.Of(s_lenet5, 0.03, PruningAllocation.ErdosRenyiKernel)!.ToArray());
    }

    [TestMethod]
    public void UniformPlus_KeepsTheFirstConvolution_AndAFifthOfTheLastLayer()
    {
        // 12,915 less 500 less 1,000, shared out 25,000 : 400,000.
        CollectionAssert.AreEqual((int[])[500, .. Rounded(11_415, 25_000, 400_000), 1000], LayerCounts.Of(s_lenet5, 0.03, PruningAllocation.UniformPlus)!.ToArray());

        // With enough for more than a fifth, the last layer is like the others.
        CollectionAssert.AreEqual(
            (int[])[500, .. Rounded(129_150 - 500, 25_000, 400_000, 5000)], LayerCounts.Of(s_lenet5, 0.3, PruningAllocation.UniformPlus)!.ToArray());

        // A dense first layer is like the others too.
        CollectionAssert.AreEqual((int[])[.. Rounded(7986 - 200, 235_200, 30_000), 200], LayerCounts.Of(s_lenet300, 0.03, PruningAllocation.UniformPlus)!.ToArray());
    }

    [TestMethod]
    public void UniformPlus_NeedsRoom()
    {
        // 1,500 of 430,500 weights are spoken for.
        var problem = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LayerCounts.Of(s_lenet5, 0.003, PruningAllocation.UniformPlus));
        StringAssert.Contains(problem.Message, "at least 0.003485");
        StringAssert.Contains(problem.Message, "uniform-plus");
        Assert.AreEqual(1500, LayerCounts.Of(s_lenet5, 0.003485, PruningAllocation.UniformPlus)!.Sum());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new CriterionPruner(
            Architectures.LeNet300100(), new PruningOptions { Density = 1e-4, Allocation = PruningAllocation.UniformPlus }, new MagnitudeCriterion()));
    }

    [TestMethod]
    public void Totals_AreExact_AndShrinkLayerByLayer()
    {
        foreach (var shapes in new[] { s_lenet300, s_lenet5 })
        {
            var weights = shapes.Sum(shape => shape.Count);
            foreach (var allocation in new[] { PruningAllocation.ErdosRenyi, PruningAllocation.ErdosRenyiKernel, PruningAllocation.UniformPlus })
            {
                var last = shapes.Select(shape => shape.Count).ToArray();
                for (var density = 1.0; density > 0.004; density *= 0.93)
                {
                    var counts = LayerCounts.Of(shapes, density, allocation)!;
                    Assert.AreEqual(MaskSelection.KeptCount(density, weights), counts.Sum());
                    Assert.IsTrue(counts.Zip(last).All(pair => pair.First <= pair.Second));
                    last = counts;
                }
            }
        }
    }

    /// <summary>The total shared out in proportion, rounded to the nearest; only for cases where that adds up.</summary>
    private static int[] Rounded(int total, params int[] weights)
    {
        int[] shares = [.. weights.Select(weight => (int)Math.Round((double)total * weight / weights.Sum()))];
        Assert.AreEqual(total, shares.Sum());
        return shares;
    }
}
