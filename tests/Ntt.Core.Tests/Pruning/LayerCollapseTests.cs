using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class LayerCollapseTests
{
    private static readonly SampleMatrix s_samples = new([1, 2, 3, 4, 5, 6, 0, 0, 1, 0, 2, 0], 2, 6);

    /// <summary>Tanaka et al. (2020), theorem 3: no layer is emptied as long as there is a weight for each.</summary>
    [TestMethod]
    [DataRow("synflow", 1)]
    [DataRow("synflow", 3)]
    [DataRow("synflow", 100)]
    [DataRow("synflow-l2", 1)]
    [DataRow("synflow-l2", 100)]
    [DataRow("px", 2)]
    [DataRow("px", 100)]
    public void SynapticFlow_EmptiesNoLayer_AsLongAsThatCanBeAvoided(string method, int rounds)
    {
        var architecture = NetworkArchitecture.Parse("input 6, dense 5, relu, dense 2, relu, dense 4, relu, dense 3");
        for (var seed = 0; seed < 3; seed++)
        {
            for (var kept = 60; kept >= 4; kept -= kept > 20 ? 7 : 1)
            {
                var options = new PruningOptions
                {
                    Density = kept / 60.0,
                    Allocation = PruningAllocation.Global,
                    ScoringRounds = rounds,
                    Seed = seed,
                    NumberOfThreads = 1,
                };
                var network = PruningMethods.BuiltIn.Find(method).Create(architecture, options).Prune(s_samples).Network;
                Assert.AreEqual(kept, network.KeptCount);
                var counts = string.Join(' ', network.Layers.Select(layer => layer.KeptCount));
                Assert.IsTrue(network.Layers.All(layer => layer.KeptCount > 0), $"{kept} weights, seed {seed}: {counts}");
            }
        }
    }

    [TestMethod]
    public void MagnitudeAtTheSameDensity_DoesEmptyALayer()
    {
        // So that the test above tests something: this network's second layer has fewer, smaller weights.
        var architecture = NetworkArchitecture.Parse("input 6, dense 50, relu, dense 40, relu, dense 1");
        PruningOptions options = new() { Density = 0.002, Allocation = PruningAllocation.Global, NumberOfThreads = 1 };
        Assert.IsTrue(new CriterionPruner(architecture, options, new MagnitudeCriterion()).Prune(s_samples).Network.Layers.Any(layer => layer.KeptCount == 0));
        Assert.IsTrue(new CriterionPruner(architecture, options, new SynFlowCriterion()).Prune(s_samples).Network.Layers.All(layer => layer.KeptCount > 0));
    }

    [TestMethod]
    public void EqualScores_EmptyNoLayerEither()
    {
        // All weights of a layer have the same score and layers the same total: by index alone the last layers would go first.
        var architecture = NetworkArchitecture.Parse("input 6, dense 5, relu, dense 2, relu, dense 4");
        float Score(ScoringContext context, int layer, int index) => 1f / context.Masks[layer].KeptCount;
        for (var kept = 48; kept >= 3; kept--)
        {
            var options = new PruningOptions { Density = kept / 48.0, Allocation = PruningAllocation.Global, NumberOfThreads = 1 };
            var layers = new CriterionPruner(architecture, options, new FixedCriterion(Score, conserves: true)).Prune(s_samples).Network.Layers;
            Assert.AreEqual(kept, layers.Sum(layer => layer.KeptCount));
            Assert.IsTrue(layers.All(layer => layer.KeptCount > 0), $"{kept} weights: {string.Join(' ', layers.Select(layer => layer.KeptCount))}");
        }
    }

    [TestMethod]
    public void FewerWeightsThanLayers_StillMeansTheExactCount()
    {
        var architecture = NetworkArchitecture.Parse("input 6, dense 5, relu, dense 2, relu, dense 4");
        foreach (var method in new[] { "synflow", "synflow-l2", "px" })
        {
            var options = new PruningOptions { Density = 2 / 48.0, Allocation = PruningAllocation.Global, NumberOfThreads = 1 };
            var result = PruningMethods.BuiltIn.Find(method).Create(architecture, options).Prune(s_samples);
            Assert.AreEqual(2, result.Network.KeptCount);
            Assert.IsNotEmpty(result.Report.CollapsedLayers);
        }
    }
}
