using Ntt.Core.Tests.Oracle;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

/// <summary>Validation samples of their own, in place of a fraction of the training samples.</summary>
[TestClass]
public sealed class ValidationSetTests
{
    private static readonly TrainingOptions s_options = new() { LearningRate = 0.03, BatchSize = 8, NumberOfSteps = 60, RecordInterval = 1, NumberOfThreads = 1 };

    [TestMethod]
    public void AllSamplesAreTrainedOn_AndTheSetIsJudgedEveryEpoch()
    {
        var (data, validation) = (TrainingCase.Data(40), TrainingCase.Data(25, seed: 9));
        var result = Train(s_options, data, validation);
        var plain = new SupervisedTrainer(s_options with { ValidationFraction = 0 }).Train(TrainingCase.Network(pruned: true), data);
        TrainingCase.AssertSameNumbers(plain.Network, result.Network);
        Assert.AreEqual((60, 60, TrainingEnd.Completed), (result.Steps, result.BestStep, result.End));
        Assert.IsTrue(result.History.Take(5).All(record => record.ValidationLoss is null));
        Assert.IsTrue(result.History.Skip(5).All(record => record.ValidationLoss is not null));
        var metrics = ClassificationMetrics.Evaluate(result.Network, validation);
        Assert.AreEqual((metrics.LogLoss, metrics.Accuracy), (result.History[^1].ValidationLoss, result.History[^1].ValidationAccuracy));
    }

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.0)]
    public void EarlyStopping_JudgesByTheSet(double fraction)
    {
        var (data, validation) = (TrainingCase.Data(60, wrong: 0.5), TrainingCase.Data(30, seed: 9));
        var options = s_options with { NumberOfSteps = 2000, ValidationFraction = fraction, EarlyStopping = new EarlyStopping(Patience: 3) };
        var result = Train(options, data, validation);
        Assert.AreEqual(TrainingEnd.StoppedEarly, result.End);
        Assert.AreEqual(
            result.History.Where(record => record.ValidationLoss is not null).Min(record => record.ValidationLoss),
            ClassificationMetrics.Evaluate(result.Network, validation).LogLoss);
    }

    [TestMethod]
    public void ACancelledTraining_ReturnsTheBestByTheSet()
    {
        using var source = new CancellationTokenSource();
        var (data, validation) = (TrainingCase.Data(60, wrong: 0.5), TrainingCase.Data(30, seed: 9));
        var cancelAtStep = new Synchronous<TrainingRecord>(record =>
        {
            if (record.Step == 500)
            {
                source.Cancel();
            }
        });
        var result = new SupervisedTrainer(s_options with { NumberOfSteps = 2000, ReturnNetworkOnCancellation = true })
            .Train(TrainingCase.Network(pruned: true), data, validation: validation, progress: cancelAtStep, cancellation: source.Token);
        Assert.AreEqual((500, TrainingEnd.Cancelled), (result.Steps, result.End));
        var best = result.History.Where(record => record.ValidationLoss is not null).MinBy(record => record.ValidationLoss)!;
        Assert.AreEqual(best.Step, result.BestStep);
        Assert.IsLessThan(500, result.BestStep);
        Assert.AreEqual(best.ValidationLoss, ClassificationMetrics.Evaluate(result.Network, validation).LogLoss);
    }

    [TestMethod]
    public void ASetThatDoesNotFit_IsNamed()
    {
        var validation = TrainingCase.Data(12);
        validation.Labels[2] = 3;
        Assert.AreEqual("validation", Assert.ThrowsExactly<ArgumentException>(() => Train(s_options, TrainingCase.Data(20), validation)).ParamName);
    }

    private static TrainingResult Train(TrainingOptions options, LabeledSamples data, LabeledSamples validation)
        => new SupervisedTrainer(options).Train(TrainingCase.Network(pruned: true), data, validation: validation);
}
