using Microsoft.ML;
using Ntt.Estimators;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pipeline.Tests.Estimators;

/// <summary>The engine of the options is the one that computes.</summary>
[TestClass]
public sealed class EngineOptionTests
{
    [TestMethod]
    public void Pruning_AsksTheEngine()
    {
        var ml = new MLContext(seed: 1);
        var engine = new BusyEngine();
        var train = SmallData.View(ml, 40);

        var ntt = ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = SmallData.Architecture, Engine = engine });
        var snip = ml.Transforms.SnipPrune(new ScoringPruningOptions { Architecture = SmallData.Architecture, Engine = engine });

        Assert.AreEqual(BusyEngine.Words, Assert.ThrowsExactly<NotSupportedException>(() => ntt.Fit(train)).Message);
        Assert.AreEqual(BusyEngine.Words, Assert.ThrowsExactly<NotSupportedException>(() => snip.Fit(train)).Message);
    }

    [TestMethod]
    public void Training_AsksTheEngine()
    {
        var ml = new MLContext(seed: 1);
        var trainer = ml.MulticlassClassification.Trainers.SparseTrainer(
            new SparseSupervisedTrainer.Options { Network = SmallData.Prune().Network, Engine = new BusyEngine() });

        Assert.AreEqual(BusyEngine.Words, Assert.ThrowsExactly<NotSupportedException>(() => trainer.Fit(SmallData.View(ml, 40))).Message);
    }

    private sealed class BusyEngine : INetworkEngine
    {
        public const string Words = "The engine was asked.";

        public string Name => "busy";

        public INetworkPass CreatePass(NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers, NetworkPassOptions options)
            => throw new NotSupportedException(Words);
    }
}
