using Ntt.Core.Tests.Oracle;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class PruningReportTests
{
    [TestMethod]
    public void DeadUnits_HaveNoWeightInOrNoneOut()
    {
        // fc1 has units 0 to 3 with two inputs each, fc2 reads them in its columns.
        var network = Network("input 2, dense 4, relu, dense 3, relu, dense 2", [[0, 2, 3, 7], [1, 4, 6], [0, 3]]);
        var report = PruningReport.Of(network, 0.3);

        // fc1: unit 2 has no input; fc2 reads units 1, 0 and 2 (rows 0, 1, 1), so that unit 3 has no output.
        Assert.AreEqual(new LayerReport("fc1", 8, 4, 4, 2, 8, 4), report.Layers[0]);

        // fc2: unit 2 has no input (rows 0 and 1 alone keep weights) and unit 1 no output (fc3 reads columns 0 and 0).
        Assert.AreEqual(new LayerReport("fc2", 12, 3, 3, 2, 12, 3), report.Layers[1]);
        Assert.AreEqual(new LayerReport("fc3", 6, 2, 2, 0, 6, 2), report.Layers[2]);
        Assert.AreEqual(26, report.Weights);
        Assert.AreEqual(9, report.Kept);
        Assert.AreEqual(9 / 26.0, report.KeptDensity);
        Assert.AreEqual(0.3, report.RequestedDensity);
        Assert.AreEqual(26 / 9.0, report.TheoreticalSpeedup);
        Assert.IsEmpty(report.Warnings);
    }

    [TestMethod]
    public void ADenseNetwork_HasNoDeadUnits()
    {
        var report = PruningReport.Of(NetworkCase.Dense("input 3x2x2, flatten, dense 4, relu, dense 3", seed: 1), 1);
        Assert.IsTrue(report.Layers.All(layer => layer.DeadUnits == 0 && layer.Kept == layer.Weights));
        Assert.AreEqual(1, report.TheoreticalSpeedup);
        Assert.AreEqual(1, report.KeptDensity);
    }

    [TestMethod]
    public void ALayerWithoutWeights_IsWarnedOf()
    {
        var report = PruningReport.Of(Network("input 2, dense 4, relu, dense 3", [[0, 2], []]), 0.1);
        Assert.HasCount(1, report.Warnings);
        StringAssert.Contains(report.Warnings[0], "fc2");
        StringAssert.Contains(report.Warnings[0], "none of its 12 weights");
        Assert.AreEqual(4, report.Layers[0].DeadUnits);
        Assert.AreEqual(3, report.Layers[1].DeadUnits);
    }

    [TestMethod]
    public void NoWeightsAtAll_MakeTheSpeedupInfinite()
    {
        var report = PruningReport.Of(Network("input 2, dense 4, relu, dense 3", [[], []]), 0.01);
        Assert.HasCount(2, report.Warnings);
        Assert.AreEqual(double.PositiveInfinity, report.TheoreticalSpeedup);
        Assert.AreEqual(0, report.Kept);
    }

    private static Network Network(string text, int[][] kept) => NetworkCase.Pruned(
        NetworkCase.Dense(text, seed: 1), (layer, index) => kept[layer].Contains(index));
}
