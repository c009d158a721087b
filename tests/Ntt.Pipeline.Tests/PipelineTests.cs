using Microsoft.ML;
using Ntt.Estimators;
using Ntt.Training;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests;

/// <summary>The main job from data to a prediction.</summary>
[TestClass]
public sealed class PipelineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void ChainFitsEvaluatesSavesLoadsAndPredicts()
    {
        var train = SmallData.View(_ml, 400);
        var test = SmallData.View(_ml, 90, seed: 6);
        var pipeline = _ml.Transforms.NttPrune(inputColumnName: "Features", architecture: SmallData.Architecture, density: 0.4, numberOfEpochs: 5)
            .Append(_ml.MulticlassClassification.Trainers.SparseTrainer("Label", "Features", numberOfEpochs: 30, learningRate: 0.01));

        var model = pipeline.Fit(train);
        var metrics = _ml.MulticlassClassification.Evaluate(model.Transform(test));
        Assert.IsGreaterThan(0.9, metrics.MicroAccuracy);
        Assert.IsLessThan(0.5, metrics.LogLoss);

        using var zip = new MemoryStream();
        _ml.Model.Save(model, train.Schema, zip);
        zip.Position = 0;
        var loaded = new MLContext().Model.Load(zip, out var schema);
        CollectionAssert.AreEqual(new[] { "Features", "Label" }, schema.Select(column => column.Name).ToArray());

        var expected = model.Transform(test);
        var actual = loaded.Transform(test);
        CollectionAssert.AreEqual(expected.Vectors<float>("Score").Bits(), actual.Vectors<float>("Score").Bits());
        CollectionAssert.AreEqual(expected.Scalars<uint>("PredictedLabel"), actual.Scalars<uint>("PredictedLabel"));
        CollectionAssert.AreEqual(expected.Vectors<float>("PrunedNetwork").Bits(), actual.Vectors<float>("PrunedNetwork").Bits());
        CollectionAssert.AreEqual(SmallData.ClassNames, actual.Schema["PredictedLabel"].Names("KeyValues"));
        var loadedMetrics = _ml.MulticlassClassification.Evaluate(actual);
        Assert.AreEqual(metrics.MicroAccuracy, loadedMetrics.MicroAccuracy);
        Assert.AreEqual(metrics.LogLoss, loadedMetrics.LogLoss);

        var image = test.Vectors<float>("Features")[0];
        foreach (var transformer in new[] { model, loaded })
        {
            using var engine = _ml.Model.CreatePredictionEngine<ImageRow, PredictionRow>(transformer);
            var prediction = engine.Predict(new ImageRow { Features = image });
            CollectionAssert.AreEqual(expected.Vectors<float>("Score")[0], prediction.Score);
            Assert.AreEqual(expected.Scalars<uint>("PredictedLabel")[0], prediction.PredictedLabel);
        }
    }

    [TestMethod]
    public void CrossValidationGivesEveryFoldANetworkOfItsOwn()
    {
        var pipeline = _ml.Transforms.MagnitudePrune(SmallData.Architecture, density: 0.4)
            .Append(_ml.MulticlassClassification.Trainers.SparseTrainer(numberOfEpochs: 30, learningRate: 0.01));
        var folds = _ml.MulticlassClassification.CrossValidate(SmallData.View(_ml, 300), pipeline, numberOfFolds: 3);
        Assert.HasCount(3, folds);
        var means = new HashSet<float>();
        foreach (var fold in folds)
        {
            Assert.IsGreaterThan(0.8, fold.Metrics.MicroAccuracy);
            Assert.IsTrue(fold.Model.TryGetSparseNetwork(out var network));
            means.Add(network.Normalization.Mean[0]);
        }

        Assert.HasCount(3, means);
    }

    [TestMethod]
    public void FittedTransformersTellHowItWent()
    {
        var records = new Recorder<TrainingRecord>();
        var train = SmallData.View(_ml, 200);
        var model = _ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = SmallData.Architecture, Density = 0.3, NumberOfSteps = 7, RecordInterval = 3, BatchSize = 16 })
            .Append(_ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options
            {
                NumberOfSteps = 11,
                RecordInterval = 4,
                MonitorSet = SmallData.View(_ml, 31, seed: 9),
                Progress = records,
            }))
            .Fit(train);

        var pruned = (PrunedNetworkTransformer)model.First();
        Assert.AreEqual(7, pruned.Result!.Steps);
        CollectionAssert.AreEqual(new[] { 0, 3, 6, 7 }, pruned.Result.History.Select(record => record.Step).ToArray());
        Assert.AreEqual(SmallData.Architecture.WeightLayers.Sum(layer => (int)Math.Round(0.3 * layer.Count)), pruned.Network.KeptCount);
        Assert.AreEqual(pruned.Network.KeptCount, pruned.Result.Report.Kept);

        var training = model.LastTransformer.Result!;
        Assert.AreEqual(11, training.Steps);
        CollectionAssert.AreEqual(new[] { 0, 4, 8, 11 }, training.History.Select(record => record.Step).ToArray());
        Assert.IsTrue(training.History.All(record => record.MonitorAccuracy is >= 0 and <= 1));
        CollectionAssert.AreEqual(training.History.ToArray(), records.Values);
        Assert.AreEqual(pruned.Network.KeptCount, model.LastTransformer.Network.KeptCount);
    }

    [TestMethod]
    public void NumberOfThreadsDoesNotChangeTheModel()
    {
        var train = SmallData.View(_ml, 150);
        var networks = new List<byte[]>();
        foreach (var threads in new[] { 1, 2, 3 })
        {
            var model = _ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = SmallData.Architecture, Density = 0.3, NumberOfSteps = 12, NumberOfThreads = threads })
                .Append(_ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options { NumberOfSteps = 20, NumberOfThreads = threads }))
                .Fit(train);
            Assert.IsTrue(model.TryGetSparseNetwork(out var network));
            networks.Add(Files.NetworkFile.Serialize(network));
        }

        CollectionAssert.AreEqual(networks[0], networks[1]);
        CollectionAssert.AreEqual(networks[0], networks[2]);
    }

    [TestMethod]
    public void MetadataNamesTheMethod()
    {
        var view = SmallData.View(_ml, 50);
        PruningEstimator[] estimators =
        [
            _ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = SmallData.Architecture, NumberOfSteps = 1 }),
            _ml.Transforms.MagnitudePrune(SmallData.Architecture),
            _ml.Transforms.RandomPrune(SmallData.Architecture),
            _ml.Transforms.DenseNetwork(SmallData.Architecture),
        ];
        CollectionAssert.AreEqual(
            new[] { "ntt", "magnitude", "random", "dense" }, estimators.Select(estimator => estimator.Fit(view).Network.Metadata["method"]).ToArray());
    }

    private sealed class Recorder<T> : IProgress<T>
    {
        public List<T> Values { get; } = [];

        public void Report(T value) => Values.Add(value);
    }
}
