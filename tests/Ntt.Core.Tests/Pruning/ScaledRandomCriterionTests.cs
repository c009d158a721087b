using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class ScaledRandomCriterionTests
{
    private static readonly SampleMatrix s_samples = new([1, 2, 3, 4], 2, 2);

    [TestMethod]
    public void KeptWeights_HaveTheVarianceTheirDensityAsksFor()
    {
        var architecture = NetworkArchitecture.Parse("input 2, dense 400, relu, dense 300, relu, dense 3");
        var options = new PruningOptions { Density = 0.2, NumberOfThreads = 1 };
        var random = new CriterionPruner(architecture, options, new RandomCriterion()).Prune(s_samples).Network;
        var scaled = new CriterionPruner(architecture, options, new ScaledRandomCriterion()).Prune(s_samples).Network;
        foreach (var (one, other) in random.Layers.Zip(scaled.Layers))
        {
            Assert.AreEqual(0, one.Mask!.CountNotIn(other.Mask!));
            CollectionAssert.AreEqual(one.Bias, other.Bias);
            var factor = Math.Sqrt((other.Shape.FanIn + other.Shape.FanOut) / (other.Shape.FanIn * other.Mask!.Density));
            for (var position = 0; position < one.Values.Length; position++)
            {
                Assert.AreEqual(factor * one.Values[position], other.Values[position], 1e-5);
            }
        }

        // 24,000 weights: the variance is 2 / (400 · 0.2) within 2 %.
        Assert.AreEqual(0.025, scaled.Layers[1].Values.Average(weight => (double)weight * weight), 0.0005);
    }

    [TestMethod]
    public void ALayerWithoutWeights_HasNoneToScale()
    {
        var architecture = NetworkArchitecture.Parse("input 2, dense 40, relu, dense 1");
        var pruned = new CriterionPruner(architecture, new PruningOptions { Density = 0.01 }, new ScaledRandomCriterion()).Prune(s_samples);
        CollectionAssert.AreEqual(new[] { 1, 0 }, pruned.Network.Layers.Select(layer => layer.KeptCount).ToArray());
        CollectionAssert.AreEqual(new[] { "fc2" }, pruned.Report.CollapsedLayers.ToArray());
    }
}
