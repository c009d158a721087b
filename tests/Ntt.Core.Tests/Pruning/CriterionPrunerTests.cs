using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class CriterionPrunerTests
{
    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 9, dense 20, relu, dense 30, relu, dense 4");
    private static readonly SampleMatrix s_samples = new(NetworkCase.Samples(s_architecture, 5, seed: 1), 5, 9);
    private static readonly PruningOptions s_options = new() { Density = 0.25, NumberOfThreads = 1 };

    [TestMethod]
    public void Magnitude_KeepsTheLargestInitialWeights()
    {
        var dense = new DenseBaseline(s_architecture, s_options).Prune(s_samples).Network;
        var pruned = new CriterionPruner(s_architecture, s_options, new MagnitudeCriterion()).Prune(s_samples);
        for (var layer = 0; layer < 3; layer++)
        {
            var weights = dense.Layers[layer].Values;
            var kept = pruned.Network.Layers[layer];
            Assert.AreEqual(weights.Length / 4, kept.KeptCount);
            CollectionAssert.AreEqual(dense.Layers[layer].Bias, kept.Bias);
            var largest = Enumerable.Range(0, weights.Length).OrderByDescending(index => Math.Abs(weights[index])).Take(weights.Length / 4).Order();
            CollectionAssert.AreEqual(largest.Select(index => weights[index]).ToArray(), kept.Values);
        }

        Assert.IsEmpty(pruned.History);
        Assert.AreEqual(0, pruned.Steps);
    }

    [TestMethod]
    public void Random_KeepsEveryWeightEquallyOften_AtItsInitialValue()
    {
        var counts = new int[20 * 30];
        const int Seeds = 400;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var layer = new CriterionPruner(s_architecture, s_options with { Seed = seed }, new RandomCriterion()).Prune(s_samples).Network.Layers[1];
            Assert.AreEqual(150, layer.KeptCount);
            foreach (var index in layer.Mask!.KeptIndices())
            {
                counts[index]++;
            }
        }

        // Binomial with mean 100 and deviation 8.7: of 600 counts none is 5 deviations away, and their variance is that.
        Assert.IsLessThan(144, counts.Max());
        Assert.IsGreaterThan(56, counts.Min());
        Assert.AreEqual(75, counts.Average(count => (count - 100.0) * (count - 100.0)), 18);
        var network = new CriterionPruner(s_architecture, s_options, new RandomCriterion()).Prune(s_samples).Network;
        var dense = new DenseBaseline(s_architecture, s_options).Prune(s_samples).Network;
        for (var layer = 0; layer < 3; layer++)
        {
            CollectionAssert.AreEqual(
                network.Layers[layer].Mask!.KeptIndices().Select(index => dense.Layers[layer].Values[index]).ToArray(), network.Layers[layer].Values);
        }
    }

    [TestMethod]
    public void Random_IsSeeded()
    {
        Mask MaskOf(int seed) => new CriterionPruner(s_architecture, s_options with { Seed = seed }, new RandomCriterion()).Prune(s_samples).Network.Layers[1].Mask!;
        Assert.AreEqual(0, MaskOf(3).CountNotIn(MaskOf(3)));
        Assert.IsGreaterThan(50, MaskOf(3).CountNotIn(MaskOf(4)));
    }

    [TestMethod]
    public void Dense_KeepsEverything()
    {
        var result = new DenseBaseline(s_architecture, s_options with { Density = 0.1 }).Prune(s_samples);
        Assert.AreEqual(1, result.Network.Density);
        Assert.IsTrue(result.Network.Layers.All(layer => layer.Mask is null));
        Assert.AreEqual(1, result.Report.RequestedDensity);
        Assert.AreEqual("dense", result.Network.Metadata["method"]);
        NttPrunerTests.AssertSameNumbers(
            NetworkInitializer.GlorotTruncatedNormal(
                s_architecture, InputNormalization.FromSamples(s_samples.Values, s_architecture.Input), s_options.Seed),
            result.Network);
    }

    [TestMethod]
    public void DenseWithoutOptions_IsRefused()
        => Assert.AreEqual("options", Assert.ThrowsExactly<ArgumentNullException>(() => new DenseBaseline(s_architecture, null!)).ParamName);

    [TestMethod]
    public void BadInput_IsRefused()
    {
        var pruner = new CriterionPruner(s_architecture, s_options, new MagnitudeCriterion());
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => pruner.Prune(new SampleMatrix([], 0, 9))).Message, "no samples");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => pruner.Prune(new SampleMatrix(new float[8], 1, 8))).Message, "8 features");
        var density = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new CriterionPruner(s_architecture, s_options with { Density = 2 }, new MagnitudeCriterion()));
        Assert.AreEqual("Density", density.ParamName);
        Assert.ThrowsExactly<ArgumentNullException>(() => pruner.Prune((SampleMatrix)null!));
    }
}
