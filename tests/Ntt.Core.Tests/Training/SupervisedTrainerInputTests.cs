using System.Globalization;
using Ntt.Data;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

/// <summary>What the trainer refuses.</summary>
[TestClass]
public sealed class SupervisedTrainerInputTests
{
    private static readonly TrainingOptions s_options = new() { NumberOfSteps = 2, NumberOfThreads = 1 };

    [TestMethod]
    [DataRow(3)]
    [DataRow(-1)]
    public void ALabelOutsideTheClasses_IsNamedWithItsSample(int label)
    {
        var data = TrainingCase.Data(12);
        data.Labels[7] = label;
        var problem = Assert.ThrowsExactly<ArgumentException>(() => Train(data));
        StringAssert.Contains(problem.Message, $"Sample 7 has label {label}; the network has the classes 0 to 2");
        Assert.AreEqual("data", problem.ParamName);
        var monitor = Assert.ThrowsExactly<ArgumentException>(
            () => new SupervisedTrainer(s_options).Train(TrainingCase.Network(pruned: true), TrainingCase.Data(12), data));
        Assert.AreEqual("monitor", monitor.ParamName);
    }

    [TestMethod]
    public void SamplesThatDoNotFit_AreRefused()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Train(new LabeledSamples(new SampleMatrix([], 0, 6), []))).Message, "no samples");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Train(new LabeledSamples(new SampleMatrix(new float[10], 2, 5), [0, 1]))).Message, "5 features");
        var data = TrainingCase.Data(12);
        data.Samples.Values[(4 * 6) + 5] = float.NaN;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Train(data)).Message, "Sample 4, feature 5 is NaN");
    }

    [TestMethod]
    public void ASingleSample_IsEnough()
    {
        var result = Train(TrainingCase.Data(1));
        Assert.AreEqual(2, result.Steps);
        Assert.IsLessThan(result.History[0].Loss, result.History[^1].Loss);
    }

    [TestMethod]
    public void EarlyStoppingWithoutValidationSamples_IsRefused()
    {
        foreach (var (fraction, count) in ((double, int)[])[(0, 40), (0.1, 9)])
        {
            var trainer = new SupervisedTrainer(s_options with { ValidationFraction = fraction, EarlyStopping = new EarlyStopping() });
            var problem = Assert.ThrowsExactly<ArgumentException>(() => trainer.Train(TrainingCase.Network(pruned: true), TrainingCase.Data(count)));
            StringAssert.Contains(problem.Message, string.Create(CultureInfo.InvariantCulture, $"the validation fraction, {fraction}, leaves none of {count} samples"));
        }
    }

    [TestMethod]
    public void OptionsOutsideTheirRange_AreNamed()
    {
        AssertRefused("Optimizer", (OptimizerKind)5, s_options with { Optimizer = (OptimizerKind)5 });
        AssertRefused("LearningRate", 0.0, s_options with { LearningRate = 0 });
        AssertRefused("LearningRate", double.NaN, s_options with { LearningRate = double.NaN });
        AssertRefused("Momentum", 1.0, s_options with { Momentum = 1 });
        AssertRefused("BatchSize", 0, s_options with { BatchSize = 0 });
        AssertRefused("NumberOfEpochs", 0, s_options with { NumberOfEpochs = 0 });
        AssertRefused("NumberOfSteps", -3, s_options with { NumberOfSteps = -3 });
        AssertRefused("L2Regularization", -1e-9, s_options with { L2Regularization = -1e-9 });
        AssertRefused("ValidationFraction", 1.0, s_options with { ValidationFraction = 1 });
        AssertRefused("RecordInterval", 0, s_options with { RecordInterval = 0 });
        AssertRefused("EarlyStopping.Patience", 0, s_options with { EarlyStopping = new EarlyStopping(Patience: 0) });
        AssertRefused("EarlyStopping.MinimumImprovement", -1.0, s_options with { EarlyStopping = new EarlyStopping(MinimumImprovement: -1) });
        AssertRefused("numberOfThreads", -1, s_options with { NumberOfThreads = -1 });
    }

    private static void AssertRefused(string option, object value, TrainingOptions options)
    {
        var problem = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SupervisedTrainer(options));
        Assert.AreEqual(option, problem.ParamName);
        Assert.AreEqual(value, problem.ActualValue);
        StringAssert.Contains(problem.Message, "must be");
    }

    private static TrainingResult Train(LabeledSamples data) => new SupervisedTrainer(s_options).Train(TrainingCase.Network(pruned: true), data);
}
