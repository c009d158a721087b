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
        Assert.AreEqual(26, report.DenseMultiplyAdds);
        Assert.AreEqual(9, report.SparseMultiplyAdds);
        Assert.AreEqual(4, report.DeadUnits);
        Assert.IsEmpty(report.CollapsedLayers);
        Assert.IsEmpty(report.Warnings);
    }

    [TestMethod]
    public void DeadFilters_AreFoundThroughPoolsAndFlatten_AndPositionsCount()
    {
        // conv1: 3 filters of 2 x 2 x 2 weights at 4 x 6 places; conv2: 2 filters of 3 x 1 x 2 at 2 x 2; fc1 reads 2 x (2 x 2), fc2 4 units.
        var network = Network(
            "input 5x7x2, conv 3 2x2, relu, maxpool 2, conv 2 1x2, relu, flatten, dense 4, relu, dense 2",
            [[0, 9, 10, 15, 23], [0, 5, 6, 11], [3, 12, 24], [0, 1, 7]]);
        var report = PruningReport.Of(network, 0.2);

        // conv2 reads channel 0 (columns 0 and 1) and channel 2 (columns 4 and 5), so that filter 1 of conv1 has no output.
        Assert.AreEqual(new LayerReport("conv1", 24, 5, 3, 1, 24 * 24, 5 * 24), report.Layers[0]);

        // fc1 keeps the columns 3, 4 and 0: its units 0, 1 and 3 read channels 0, 1 and 0 of conv2.
        Assert.AreEqual(new LayerReport("conv2", 12, 4, 2, 0, 12 * 4, 4 * 4), report.Layers[1]);

        // fc2 reads the units 0, 1 and 3; unit 2 has no input either.
        Assert.AreEqual(new LayerReport("fc1", 32, 3, 4, 1, 32, 3), report.Layers[2]);
        Assert.AreEqual(new LayerReport("fc2", 8, 3, 2, 0, 8, 3), report.Layers[3]);
        Assert.AreEqual(664.0 / 142, report.TheoreticalSpeedup, 1e-12);

        // Without columns 4 to 7 of fc1, filter 1 of conv2 has no output; filter 0 of conv2 without weights has no input.
        var cut = Network(
            "input 5x7x2, conv 3 2x2, relu, maxpool 2, conv 2 1x2, relu, flatten, dense 4, relu, dense 2",
            [[0, 9, 10, 15, 23], [6, 11], [3, 11, 24], [0, 1, 7]]);
        Assert.AreEqual(2, PruningReport.Of(cut, 0.2).Layers[1].DeadUnits);
        Assert.AreEqual(1, PruningReport.Of(cut, 0.2).Layers[0].DeadUnits);
    }

    [TestMethod]
    public void ADenseNetwork_HasNoDeadUnits()
    {
        var report = PruningReport.Of(NetworkCase.Dense("input 3x2x2, flatten, dense 4, relu, dense 3", seed: 1), 1);
        Assert.IsTrue(report.Layers.All(layer => layer.DeadUnits == 0 && layer.Kept == layer.Weights));
        Assert.AreEqual(1, report.TheoreticalSpeedup);
        Assert.AreEqual(1, report.KeptDensity);
        var images = PruningReport.Of(NetworkCase.Dense("input 6x6x2, conv 3 3x3 stride 2 same, relu, avgpool 2, flatten, dense 3", seed: 1), 1);
        Assert.IsTrue(images.Layers.All(layer => layer.DeadUnits == 0));
        Assert.AreEqual(54 * 9, images.Layers[0].DenseMultiplyAdds);
    }

    [TestMethod]
    public void ALayerWithoutWeights_IsWarnedOf()
    {
        var report = PruningReport.Of(Network("input 2, dense 4, relu, dense 3", [[0, 2], []]), 0.1);
        Assert.HasCount(1, report.Warnings);
        StringAssert.Contains(report.Warnings[0], "fc2");
        StringAssert.Contains(report.Warnings[0], "none of its 12 weights");
        StringAssert.Contains(report.Warnings[0], "layerwise allocation, which keeps 1 of them at this density");
        CollectionAssert.AreEqual(new[] { "fc2" }, report.CollapsedLayers.ToArray());
        Assert.AreEqual(4, report.Layers[0].DeadUnits);
        Assert.AreEqual(3, report.Layers[1].DeadUnits);
    }

    [TestMethod]
    public void NoWeightsAtAll_MakeTheSpeedupInfinite()
    {
        var report = PruningReport.Of(Network("input 2, dense 4, relu, dense 3", [[], []]), 0.01);
        Assert.HasCount(2, report.Warnings);

        // Layerwise a hundredth of 8 or 12 weights is none either: half a weight is what rounds to one.
        StringAssert.Contains(report.Warnings[0], "Raise the density to 0.0625 or more");
        StringAssert.Contains(report.Warnings[1], "Raise the density to 0.0417 or more");
        Assert.AreEqual(double.PositiveInfinity, report.TheoreticalSpeedup);
        Assert.AreEqual(0, report.Kept);
    }

    private static Network Network(string text, int[][] kept) => NetworkCase.Pruned(
        NetworkCase.Dense(text, seed: 1), (layer, index) => kept[layer].Contains(index));
}
