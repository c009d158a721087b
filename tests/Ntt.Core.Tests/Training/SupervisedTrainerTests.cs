using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

[TestClass]
public sealed class SupervisedTrainerTests
{
    private static readonly TrainingOptions s_options = new()
    {
        LearningRate = 0.01,
        BatchSize = 8,
        NumberOfSteps = 30,
        RecordInterval = 10,
        NumberOfThreads = 1,
    };

    private static readonly TrainingOptions s_overfitting = s_options with { LearningRate = 0.03, RecordInterval = 1, ValidationFraction = 0.3 };

    [TestMethod]
    public void TrainingThatDiverges_IsAnError()
    {
        var problem = Assert.ThrowsExactly<ArithmeticException>(
            () => new SupervisedTrainer(s_options with { LearningRate = 1e20 }).Train(TrainingCase.Network(pruned: true), TrainingCase.Data(40)));
        StringAssert.StartsWith(problem.Message, "Training diverged: the loss is ");
        StringAssert.EndsWith(problem.Message, "at step 10. The learning rate is 1E+20; try a smaller one.");
    }

    [TestMethod]
    public void TheInitialNetwork_IsLeftAsItIs()
    {
        foreach (var pruned in new[] { false, true })
        {
            var initial = TrainingCase.Network(pruned);
            var copy = initial.Clone();
            var result = new SupervisedTrainer(s_options).Train(initial, TrainingCase.Data(40));
            TrainingCase.AssertSameNumbers(copy, initial);
            Assert.AreNotEqual(initial.Layers[0].Values[0], result.Network.Layers[0].Values[0]);
            Assert.AreEqual(initial.KeptCount, result.Network.KeptCount);
            Assert.AreSame(initial.Normalization, result.Network.Normalization);
        }
    }

    [TestMethod]
    public void Networks_AndHistories_AreBitIdentical_ForEveryNumberOfThreads()
    {
        var data = TrainingCase.Data(70);
        foreach (var pruned in new[] { false, true })
        {
            var options = s_options with { BatchSize = 33, EarlyStopping = new EarlyStopping() };
            var one = new SupervisedTrainer(options).Train(TrainingCase.Network(pruned), data, monitor: data);
            foreach (var threads in new int?[] { 2, 3, null })
            {
                var other = new SupervisedTrainer(options with { NumberOfThreads = threads }).Train(
                    TrainingCase.Network(pruned), data, monitor: data);
                TrainingCase.AssertSameNumbers(one.Network, other.Network);
                CollectionAssert.AreEqual(one.History.ToArray(), other.History.ToArray());
            }

            var reseeded = new SupervisedTrainer(options with { Seed = 2 }).Train(TrainingCase.Network(pruned), data);
            CollectionAssert.AreNotEqual(one.Network.Layers[0].Values, reseeded.Network.Layers[0].Values);
        }
    }

    [TestMethod]
    public void TheMonitor_SeesAndChangesNothing()
    {
        var monitor = TrainingCase.Data(25, seed: 9);
        var trainer = new SupervisedTrainer(s_options with { EarlyStopping = new EarlyStopping(Patience: 2) });
        var without = trainer.Train(TrainingCase.Network(pruned: true), TrainingCase.Data(40));
        var with = trainer.Train(TrainingCase.Network(pruned: true), TrainingCase.Data(40), monitor);
        TrainingCase.AssertSameNumbers(without.Network, with.Network);
        Assert.IsTrue(without.History.All(record => record.MonitorAccuracy is null));
        CollectionAssert.AreEqual(without.History.ToArray(), with.History.Select(record => record with { MonitorAccuracy = null }).ToArray());
        Assert.AreEqual(ClassificationMetrics.Evaluate(TrainingCase.Network(pruned: true), monitor).Accuracy, with.History[0].MonitorAccuracy);
        var last = new SupervisedTrainer(s_options).Train(TrainingCase.Network(pruned: true), TrainingCase.Data(40), monitor);
        Assert.AreEqual(ClassificationMetrics.Evaluate(last.Network, monitor).Accuracy, last.History[^1].MonitorAccuracy);
    }

    [TestMethod]
    [DataRow(0, 10, "0")]
    [DataRow(5, 10, "0 5")]
    [DataRow(20, 10, "0 10 20")]
    [DataRow(23, 10, "0 10 20 23")]
    [DataRow(101, 100, "0 100 101")]
    public void History_HasTheFirstStep_EveryIntervalAndTheLast(int steps, int interval, string expected)
    {
        var reported = new List<TrainingRecord>();
        var result = new SupervisedTrainer(s_options with { NumberOfSteps = steps, RecordInterval = interval }).Train(
            TrainingCase.Network(pruned: true), TrainingCase.Data(40), progress: new Synchronous<TrainingRecord>(reported.Add));
        Assert.AreEqual(expected, string.Join(' ', result.History.Select(record => record.Step)));
        CollectionAssert.AreEqual(reported, result.History.ToArray());
        Assert.AreEqual(steps, result.Steps);
        Assert.AreEqual(steps, result.BestStep);
        Assert.AreEqual(TrainingEnd.Completed, result.End);
        Assert.IsTrue(result.History.All(record => record.Loss > 0 && record.ValidationLoss is null));
    }

    [TestMethod]
    [DataRow(40, 8, 0.1, 3, 15)]
    [DataRow(40, 64, 0.0, 4, 4)]
    [DataRow(41, 8, 0.0, 2, 12)]
    public void AnEpoch_IsSamplesByBatchSize_RoundedUp(int samples, int batch, double validation, int epochs, int expected)
    {
        var options = s_options with { NumberOfSteps = null, NumberOfEpochs = epochs, BatchSize = batch, ValidationFraction = validation };
        var result = new SupervisedTrainer(options).Train(TrainingCase.Network(pruned: true), TrainingCase.Data(samples));
        Assert.AreEqual(expected, result.Steps);
        Assert.AreEqual(epochs, result.History[^1].Epoch);
    }

    [TestMethod]
    public void MoreEpochsThanStepsCanBeCounted_EndByEarlyStopping()
    {
        var options = s_overfitting with { NumberOfSteps = null, NumberOfEpochs = int.MaxValue, EarlyStopping = new EarlyStopping(1, MinimumImprovement: 100) };
        var result = new SupervisedTrainer(options).Train(TrainingCase.Network(pruned: true), TrainingCase.Data(60));
        Assert.AreEqual(TrainingEnd.StoppedEarly, result.End);
        Assert.IsGreaterThan(0, result.Steps);
    }

    [TestMethod]
    public void EarlyStopping_RestoresTheBestNetwork()
    {
        // Half of the labels are wrong: the network learns them by heart and the validation loss rises.
        var data = TrainingCase.Data(60, wrong: 0.5);
        var options = s_overfitting with { NumberOfSteps = 2000, EarlyStopping = new EarlyStopping(Patience: 4) };
        var trainer = new SupervisedTrainer(options);
        var result = trainer.Train(TrainingCase.Network(pruned: false), data);
        Assert.AreEqual(TrainingEnd.StoppedEarly, result.End);
        const int StepsPerEpoch = 6;
        Assert.AreEqual(result.Steps, result.BestStep + (4 * StepsPerEpoch));
        Assert.AreEqual(result.Steps, result.History[^1].Step);

        var split = DataSplit.Create(60, 0.3, options.Seed).Validation;
        var validation = new LabeledSamples(data.Samples.Subset(split), [.. split.Select(index => data.Labels[index])]);
        var judged = ClassificationMetrics.Evaluate(result.Network, validation);
        var epochs = result.History.Where(record => record.Step > 0 && record.Step % StepsPerEpoch == 0).ToArray();
        Assert.AreEqual(epochs.Min(record => record.ValidationLoss), judged.LogLoss);
        Assert.AreEqual(judged.LogLoss, epochs.Single(record => record.Step == result.BestStep).ValidationLoss);
        Assert.AreEqual(judged.Accuracy, epochs.Single(record => record.Step == result.BestStep).ValidationAccuracy);
        Assert.IsGreaterThan(judged.LogLoss, epochs[^1].ValidationLoss!.Value);

        // The same steps without early stopping end elsewhere; up to the best step they are the same.
        var exact = new SupervisedTrainer(options with { EarlyStopping = null, NumberOfSteps = result.BestStep }).Train(
            TrainingCase.Network(pruned: false), data);
        TrainingCase.AssertSameNumbers(exact.Network, result.Network);

        // Nothing is left of the first call in the second.
        var again = trainer.Train(TrainingCase.Network(pruned: false), data);
        TrainingCase.AssertSameNumbers(result.Network, again.Network);
        CollectionAssert.AreEqual(result.History.ToArray(), again.History.ToArray());
        Assert.AreEqual(result.BestStep, again.BestStep);
    }

    [TestMethod]
    public void EarlyStopping_WantsTheImprovementAskedFor()
    {
        var options = s_options with { NumberOfSteps = 100, EarlyStopping = new EarlyStopping(Patience: 2, MinimumImprovement: 1000) };
        var result = new SupervisedTrainer(options).Train(TrainingCase.Network(pruned: true), TrainingCase.Data(40));
        Assert.AreEqual((5, 15, TrainingEnd.StoppedEarly), (result.BestStep, result.Steps, result.End));
    }

    [TestMethod]
    public void EarlyStopping_ReturnsTheBestNetworkAlsoWhenTheStepsRunOut()
    {
        var options = s_overfitting with { NumberOfSteps = 300, EarlyStopping = new EarlyStopping(Patience: 1000) };
        var result = new SupervisedTrainer(options).Train(TrainingCase.Network(pruned: false), TrainingCase.Data(60, wrong: 0.5));
        Assert.AreEqual(TrainingEnd.Completed, result.End);
        Assert.AreEqual(300, result.Steps);
        var best = result.History.Where(record => record.ValidationLoss is not null).MinBy(record => record.ValidationLoss)!;
        Assert.AreEqual(best.Step, result.BestStep);
        Assert.IsLessThan(300, result.BestStep);
    }

    [TestMethod]
    public void ACancelledTraining_Throws()
    {
        using var source = new CancellationTokenSource();
        var problem = Assert.ThrowsExactly<OperationCanceledException>(() => new SupervisedTrainer(s_options with { RecordInterval = 1 }).Train(
            TrainingCase.Network(pruned: true), TrainingCase.Data(40), progress: CancelAt(7, source), cancellation: source.Token));
        Assert.AreEqual(source.Token, problem.CancellationToken);
    }

    [TestMethod]
    public void ACancelledTraining_ReturnsTheNetworkSoFar_WhenAskedTo()
    {
        using var source = new CancellationTokenSource();
        var options = s_options with { RecordInterval = 1, ReturnNetworkOnCancellation = true };
        var result = new SupervisedTrainer(options).Train(
            TrainingCase.Network(pruned: true), TrainingCase.Data(40), progress: CancelAt(7, source), cancellation: source.Token);
        Assert.AreEqual((7, 7, TrainingEnd.Cancelled), (result.Steps, result.BestStep, result.End));
        Assert.AreEqual(7, result.History[^1].Step);
        TrainingCase.AssertSameNumbers(
            new SupervisedTrainer(options with { NumberOfSteps = 7 }).Train(TrainingCase.Network(pruned: true), TrainingCase.Data(40)).Network, result.Network);

        var before = new SupervisedTrainer(options).Train(
            TrainingCase.Network(pruned: true), TrainingCase.Data(40), cancellation: new CancellationToken(canceled: true));
        Assert.AreEqual((0, TrainingEnd.Cancelled), (before.Steps, before.End));
        TrainingCase.AssertSameNumbers(TrainingCase.Network(pruned: true), before.Network);
    }

    [TestMethod]
    public void ACancelledTrainingWithEarlyStopping_ReturnsTheBestNetwork()
    {
        using var source = new CancellationTokenSource();
        var options = s_options with { RecordInterval = 1, ReturnNetworkOnCancellation = true, EarlyStopping = new EarlyStopping() };
        var result = new SupervisedTrainer(options).Train(
            TrainingCase.Network(pruned: true), TrainingCase.Data(40), progress: CancelAt(7, source), cancellation: source.Token);
        Assert.AreEqual((7, 5, TrainingEnd.Cancelled), (result.Steps, result.BestStep, result.End));
        TrainingCase.AssertSameNumbers(
            new SupervisedTrainer(s_options with { NumberOfSteps = 5 }).Train(TrainingCase.Network(pruned: true), TrainingCase.Data(40)).Network, result.Network);
    }

    private static Synchronous<TrainingRecord> CancelAt(int step, CancellationTokenSource source) => new(record =>
    {
        if (record.Step == step)
        {
            source.Cancel();
        }
    });
}
