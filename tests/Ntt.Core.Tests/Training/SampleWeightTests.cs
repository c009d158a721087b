using Ntt.Data;
using Ntt.Networks;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

/// <summary>Samples that count more than others.</summary>
[TestClass]
public sealed class SampleWeightTests
{
    private static readonly TrainingOptions s_options = new() { LearningRate = 0.01, BatchSize = 8, NumberOfSteps = 12, NumberOfThreads = 1 };

    [TestMethod]
    [DataRow(1f)]
    [DataRow(0.7f)]
    [DataRow(3e-30f)]
    public void EqualWeights_AreNoWeights(float weight)
    {
        var data = TrainingCase.Data(40);
        var plain = Train(data, s_options);
        var weighted = Train(Weighted(data, _ => weight), s_options);
        TrainingCase.AssertSameNumbers(plain.Network, weighted.Network);
        CollectionAssert.AreEqual(plain.History.ToArray(), weighted.History.ToArray());
    }

    [TestMethod]
    public void AWholeWeight_IsAsManyCopies()
    {
        // One batch of everything and plain descent: the mean of a sample that comes three times, or of one that counts three times.
        var options = s_options with { Optimizer = OptimizerKind.Sgd, LearningRate = 0.3, BatchSize = 1000, ValidationFraction = 0 };
        var data = TrainingCase.Data(15);
        int[] repeated = [.. Enumerable.Range(0, 15).SelectMany(sample => Enumerable.Repeat(sample, Copies(sample)))];
        var copies = Train(data.Subset(repeated), options);
        var weighted = Train(Weighted(data, sample => 0.25f * Copies(sample)), options);
        var plain = Train(data, options);
        Assert.IsGreaterThan(1e-2, Distance(plain.Network, copies.Network));
        Assert.IsLessThan(1e-5, Distance(copies.Network, weighted.Network));
        Assert.AreEqual(copies.History[^1].Loss, weighted.History[^1].Loss, 1e-5);

        static int Copies(int sample) => sample % 3;
    }

    [TestMethod]
    public void ValidationAndMetrics_AreWeighted()
    {
        var data = TrainingCase.Data(12, wrong: 0.5);
        var network = TrainingCase.Network(pruned: true);
        int[] repeated = [.. Enumerable.Range(0, 12).SelectMany(sample => Enumerable.Repeat(sample, sample % 4))];
        var weighted = ClassificationMetrics.Evaluate(network, Weighted(data, sample => 0.5f * (sample % 4)));
        var copies = ClassificationMetrics.Evaluate(network, data.Subset(repeated));
        Assert.AreEqual(copies.Accuracy, weighted.Accuracy, 1e-12);
        Assert.AreEqual(copies.LogLoss, weighted.LogLoss, 1e-12);
        Assert.AreEqual(12, weighted.Count);
        Assert.AreNotEqual(ClassificationMetrics.Evaluate(network, data).LogLoss, weighted.LogLoss);

        var options = s_options with { ValidationFraction = 0.3, EarlyStopping = new EarlyStopping(), BatchSize = 100, NumberOfSteps = 1, RecordInterval = 1 };
        var heavy = Weighted(data, sample => sample % 4);
        var result = Train(heavy, options);
        Assert.AreEqual(
            ClassificationMetrics.Evaluate(result.Network, heavy.Subset(DataSplit.Create(12, 0.3, options.Seed).Validation)).LogLoss,
            result.History[^1].ValidationLoss);
    }

    [TestMethod]
    [DataRow(float.NaN, "Sample 5 has weight NaN; it must be finite and at least 0.")]
    [DataRow(float.PositiveInfinity, "Sample 5 has weight Infinity; it must be finite and at least 0.")]
    [DataRow(-0.5f, "Sample 5 has weight -0.5; it must be finite and at least 0.")]
    public void WeightsOutsideTheirRange_AreNamed(float weight, string message)
    {
        var problem = Assert.ThrowsExactly<ArgumentException>(() => Train(Weighted(TrainingCase.Data(12), sample => sample == 5 ? weight : 1), s_options));
        StringAssert.StartsWith(problem.Message, message);
        Assert.AreEqual("data", problem.ParamName);
    }

    [TestMethod]
    public void WeightsThatWeighNothing_AreRefused()
    {
        var data = TrainingCase.Data(12);
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => Train(Weighted(data, _ => 0), s_options)).Message, "All 11 training samples have weight 0");
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => ClassificationMetrics.Evaluate(TrainingCase.Network(pruned: true), Weighted(data, _ => 0))).Message,
            "All 12 samples have weight 0");
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => new LabeledSamples(data.Samples, data.Labels, new float[11])).Message, "11 weights were given for 12 samples");
    }

    private static LabeledSamples Weighted(LabeledSamples data, Func<int, float> weight)
        => new(data.Samples, data.Labels, [.. Enumerable.Range(0, data.Count).Select(weight)]);

    private static TrainingResult Train(LabeledSamples data, TrainingOptions options) => new SupervisedTrainer(options).Train(TrainingCase.Network(pruned: true), data);

    private static double Distance(Network one, Network other)
        => one.Layers.Zip(other.Layers).Max(pair => pair.First.Values.Zip(pair.Second.Values).Max(values => Math.Abs(values.First - values.Second)));
}
