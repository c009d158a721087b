using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Data;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Transforms;

namespace Ntt.PublicApi.Tests.Outsider;

/// <summary>
/// The library as somebody else's program uses it, whose assembly sees nothing internal: a criterion of one's own, a network of one's own, a
/// pipeline, a saved model.
/// </summary>
[TestClass]
public sealed class OwnMethodTests
{
    private static readonly NetworkArchitecture s_network = NetworkArchitecture.Parse("input 28x28x1, conv 4 5x5, relu, maxpool 4, flatten, dense 20, relu, dense 10");

    private static readonly PruningMethods s_methods = PruningMethods.BuiltIn.With(new PruningMethod(
        "lowest-index",
        "Keeps the first weights of each layer.",
        PruningMethodKind.OneShot,
        PruningAllocation.Layerwise,
        (network, options) => new CriterionPruner(network, options, new LowestIndexCriterion())));

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void ACriterionOfOnesOwn_PrunesInAPipeline_WhoseModelIsSavedAndLoaded()
    {
        LabeledImages testDigits = GeneratedDigits.Generate(50, seed: 2);
        var (train, test) = (_ml.Data.LoadFromImages(GeneratedDigits.Generate(400, seed: 1)), _ml.Data.LoadFromImages(testDigits));
        var pipeline = _ml.Transforms.Prune(s_methods.Find("lowest-index"), new Estimators.MethodPruningEstimator.Options { Architecture = s_network, Density = 0.3 })
            .Append(_ml.MulticlassClassification.Trainers.SparseTrainer(numberOfEpochs: 3, learningRate: 0.005));
        var model = pipeline.Fit(train);

        var network = model.LastTransformer.Network;
        Assert.AreEqual("lowest-index", network.Metadata["method"]);
        foreach (var layer in network.Layers)
        {
            int[] kept = layer.Mask!.KeptIndices();
            CollectionAssert.AreEqual(Enumerable.Range(0, kept.Length).ToArray(), kept);
        }
        var history = model.LastTransformer.Result!.History;
        Assert.IsLessThan(history[0].Loss, history[^1].Loss);

        using var zip = new MemoryStream();
        _ml.Model.Save(model, train.Schema, zip);
        zip.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(zip, out _);
        Assert.IsTrue(loaded.TryGetSparseNetwork(out var found));
        CollectionAssert.AreEqual(NetworkFile.Serialize(network), NetworkFile.Serialize(found));
        double expected = _ml.MulticlassClassification.Evaluate(model.Transform(test)).LogLoss;
        Assert.AreEqual(expected, _ml.MulticlassClassification.Evaluate(loaded.Transform(test)).LogLoss);
        Assert.AreEqual(expected, _ml.MulticlassClassification.Evaluate(SparseNetworks.FromLoaded(loaded).Transform(test)).LogLoss);

        using var engine = _ml.Model.CreatePredictionEngine<Digit, Guess>(loaded);
        Guess guess = engine.Predict(new Digit { Features = testDigits.Take(1).ToSamples().Values });
        var logits = new float[10];
        network.ComputeLogits(testDigits.Take(1).ToSamples().Values, logits);
        Assert.AreEqual((uint)Array.IndexOf(logits, logits.Max()) + 1, guess.PredictedLabel);
        Assert.AreEqual(1, guess.Score.Sum(), 1e-5);
    }

    [TestMethod]
    public void ANetworkOfOnesOwnNumbers_IsSavedLoadedAndServed()
    {
        var architecture = NetworkArchitecture.Parse("input 2, dense 2");
        var layer = LayerWeights.Pruned(architecture.WeightLayers[0], Mask.FromIndices(2, 2, [0, 3]), [1, 2], [0.5f, -0.5f]);
        var network = new Network(architecture, InputNormalization.Identity(architecture.Input.Channels), [layer], new Dictionary<string, string> { ["author"] = "me" });
        string path = Path.Combine(Directory.CreateTempSubdirectory("own").FullName, "own.network");
        try
        {
            NetworkFile.Save(network, path);
            Network loaded = NetworkFile.Load(path);
            var logits = new float[4];
            loaded.ComputeLogits([3, 5, -1, 0], logits);
            CollectionAssert.AreEqual(new[] { 3.5f, 9.5f, -0.5f, -0.5f }, logits);
            Assert.AreEqual("me", loaded.Metadata["author"]);
            var transformer = new SparseNetworkTransformer(loaded, "Features", ["no", "yes"]);
            using var engine = _ml.Model.CreatePredictionEngine<Pair, Guess>(transformer);
            Assert.AreEqual(2u, engine.Predict(new Pair { Features = [3, 5] }).PredictedLabel);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private sealed class LowestIndexCriterion : PruningCriterion
    {
        public override string Name => "lowest-index";

        public override IReadOnlyList<float[]> Score(ScoringContext context)
        {
            float[][] scores = [.. context.KeptWeights()];
            foreach (float[] layer in scores)
            {
                for (int weight = 0; weight < layer.Length; weight++)
                    layer[weight] = -weight;
            }
            return scores;
        }
    }

    private sealed class Digit
    {
        [VectorType(784)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Pair
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Guess
    {
        public uint PredictedLabel { get; set; }

        public float[] Score { get; set; } = [];
    }
}
