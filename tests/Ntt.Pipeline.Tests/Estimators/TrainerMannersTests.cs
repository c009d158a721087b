using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Ntt.Estimators;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Training;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests.Estimators;

/// <summary>What users of ML.NET's trainers expect of one.</summary>
[TestClass]
public sealed class TrainerMannersTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly Network _pruned = SmallData.Prune().Network;

    [TestMethod]
    public void OneOptionsObjectServesManyFits()
    {
        var options = Options(200);
        (options.EarlyStopping, options.ValidationFraction, options.LearningRate) = (new EarlyStopping(2), 0.3, 0.02);
        var view = SmallData.View(_ml, 60);
        var first = Fit(options, view);
        Assert.AreEqual(TrainingEnd.StoppedEarly, first.Result!.End);
        Fit(options, SmallData.View(_ml, 90, seed: 8));
        var again = Fit(options, view);
        CollectionAssert.AreEqual(Bytes(first), Bytes(again));
        CollectionAssert.AreEqual(first.Result.History.ToArray(), again.Result!.History.ToArray());
    }

    [TestMethod]
    public void SeedDecides()
    {
        var view = SmallData.View(_ml, 60);
        var options = Options(2);
        var one = Bytes(Fit(options, view));
        options.Seed = 2;
        CollectionAssert.AreNotEqual(one, Bytes(Fit(options, view)));
    }

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.0)]
    public void ValidationSetTakesThePlaceOfTheFraction(double fraction)
    {
        var (train, validation) = (SmallData.View(_ml, 60), SmallData.View(_ml, 31, seed: 6));
        var options = Options(3);
        options.ValidationFraction = 0;
        var all = Fit(options, train);
        (options.ValidationFraction, options.ValidationSet) = (fraction, validation);
        var judged = Fit(options, train);
        CollectionAssert.AreEqual(Bytes(all), Bytes(judged));
        var metrics = _ml.MulticlassClassification.Evaluate(judged.Transform(validation));
        Assert.AreEqual(metrics.LogLoss, judged.Result!.History[^1].ValidationLoss!.Value, 1e-5);
        Assert.AreEqual(metrics.MicroAccuracy, judged.Result.History[^1].ValidationAccuracy!.Value, 1e-9);
        options.EarlyStopping = new EarlyStopping(1, MinimumImprovement: 100);
        Assert.AreEqual(TrainingEnd.StoppedEarly, Fit(options, train).Result!.End);
    }

    [TestMethod]
    public void EarlyStoppingWithNothingToJudgeBy_IsRefusedAtOnce()
    {
        var options = Options();
        (options.ValidationFraction, options.EarlyStopping) = (0, new EarlyStopping());
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.MulticlassClassification.Trainers.SparseTrainer(options)).Message,
            "EarlyStopping judges by validation samples; ValidationFraction is 0 and must be greater, or ValidationSet given.");
    }

    [TestMethod]
    public void ValidationSetMustHaveTheSameLabels()
    {
        var options = Options();
        options.ValidationSet = _ml.Data.LoadFromImages(new Data.LabeledImages(new TensorShape(1, 6, 5), new byte[60], [0, 1], ["top", "bottom", "middle"]));
        StringAssert.Contains(
            Assert.Throws<ArgumentException>(() => Fit(options, SmallData.View(_ml, 20))).Message,
            "of ValidationSet has the key values top, bottom, middle; those of the training data are top, middle, bottom");
    }

    [TestMethod]
    public void CancelledFitReturnsTheBestByTheValidationSet()
    {
        using var source = new CancellationTokenSource();
        var options = Options(1000);
        (options.LearningRate, options.RecordInterval, options.ReturnNetworkOnCancellation) = (0.05, 1, true);
        (options.ValidationSet, options.CancellationToken) = (SmallData.View(_ml, 40, seed: 6), source.Token);
        options.Progress = new Canceller(source, step: 400);
        var result = Fit(options, SmallData.View(_ml, 50)).Result!;
        Assert.AreEqual((400, TrainingEnd.Cancelled), (result.Steps, result.End));
        Assert.AreEqual(result.History.Where(record => record.ValidationLoss is not null).MinBy(record => record.ValidationLoss)!.Step, result.BestStep);
    }

    [TestMethod]
    public void MessagesReachTheLogOfTheEnvironment()
    {
        var messages = new List<LoggingEventArgs>();
        _ml.Log += (_, message) => messages.Add(message);
        var view = SmallData.View(_ml, 60);
        var silent = _ml.Transforms.MagnitudePrune(SmallData.Architecture).Append(_ml.MulticlassClassification.Trainers.SparseTrainer(numberOfEpochs: 2));
        silent.Fit(view);
        Assert.DoesNotContain(message => message.Source.Contains("Sparse", StringComparison.Ordinal), messages);

        var pipeline = _ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = SmallData.Architecture, Density = 0.001, NumberOfSteps = 2, BatchSize = 16, Environment = _ml })
            .Append(_ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options
            {
                NumberOfSteps = 5,
                RecordInterval = 2,
                ValidationSet = view,
                MonitorSet = view,
                Environment = _ml,
            }));
        pipeline.Fit(view);
        var told = messages.Where(message => message.Kind == ChannelMessageKind.Info && message.Source == "SparseSupervisedTrainer; Training").Select(message => message.RawMessage).ToArray();
        Assert.HasCount(5, told);
        Assert.MatchesRegex(@"^Step 0, epoch 0: loss 1\.\d+, monitored accuracy 0\.\d{4}\.$", told[0]);
        Assert.MatchesRegex(@"^Step 5, epoch 5: loss 1\.\d+, validation loss 1\.\d+, validation accuracy 0\.\d{4}, monitored accuracy 0\.\d{4}\.$", told[3]);
        Assert.MatchesRegex(@"^Training completed after step 5 in \d+\.\d s; the network is that of step 5\.$", told[4]);
        var pruning = messages.Where(message => message.Source == "NttPruningEstimator; Pruning").ToArray();
        Assert.IsTrue(pruning.Any(message => message.RawMessage.StartsWith("Step 2: objective ", StringComparison.Ordinal)));
        Assert.IsTrue(pruning.Any(message => message.RawMessage.StartsWith("Method 'ntt' kept 0 of 363 weights (0)", StringComparison.Ordinal)));
        Assert.AreEqual(2, pruning.Count(message => message.Kind == ChannelMessageKind.Warning));
    }

    [TestMethod]
    public void EqualWeightsAreNoWeights()
    {
        var options = Options(2);
        var plain = Fit(options, Weighted(_ => 0.3f));
        options.ExampleWeightColumnName = "Weight";
        CollectionAssert.AreEqual(Bytes(plain), Bytes(Fit(options, Weighted(_ => 0.3f))));
        CollectionAssert.AreNotEqual(Bytes(plain), Bytes(Fit(options, Weighted(row => row % 3))));
        var brief = _ml.Transforms.MagnitudePrune(SmallData.Architecture).Append(_ml.MulticlassClassification.Trainers.SparseTrainer("Label", "Features", "Weight", numberOfEpochs: 1));
        Assert.IsNotNull(brief.Fit(Weighted(_ => 1)).LastTransformer.Result);
    }

    [TestMethod]
    public void RowsOfWeightZeroTeachNothing()
    {
        var images = SmallData.Images(200);
        var samples = images.ToSamples();
        var options = Options(20);
        options.ExampleWeightColumnName = "Weight";
        var expected = Bytes(Fit(options, EveryOtherRowLies(0)));
        CollectionAssert.AreEqual(expected, Bytes(Fit(options, EveryOtherRowLies(1))));
        options.ExampleWeightColumnName = null;
        CollectionAssert.AreNotEqual(Bytes(Fit(options, EveryOtherRowLies(0))), Bytes(Fit(options, EveryOtherRowLies(1))));

        ColumnsView EveryOtherRowLies(int by) => new ColumnsView(200).AddFeatures(row => samples.Row(row).ToArray())
            .Add("Label", new KeyDataViewType(typeof(uint), 3), row => (uint)((images.Labels[row] + (row % 2 * by)) % 3) + 1)
            .Add("Weight", NumberDataViewType.Single, row => 1f - (row % 2));
    }

    [TestMethod]
    public void WeightsThatAreNoneAreNamed()
    {
        var options = Options();
        options.ExampleWeightColumnName = "Weight";
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => Fit(options, SmallData.View(_ml, 9))).Message, "no weight column 'Weight'");
        foreach (var (weight, text) in new[] { (-1f, "-1"), (float.NaN, "NaN"), (float.PositiveInfinity, "Infinity") })
        {
            var problem = Assert.Throws<ArgumentException>(() => Fit(options, Weighted(row => row == 7 ? weight : 1)));
            StringAssert.StartsWith(problem.Message, $"Row 7 of the weight column 'Weight' is {text}; it must be finite and at least 0.");
        }

        options.ValidationSet = SmallData.View(_ml, 9);
        StringAssert.StartsWith(Assert.Throws<ArgumentException>(() => Fit(options, Weighted(_ => 1))).Message, "ValidationSet: There is no weight column 'Weight'");
        options.ExampleWeightColumnName = "Label";
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => Fit(options, Weighted(_ => 1))).Message, "it must be Single");
        var chain = _ml.Transforms.CopyColumns("Copy", "Features").Append(_ml.MulticlassClassification.Trainers.SparseTrainer(options));
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => chain.Fit(Weighted(_ => 1))).Message, "it must be Single");
        options.ExampleWeightColumnName = "";
        Assert.Throws<ArgumentException>(() => _ml.MulticlassClassification.Trainers.SparseTrainer(options));
    }

    [TestMethod]
    public void CrossValidationStopsEveryFoldByItself()
    {
        var options = Options(300);
        (options.EarlyStopping, options.ValidationFraction, options.ExampleWeightColumnName, options.LearningRate) = (new EarlyStopping(2), 0.2, "Weight", 0.02);
        var folds = _ml.MulticlassClassification.CrossValidate(Weighted(row => 1 + (row % 2)), _ml.MulticlassClassification.Trainers.SparseTrainer(options), numberOfFolds: 3);
        Assert.HasCount(3, folds);
        foreach (var fold in folds)
        {
            Assert.AreEqual(TrainingEnd.StoppedEarly, ((SparseNetworkTransformer)fold.Model).Result!.End);
        }
    }

    [TestMethod]
    public void TrainingOfALoadedModelGoesOn()
    {
        var view = SmallData.View(_ml, 120);
        var options = Options(3);
        var model = Fit(options, view);
        using var zip = new MemoryStream();
        _ml.Model.Save(model, view.Schema, zip);
        zip.Position = 0;
        Assert.IsTrue(_ml.Model.Load(zip, out _).TryGetSparseNetwork(out var loaded));
        options.Network = loaded;
        var more = Fit(options, view);
        Assert.IsLessThan(model.Result!.History[0].Loss, more.Result!.History[0].Loss);
        Assert.AreEqual(_pruned.KeptCount, more.Network.KeptCount);
        options.Network = model.Network;
        CollectionAssert.AreEqual(Bytes(Fit(options, view)), Bytes(more));
    }

    [TestMethod]
    public void LoadedPruningTransformerFeedsATrainerAgain()
    {
        var view = SmallData.View(_ml, 60);
        using var zip = new MemoryStream();
        _ml.Model.Save(new PrunedNetworkTransformer(_pruned, "PrunedNetwork", "Features"), view.Schema, zip);
        zip.Position = 0;
        var typed = SparseNetworks.FromLoaded(_ml.Model.Load(zip, out _));
        var options = Options(1);
        var expected = Bytes(Fit(options, view));
        options.Network = null;
        CollectionAssert.AreEqual(expected, Bytes(Fit(options, typed.Transform(view))));
    }

    private static byte[] Bytes(NetworkTransformer model) => NetworkFile.Serialize(model.Network);

    private SparseNetworkTransformer Fit(SparseSupervisedTrainer.Options options, IDataView view) => _ml.MulticlassClassification.Trainers.SparseTrainer(options).Fit(view);

    private SparseSupervisedTrainer.Options Options(int epochs = 1) => new() { Network = _pruned, NumberOfEpochs = epochs, BatchSize = 16 };

    private static ColumnsView Weighted(Func<int, float> weight)
    {
        var images = SmallData.Images(90);
        var samples = images.ToSamples();
        return new ColumnsView(images.Count).AddFeatures(row => samples.Row(row).ToArray())
            .Add("Label", new KeyDataViewType(typeof(uint), 3), row => (uint)images.Labels[row] + 1)
            .Add("Weight", NumberDataViewType.Single, weight);
    }

    private sealed class Canceller(CancellationTokenSource source, int step) : IProgress<TrainingRecord>
    {
        public void Report(TrainingRecord value)
        {
            if (value.Step == step)
            {
                source.Cancel();
            }
        }
    }
}
