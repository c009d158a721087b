using Microsoft.ML;
using Ntt.Estimators;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pipeline.Tests.Estimators;

/// <summary>The engine of the options is the one that computes, and otherwise the context's.</summary>
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

    [TestMethod]
    public void EstimatorsOfAContext_AskItsEngine()
    {
        var ml = new MLContext(seed: 1);
        var train = SmallData.View(ml, 40);
        var architecture = SmallData.Architecture;
        ml.UseEngine(_ => new BusyEngine());

        Func<object>[] fits =
        [
            () => ml.Transforms.NttPrune(architecture).Fit(train),
            () => ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = architecture }).Fit(train),
            () => ml.Transforms.SnipPrune(architecture).Fit(train),
            () => ml.Transforms.LogitSnipPrune(architecture).Fit(train),
            () => ml.Transforms.NtkSapPrune(architecture).Fit(train),
            () => ml.Transforms.SynFlowPrune(architecture).Fit(train),
            () => ml.Transforms.GraspPrune(architecture).Fit(train),
            () => ml.Transforms.PxPrune(architecture).Fit(train),
            () => ml.Transforms.Prune("force", architecture).Fit(train),
            () => ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options { Network = SmallData.Prune().Network }).Fit(train),
            () => ml.Transforms.MagnitudePrune(architecture).Append(ml.MulticlassClassification.Trainers.SparseTrainer()).Fit(train),
        ];

        foreach (var fit in fits)
            Assert.AreEqual(BusyEngine.Words, Assert.ThrowsExactly<NotSupportedException>(fit).Message);
    }

    [TestMethod]
    public void OptionsAndOtherContexts_AreLeftAlone()
    {
        var ml = new MLContext(seed: 1);
        var other = new MLContext(seed: 1);
        var options = new NttPruningEstimator.Options { Architecture = SmallData.Architecture, NumberOfSteps = 1 };
        var training = new SparseSupervisedTrainer.Options { Network = SmallData.Prune().Network, NumberOfSteps = 1 };
        ml.UseEngine(_ => new BusyEngine());

        _ = ml.Transforms.NttPrune(options);
        _ = ml.MulticlassClassification.Trainers.SparseTrainer(training);
        other.Transforms.NttPrune(options).Fit(SmallData.View(other, 40));
        other.MulticlassClassification.Trainers.SparseTrainer(training).Fit(SmallData.View(other, 40));
        new NttPruningEstimator(options).Fit(SmallData.View(ml, 40));

        Assert.IsNull(options.Engine);
        Assert.IsNull(training.Engine);
    }

    /// <summary>An engine named by the options comes before the context's, and the last one that the context was told before its earlier ones.</summary>
    [TestMethod]
    public void NearerAndLaterEngines_ComeFirst()
    {
        var ml = new MLContext(seed: 1);
        var train = SmallData.View(ml, 40);
        ml.UseEngine(_ => throw new InvalidOperationException("The context was asked."));

        var ntt = ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = SmallData.Architecture, Engine = new BusyEngine() });
        var trainer = ml.MulticlassClassification.Trainers.SparseTrainer(
            new SparseSupervisedTrainer.Options { Network = SmallData.Prune().Network, Engine = new BusyEngine() });

        Assert.ThrowsExactly<NotSupportedException>(() => ntt.Fit(train));
        Assert.ThrowsExactly<NotSupportedException>(() => trainer.Fit(train));
        Assert.AreEqual("The context was asked.", Assert.ThrowsExactly<InvalidOperationException>(() => ml.Transforms.NttPrune(SmallData.Architecture)).Message);
        ml.UseEngine(_ => null);
        ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options { Network = SmallData.Prune().Network, NumberOfSteps = 1 }).Fit(train);
    }

    /// <summary>What is set in the context counts until an estimator is made.</summary>
    [TestMethod]
    public void TheContext_IsAskedForEveryEstimator()
    {
        var ml = new MLContext(seed: 1);
        var asked = new List<int?>();
        ml.UseEngine(context =>
        {
            asked.Add(context.GpuDeviceId);
            return null;
        });

        ml.GpuDeviceId = 1;
        _ = ml.Transforms.NttPrune(SmallData.Architecture);
        ml.GpuDeviceId = null;
        _ = ml.MulticlassClassification.Trainers.SparseTrainer();
        ml.GpuDeviceId = 3;
        _ = ml.Transforms.DenseNetwork(SmallData.Architecture);

        CollectionAssert.AreEqual(new int?[] { 1, null, 3 }, asked);
    }

    [TestMethod]
    public void MissingArguments_AreNamed()
    {
        Assert.AreEqual("context", Assert.ThrowsExactly<ArgumentNullException>(() => EngineCatalog.UseEngine(null!, _ => null)).ParamName);
        Assert.AreEqual("choose", Assert.ThrowsExactly<ArgumentNullException>(() => new MLContext().UseEngine(null!)).ParamName);
        var ml = new MLContext();
        ml.UseEngine(_ => new BusyEngine());
        Assert.AreEqual("options", Assert.ThrowsExactly<ArgumentNullException>(() => ml.Transforms.NttPrune((NttPruningEstimator.Options)null!)).ParamName);
        Assert.AreEqual("options", Assert.ThrowsExactly<ArgumentNullException>(() => ml.MulticlassClassification.Trainers.SparseTrainer((SparseSupervisedTrainer.Options)null!)).ParamName);
    }

    private sealed class BusyEngine : INetworkEngine
    {
        public const string Words = "The engine was asked.";

        public string Name => "busy";

        public INetworkPass CreatePass(NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers, NetworkPassOptions options)
            => throw new NotSupportedException(Words);
    }
}
