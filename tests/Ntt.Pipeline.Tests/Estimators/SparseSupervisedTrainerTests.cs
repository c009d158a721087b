using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Estimators;
using Ntt.Files;
using Ntt.Training;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests.Estimators;

[TestClass]
public sealed class SparseSupervisedTrainerTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void MissingNetworkColumnIsNamed()
    {
        var trainer = _ml.MulticlassClassification.Trainers.SparseTrainer();
        var view = SmallData.View(_ml, 10);
        var chain = _ml.Transforms.CopyColumns("Copy", "Features").Append(trainer);
        foreach (var fit in new Action[] { () => trainer.Fit(view), () => chain.Fit(view) })
        {
            StringAssert.Contains(Assert.Throws<ArgumentException>(fit).Message, "no column 'PrunedNetwork' with a network to train: put NttPrune");
        }
    }

    [TestMethod]
    public void ColumnWithoutANetworkIsNamed()
    {
        var view = SmallData.View(_ml, 10);
        var trainer = _ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options { PrunedNetworkColumnName = "Features" });
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => trainer.Fit(view)).Message, "'Features' has no annotation SparseNetwork");
        var chain = _ml.Transforms.CopyColumns("Copy", "Features").Append(trainer);
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => chain.Fit(view)).Message, "'Features' has no annotation SparseNetwork");
    }

    [TestMethod]
    public void NetworkCanBeGivenInTheOptions()
    {
        var view = SmallData.View(_ml, 60);
        var pruned = SmallData.Prune().Network;
        var before = NetworkFile.Serialize(pruned);
        var fromOptions = _ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options { Network = pruned, NumberOfSteps = 5 }).Fit(view);
        var fromColumn = _ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options { NumberOfSteps = 5 })
            .Fit(new PrunedNetworkTransformer(pruned, "PrunedNetwork", "Features").Transform(view));
        CollectionAssert.AreEqual(NetworkFile.Serialize(fromColumn.Network), NetworkFile.Serialize(fromOptions.Network));
        CollectionAssert.AreEqual(before, NetworkFile.Serialize(pruned));
        CollectionAssert.AreNotEqual(before, NetworkFile.Serialize(fromOptions.Network));
    }

    [TestMethod]
    public void FittingTwiceGivesTheSame()
    {
        var view = SmallData.View(_ml, 60);
        var trainer = Trainer(new SparseSupervisedTrainer.Options { NumberOfEpochs = 3, EarlyStopping = new EarlyStopping(1), ValidationFraction = 0.3 });
        CollectionAssert.AreEqual(NetworkFile.Serialize(trainer.Fit(view).Network), NetworkFile.Serialize(trainer.Fit(view).Network));
    }

    [TestMethod]
    public void DefaultsAreTheEnginesAndBothOverloadsAgree()
    {
        Assert.AreEqual(new TrainingOptions(), new SparseSupervisedTrainer.Options().ToTrainingOptions());
        var view = new PrunedNetworkTransformer(SmallData.Prune().Network, "PrunedNetwork", "Features").Transform(SmallData.View(_ml, 60));
        var trainers = _ml.MulticlassClassification.Trainers;
        CollectionAssert.AreEqual(
            NetworkFile.Serialize(trainers.SparseTrainer().Fit(view).Network),
            NetworkFile.Serialize(trainers.SparseTrainer(new SparseSupervisedTrainer.Options()).Fit(view).Network));
    }

    [TestMethod]
    public void EveryOptionReachesTheEngine()
    {
        var options = new SparseSupervisedTrainer.Options
        {
            Optimizer = OptimizerKind.Sgd,
            LearningRate = 0.1,
            Momentum = 0.2,
            BatchSize = 3,
            NumberOfEpochs = 4,
            NumberOfSteps = 5,
            L2Regularization = 0.6,
            ValidationFraction = 0.7,
            EarlyStopping = new EarlyStopping(8, 0.9),
            RecordInterval = 10,
            Seed = 11,
            NumberOfThreads = 12,
            ReturnNetworkOnCancellation = true,
        };
        var expected = new TrainingOptions
        {
            Optimizer = OptimizerKind.Sgd,
            LearningRate = 0.1,
            Momentum = 0.2,
            BatchSize = 3,
            NumberOfEpochs = 4,
            NumberOfSteps = 5,
            L2Regularization = 0.6,
            ValidationFraction = 0.7,
            EarlyStopping = new EarlyStopping(8, 0.9),
            RecordInterval = 10,
            Seed = 11,
            NumberOfThreads = 12,
            ReturnNetworkOnCancellation = true,
        };
        Assert.AreEqual(expected, options.ToTrainingOptions());
    }

    [TestMethod]
    public void OptionsAreCopiedAndCheckedOnConstruction()
    {
        var options = new SparseSupervisedTrainer.Options { Network = SmallData.Prune().Network, NumberOfSteps = 1 };
        var trainer = _ml.MulticlassClassification.Trainers.SparseTrainer(options);
        (options.Network, options.LabelColumnName) = (null, "Other");
        Assert.AreEqual(1, trainer.Fit(SmallData.View(_ml, 20)).Result!.Steps);
        StringAssert.Contains(Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Trainers.SparseTrainer(learningRate: 0)).Message, "LearningRate");
        Assert.Throws<ArgumentException>(() => _ml.MulticlassClassification.Trainers.SparseTrainer(labelColumnName: ""));
        Assert.Throws<ArgumentException>(() => _ml.MulticlassClassification.Trainers.SparseTrainer(featureColumnName: ""));
    }

    [TestMethod]
    public void AddedColumnsNeedDifferentNames()
    {
        var options = new SparseSupervisedTrainer.Options { ScoreColumnName = "P", PredictedLabelColumnName = "P" };
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => Trainer(options)).Message, "ScoreColumnName and PredictedLabelColumnName are both 'P'");
        var problem = Assert.Throws<ArgumentException>(() => new SparseNetworkTransformer(SmallData.Prune().Network, "Features", SmallData.ClassNames, "P", "P"));
        StringAssert.Contains(problem.Message, "scoreColumnName and predictedLabelColumnName are both 'P'");
    }

    [TestMethod]
    public void LabelOutsideTheClassesNamesTheRow()
    {
        var view = new ColumnsView(9).AddFeatures(_ => new float[30]).Add("Label", new KeyDataViewType(typeof(uint), 3), row => row == 4 ? 5u : 1u);
        var problem = Assert.Throws<ArgumentException>(() => Trainer(new()).Fit(view));
        StringAssert.Contains(problem.Message, "Row 4 of the label column 'Label' is key 5; it must be a key from 1 to 3");
    }

    [TestMethod]
    public void MonitorSetMustHaveTheSameLabels()
    {
        var monitor = _ml.Data.LoadFromImages(new Data.LabeledImages(new Networks.TensorShape(1, 6, 5), new byte[60], [0, 1], ["top", "bottom", "middle"]));
        var problem = Assert.Throws<ArgumentException>(() => Trainer(new() { MonitorSet = monitor }).Fit(SmallData.View(_ml, 20)));
        StringAssert.Contains(problem.Message, "MonitorSet has the key values top, bottom, middle; those of the training data are top, middle, bottom");
    }

    [TestMethod]
    [DataRow("MonitorSet")]
    [DataRow("ValidationSet")]
    public void ErrorsInASetBesideTheTrainingDataNameTheOption(string option)
    {
        var nan = new ColumnsView(2).AddFeatures(row => [.. Enumerable.Repeat(row == 1 ? float.NaN : 0, SmallData.Features)])
            .Add("Label", new KeyDataViewType(typeof(uint), 3), _ => 1u);
        StringAssert.StartsWith(Refused(nan), $"{option}: Row 1, slot 0 of the feature column 'Features' is NaN");
        StringAssert.StartsWith(Refused(new ColumnsView(1).AddFeatures(_ => new float[SmallData.Features])), $"{option}: There is no label column 'Label'");

        string Refused(ColumnsView set)
        {
            var options = option == "MonitorSet" ? new SparseSupervisedTrainer.Options { MonitorSet = set } : new() { ValidationSet = set };
            return Assert.Throws<ArgumentException>(() => Trainer(options).Fit(SmallData.View(_ml, 20))).Message;
        }
    }

    [TestMethod]
    public void CancelledFitThrowsOrReturnsWhatItHas()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var view = SmallData.View(_ml, 20);
        Assert.Throws<OperationCanceledException>(() => Trainer(new() { CancellationToken = source.Token }).Fit(view));
        var model = Trainer(new() { CancellationToken = source.Token, ReturnNetworkOnCancellation = true }).Fit(view);
        Assert.AreEqual(TrainingEnd.Cancelled, model.Result!.End);
    }

    [TestMethod]
    public void LabelsMappedFromTextGiveTheirNamesBack()
    {
        var images = SmallData.Images(120);
        var samples = images.ToSamples();
        var view = new ColumnsView(images.Count).AddFeatures(row => samples.Row(row).ToArray()).Add("Animal", TextDataViewType.Instance, row => images.ClassNames[images.Labels[row]].AsMemory());
        var model = _ml.Transforms.Conversion.MapValueToKey("Label", "Animal")
            .Append(_ml.Transforms.MagnitudePrune(SmallData.Architecture, density: 0.5))
            .Append(_ml.MulticlassClassification.Trainers.SparseTrainer(numberOfEpochs: 40, learningRate: 0.01))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Guess", "PredictedLabel"))
            .Fit(view);
        var scored = model.Transform(view);
        var animals = view.Scalars<ReadOnlyMemory<char>>("Animal").Select(text => text.ToString()).ToArray();
        var guesses = scored.Scalars<ReadOnlyMemory<char>>("Guess").Select(text => text.ToString()).ToArray();
        Assert.IsGreaterThan(110, animals.Zip(guesses).Count(pair => pair.First == pair.Second));
        CollectionAssert.AreEqual(animals.Distinct().ToArray(), scored.Schema["PredictedLabel"].Names("KeyValues"));
    }

    private SparseSupervisedTrainer Trainer(SparseSupervisedTrainer.Options options)
    {
        options.Network = SmallData.Prune().Network;
        return _ml.MulticlassClassification.Trainers.SparseTrainer(options);
    }
}
