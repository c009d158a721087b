using Ntt.Compute;
using Ntt.Core.Tests.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

/// <summary>Training of networks with image layers and with dropout.</summary>
[TestClass]
public sealed class ConvolutionTrainingTests
{
    private const string WithDropout
        = "input 6x5x2, conv 6 3x3 same, relu, dropout 0.3, maxpool 2, conv 5 2x2, flatten, dense 12, dropout 0.5, relu, dense 3";

    private const string Pooled
        = "input 6x5x2, conv 6 3x3 same, relu, maxpool 2, dropout 0.3, conv 5 2x2 same, relu, conv 4 2x2 same, maxpool 2, flatten, dense 12, dropout 0.5, relu, dense 3";

    private static readonly TrainingOptions s_options = new()
    {
        LearningRate = 0.01,
        BatchSize = 19,
        NumberOfSteps = 25,
        RecordInterval = 5,
        NumberOfThreads = 1,
        EarlyStopping = new EarlyStopping(),
    };

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Networks_AndHistories_AreBitIdentical_ForEveryNumberOfThreads(bool pruned)
    {
        var initial = Initial(WithDropout, pruned);
        var data = TrainingCase.Data(70, size: 60);
        var one = new SupervisedTrainer(s_options).Train(initial, data, monitor: data);
        Assert.IsLessThan(one.History[0].Loss, one.History[^1].Loss);
        foreach (var threads in new int?[] { 1, 2, 3, null })
        {
            var other = new SupervisedTrainer(s_options with { NumberOfThreads = threads }).Train(initial, data, monitor: data);
            TrainingCase.AssertSameNumbers(one.Network, other.Network);
            CollectionAssert.AreEqual(one.History.ToArray(), other.History.ToArray());
        }
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public void SlicesOfABatch_AddUpToTheBatch(bool pruned, bool weighted)
    {
        var initial = Initial(
            "input 6x5x2, conv 6 3x3 same, relu, maxpool 2, conv 5 2x2 same, relu, conv 4 2x2 same, maxpool 2, flatten, dense 12, relu, dense 3", pruned, density: 0.3);
        var data = TrainingCase.Data(40, size: 60);
        data = new LabeledSamples(data.Samples, data.Labels, weighted ? [.. Enumerable.Range(0, data.Count).Select(sample => 0.5f * (sample % 4))] : null);
        var options = s_options with { Optimizer = OptimizerKind.Sgd };
        using var team = new WorkerTeam(2);
        var whole = Run(slice: 19);
        foreach (var slice in new[] { 1, 7, 16 })
        {
            var (peek, mean, network) = Run(slice);
            Assert.AreEqual(whole.Peek, peek, 1e-6, $"slices of {slice}");
            Assert.AreEqual(whole.Mean, mean, 1e-5, $"slices of {slice}");
            for (var layer = 0; layer < network.Layers.Count; layer++)
            {
                Near.AreEqual([.. whole.Network.Layers[layer].Values.Select(value => (double)value)], network.Layers[layer].Values, 1e-4, $"slices of {slice}, layer {layer}");
                Near.AreEqual([.. whole.Network.Layers[layer].Bias.Select(value => (double)value)], network.Layers[layer].Bias, 1e-4, $"slices of {slice}, layer {layer}");
            }
        }

        (double Peek, double Mean, Network Network) Run(int slice)
        {
            var run = new TrainingRun(initial.Clone(), data, [.. Enumerable.Range(0, data.Count)], options, team, slice);
            var peek = run.PeekLoss();
            for (var step = 0; step < 5; step++)
            {
                run.Step();
            }

            return (peek, run.TakeMeanLoss(), run.Network);
        }
    }

    [TestMethod]
    public void Slices_GiveTheSameBits_ForEveryNumberOfThreads()
    {
        // Slices that are whole vectors, and a shorter one that is not.
        var data = TrainingCase.Data(70, size: 60);
        var options = s_options with { BatchSize = 56 };
        (double Peek, double Mean, double Later, Network Network)? expected = null;
        foreach (var threads in new[] { 1, 2, 3, 5 })
        {
            using var team = new WorkerTeam(threads);
            using var run = new TrainingRun(Initial(Pooled, pruned: true, density: 0.3), data, [.. Enumerable.Range(0, data.Count)], options, team, slice: 16);
            var peek = run.PeekLoss();
            for (var step = 0; step < 6; step++)
            {
                run.Step();
            }

            var actual = (Peek: peek, Mean: run.TakeMeanLoss(), Later: run.PeekLoss(), run.Network);
            expected ??= actual;
            Assert.AreEqual(expected.Value.Peek, actual.Peek, $"{threads} threads");
            Assert.AreEqual(expected.Value.Mean, actual.Mean, $"{threads} threads");
            Assert.AreEqual(expected.Value.Later, actual.Later, $"{threads} threads");
            TrainingCase.AssertSameNumbers(expected.Value.Network, actual.Network);
        }
    }

    [TestMethod]
    public void Dropout_ChangesTraining_AndWithRateZeroDoesNot()
    {
        var data = TrainingCase.Data(40, size: 60);
        var without = Train(WithDropout.Replace(" dropout 0.3,", "", StringComparison.Ordinal).Replace(" dropout 0.5,", "", StringComparison.Ordinal));
        TrainingCase.AssertSameNumbers(
            without, Train(WithDropout.Replace("0.3", "0", StringComparison.Ordinal).Replace("0.5", "0", StringComparison.Ordinal)));
        CollectionAssert.AreNotEqual(without.Layers[0].Values, Train(WithDropout).Layers[0].Values);

        Network Train(string text) => new SupervisedTrainer(s_options).Train(Initial(text, pruned: true), data).Network;
    }

    [TestMethod]
    public void Dropout_IsForTheLossAlone_NotForMonitorAndValidation()
    {
        // One linear layer that sees one feature: what dropout leaves of a sample is known.
        var network = NetworkCase.Dense("input 2, dropout 0.75, dense 2", seed: 1);
        new float[] { 1, 0, 0, 0 }.CopyTo(network.Layers[0].Values, 0);
        Array.Clear(network.Layers[0].Bias);
        var samples = new SampleMatrix([.. Enumerable.Repeat(new[] { 1f, 0f }, 400).SelectMany(row => row)], 400, 2);
        var data = new LabeledSamples(samples, new int[400]);
        var options = s_options with { NumberOfSteps = 0, BatchSize = 400, EarlyStopping = null, ValidationFraction = 0 };
        var result = new SupervisedTrainer(options).Train(network, data, monitor: data);
        Assert.AreEqual(1, result.History[0].MonitorAccuracy);
        Assert.AreEqual(Math.Log(1 + Math.Exp(-1)), ClassificationMetrics.Evaluate(result.Network, data).LogLoss, 1e-6);

        // A quarter of the samples keeps its feature, four times as large.
        double dropped = Math.Log(2), kept = Math.Log(1 + Math.Exp(-4));
        var quarter = (dropped - result.History[0].Loss) / (dropped - kept);
        Assert.AreEqual(0.25, quarter, 4 * Math.Sqrt(0.25 * 0.75 / 400));
    }

    [TestMethod]
    public void Dropout_TakesNoPartInPruning()
    {
        var with = NetworkArchitecture.Parse(WithDropout);
        var without = new NetworkArchitecture(with.Input, with.Layers.Where(layer => layer is not DropoutLayer));
        var samples = TrainingCase.Data(40, size: 60).Samples;
        var options = new NttOptions { Density = 0.4, BatchSize = 8, NumberOfSteps = 12, MaskUpdateInterval = 4, RecordInterval = 4, NumberOfThreads = 1 };
        foreach (var scope in Enum.GetValues<KernelScope>())
        {
            var one = new NttPruner(with, options with { KernelScope = scope }).Prune(samples);
            var other = new NttPruner(without, options with { KernelScope = scope, NumberOfThreads = 3 }).Prune(samples);
            TrainingCase.AssertSameNumbers(one.Network, other.Network);
            CollectionAssert.AreEqual(one.History.ToArray(), other.History.ToArray());
            Assert.AreEqual(with, one.Network.Architecture);
        }
    }

    [TestMethod]
    public void AConvolutionalNetwork_LearnsTheDigits()
    {
        var architecture = NetworkArchitecture.Parse("input 28x28x1, conv 8 5x5 stride 2, relu, maxpool 2, conv 16 3x3, relu, avgpool 2, flatten, dense 10");
        var images = GeneratedDigits.Generate(2300, seed: 1);
        var (training, test) = (Part(images, 0, 2000), Part(images, 2000, 300));
        var options = new NttOptions
        {
            Density = 0.3,
            BatchSize = 16,
            NumberOfSteps = 20,
            MaskUpdateInterval = 10,
            RecordInterval = 20,
            NumberOfThreads = 1,
            KernelScope = KernelScope.RetainedWeights,
        };
        var pruned = new NttPruner(architecture, options).Prune(training.Samples);
        var trainer = new SupervisedTrainer(
            new TrainingOptions { LearningRate = 5e-3, BatchSize = 16, NumberOfEpochs = 8, ValidationFraction = 0, NumberOfThreads = 1 });
        var result = trainer.Train(pruned.Network, training, test);
        TestContext.WriteLine($"{result.History[^1].MonitorAccuracy:p1}");
        Assert.IsLessThan(0.3, result.History[0].MonitorAccuracy!.Value);
        Assert.IsGreaterThan(0.6, result.History[^1].MonitorAccuracy!.Value);
        Assert.AreEqual(pruned.Network.KeptCount, result.Network.KeptCount);
    }

    private static Network Initial(string text, bool pruned, double density = 0.4)
    {
        var network = NetworkCase.Dense(text, seed: 1, standardized: true);
        return pruned ? NetworkCase.Pruned(network, density, seed: 2) : network;
    }

    private static LabeledSamples Part(LabeledImages images, int start, int count)
    {
        var part = images.Subset([.. Enumerable.Range(start, count)]);
        return new LabeledSamples(part.ToSamples(), part.Labels);
    }
}
