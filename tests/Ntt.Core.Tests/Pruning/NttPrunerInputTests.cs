using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Core.Tests.Pruning;

/// <summary>What the pruner refuses, and how it is stopped.</summary>
[TestClass]
public sealed class NttPrunerInputTests
{
    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 4, dense 5, relu, dense 2");
    private static readonly NttOptions s_options = new() { Density = 0.5, BatchSize = 4, NumberOfSteps = 20, RecordInterval = 1, NumberOfThreads = 1 };

    [TestMethod]
    public void TooFewSamples_AreRefused()
    {
        var none = Assert.ThrowsExactly<ArgumentException>(() => Prune(new SampleMatrix([], 0, 4)));
        StringAssert.Contains(none.Message, "no samples");
        Assert.AreEqual("samples", none.ParamName);
        var one = Assert.ThrowsExactly<ArgumentException>(() => Prune(new SampleMatrix(new float[4], 1, 4)));
        StringAssert.Contains(one.Message, "at least 2; 1 was given");
        Assert.AreEqual("samples", one.ParamName);
    }

    [TestMethod]
    public void ThePapersNetworks_HaveThePapersSettings()
    {
        Assert.AreEqual(new NttOptions(), NttOptions.ForArchitecture(Architectures.LeNet300100()));
        Assert.AreEqual(new NttOptions { WeightDecay = 1e-5 }, NttOptions.ForArchitecture(Architectures.LeNet5Caffe(3)));
        Assert.AreEqual(new NttOptions { WeightDecay = 1e-8, BatchSize = 32 }, NttOptions.ForArchitecture(Architectures.Conv4()));
        Assert.AreEqual(new NttOptions(), NttOptions.ForArchitecture(s_architecture));
    }

    [TestMethod]
    public void PruningThatDiverges_IsAnError()
    {
        var problem = Assert.ThrowsExactly<ArithmeticException>(() => new NttPruner(s_architecture, s_options with { LearningRate = 1e20 }).Prune(Samples(12)));
        StringAssert.StartsWith(problem.Message, "Pruning diverged: the objective is ");
        StringAssert.EndsWith(problem.Message, "The learning rate is 1E+20; try a smaller one.");
    }

    [TestMethod]
    public void PruningThatDivergesBetweenTwoRecords_IsNoticedAtTheMaskUpdate()
    {
        var options = s_options with { LearningRate = 1e20, RecordInterval = 100, MaskUpdateInterval = 3 };
        var problem = Assert.ThrowsExactly<ArithmeticException>(() => new NttPruner(s_architecture, options).Prune(Samples(12)));
        StringAssert.StartsWith(problem.Message, "Pruning diverged: the sum of the squared weights is NaN at step 3.");
    }

    [TestMethod]
    [DataRow(10_000, KernelPairing.Halves)]
    [DataRow(7_000, KernelPairing.Full)]
    public void BatchWhoseKernelFitsNoArray_IsRefused(int batch, KernelPairing pairing)
    {
        var options = s_options with { BatchSize = batch, KernelPairing = pairing, ValidationFraction = 0 };
        var problem = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new NttPruner(NetworkArchitecture.Parse("input 1, dense 10"), options).Prune(new SampleMatrix(new float[batch], batch, 1)));
        var side = pairing == KernelPairing.Halves ? 50_000 : 70_000;
        StringAssert.Contains(problem.Message, $"{side} rows and {side} columns has {(long)side * side} numbers; an array can hold {Array.MaxLength}");
    }

    [TestMethod]
    public void MoreEpochsThanStepsCanBeCounted_GoOnUntilTheyAreEnded()
    {
        using var source = new CancellationTokenSource();
        var progress = new Synchronous<NttRecord>(record =>
        {
            if (record.Step == 4)
            {
                source.Cancel();
            }
        });
        var options = s_options with { NumberOfSteps = null, NumberOfEpochs = int.MaxValue };
        Assert.ThrowsExactly<OperationCanceledException>(() => new NttPruner(s_architecture, options).Prune(Samples(12), progress, source.Token));
    }

    [TestMethod]
    [DataRow(2, 0.9)]
    [DataRow(3, 0.99)]
    [DataRow(4, 0.5)]
    [DataRow(5, 0.0)]
    public void FewSamples_AreSharedOutSoThatTrainingHasTwo(int count, double validation)
    {
        var result = new NttPruner(s_architecture, s_options with { ValidationFraction = validation }).Prune(Samples(count));
        Assert.HasCount(21, result.History);
        Assert.IsTrue(result.History.All(record => double.IsFinite(record.Total) && record.L2 > 0));
    }

    [TestMethod]
    public void SamplesOfAnotherLength_AreRefused()
    {
        var problem = Assert.ThrowsExactly<ArgumentException>(() => Prune(new SampleMatrix(new float[15], 3, 5)));
        StringAssert.Contains(problem.Message, "5 features");
        StringAssert.Contains(problem.Message, "has 4");
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(float.PositiveInfinity, "Infinity")]
    [DataRow(float.NegativeInfinity, "-Infinity")]
    public void ValuesThatAreNoNumbers_AreNamed(float value, string text)
    {
        var samples = Samples(6);
        samples.Values[(3 * 4) + 2] = value;
        var problem = Assert.ThrowsExactly<ArgumentException>(() => Prune(samples));
        StringAssert.Contains(problem.Message, $"Sample 3, feature 2 is {text}");
    }

    [TestMethod]
    public void OptionsOutsideTheirRange_AreNamed()
    {
        AssertRefused("Density", 0.0, s_options with { Density = 0 });
        AssertRefused("Density", -0.5, s_options with { Density = -0.5 });
        AssertRefused("Density", 1.01, s_options with { Density = 1.01 });
        AssertRefused("Density", double.NaN, s_options with { Density = double.NaN });
        AssertRefused("Allocation", (PruningAllocation)7, s_options with { Allocation = (PruningAllocation)7 });
        AssertRefused("KernelWeight", -1.0, s_options with { KernelWeight = -1 });
        AssertRefused("WeightDecay", double.PositiveInfinity, s_options with { WeightDecay = double.PositiveInfinity });
        AssertRefused("LearningRate", 0.0, s_options with { LearningRate = 0 });
        AssertRefused("BatchSize", 1, s_options with { BatchSize = 1 });
        AssertRefused("NumberOfEpochs", 0, s_options with { NumberOfEpochs = 0 });
        AssertRefused("NumberOfSteps", -1, s_options with { NumberOfSteps = -1 });
        AssertRefused("MaskUpdateInterval", 0, s_options with { MaskUpdateInterval = 0 });
        AssertRefused("RecordInterval", 0, s_options with { RecordInterval = 0 });
        AssertRefused("ValidationFraction", 1.0, s_options with { ValidationFraction = 1 });
        AssertRefused("KernelScope", (KernelScope)3, s_options with { KernelScope = (KernelScope)3 });
        AssertRefused("KernelPairing", (KernelPairing)3, s_options with { KernelPairing = (KernelPairing)3 });
        AssertRefused("numberOfThreads", 0, s_options with { NumberOfThreads = 0 });
    }

    [TestMethod]
    public void ACancelledRun_Throws_BetweenTwoSteps()
    {
        using var source = new CancellationTokenSource();
        var steps = new List<int>();
        var progress = new Synchronous<NttRecord>(record =>
        {
            steps.Add(record.Step);
            if (record.Step == 3)
            {
                source.Cancel();
            }
        });
        var problem = Assert.ThrowsExactly<OperationCanceledException>(
            () => new NttPruner(s_architecture, s_options).Prune(Samples(6), progress, source.Token));
        Assert.AreEqual(source.Token, problem.CancellationToken);
        Assert.AreEqual("0 1 2 3", string.Join(' ', steps));
    }

    [TestMethod]
    public void ARunCancelledBefore_MakesNoStep()
    {
        var steps = new List<int>();
        var progress = new Synchronous<NttRecord>(record => steps.Add(record.Step));
        Assert.ThrowsExactly<OperationCanceledException>(
            () => new NttPruner(s_architecture, s_options).Prune(Samples(6), progress, new CancellationToken(canceled: true)));
        Assert.DoesNotContain(1, steps);
    }

    private static void AssertRefused(string option, object value, NttOptions options)
    {
        var problem = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new NttPruner(s_architecture, options));
        Assert.AreEqual(option, problem.ParamName);
        Assert.AreEqual(value, problem.ActualValue);
        StringAssert.Contains(problem.Message, "must be");
    }

    private static PruningResult Prune(SampleMatrix samples) => new NttPruner(s_architecture, s_options).Prune(samples);

    private static SampleMatrix Samples(int count) => new(NetworkCase.Samples(s_architecture, count, seed: 2), count, 4);
}
