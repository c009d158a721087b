using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;
using static TorchSharp.torch;

namespace Ntt.Torch.Tests;

/// <summary>NTT on a device is NTT on the managed engine, up to rounding.</summary>
[TestClass]
public sealed class NttParityTests
{
    private const string Wide = "input 8x7x3, conv 12 3x3, relu, maxpool 2, conv 16 2x2 same, relu, flatten, dense 20, relu, dense 5";

    [TestMethod]
    [DataRow(SmallNetworks.Dense, KernelScope.AllWeights, KernelPairing.Halves)]
    [DataRow(SmallNetworks.Dense, KernelScope.RetainedWeights, KernelPairing.Halves)]
    [DataRow(SmallNetworks.Dense, KernelScope.RetainedWeights, KernelPairing.Full)]
    [DataRow(SmallNetworks.Convolutional, KernelScope.AllWeights, KernelPairing.Halves)]
    [DataRow(SmallNetworks.Convolutional, KernelScope.AllWeights, KernelPairing.Full)]
    [DataRow(SmallNetworks.Convolutional, KernelScope.RetainedWeights, KernelPairing.Halves)]
    [DataRow(SmallNetworks.Strided, KernelScope.AllWeights, KernelPairing.Halves)]
    [DataRow(SmallNetworks.Strided, KernelScope.RetainedWeights, KernelPairing.Full)]
    [DataRow(SmallNetworks.Signal, KernelScope.AllWeights, KernelPairing.Halves)]
    [DataRow(SmallNetworks.Signal, KernelScope.RetainedWeights, KernelPairing.Full)]
    public void FiftySteps_AreTheSame(string text, KernelScope scope, KernelPairing pairing)
    {
        var options = new NttOptions
        {
            Density = 0.3,
            KernelScope = scope,
            KernelPairing = pairing,
            BatchSize = 11,
            NumberOfSteps = 50,
            MaskUpdateInterval = 20,
            RecordInterval = 10,
            LearningRate = 2e-3,
        };

        Compare(text, options, new TorchEngine(CPU));
    }

    [TestMethod]
    [DataRow(KernelScope.AllWeights)]
    [DataRow(KernelScope.RetainedWeights)]
    public void Chunks_ChangeNothing(KernelScope scope)
    {
        // The Jacobians of the second convolution take 26 · 5 · 16 · 48 · 4 bytes, six times the limit.
        var options = new NttOptions { Density = 0.3, KernelScope = scope, BatchSize = 26, NumberOfSteps = 5, RecordInterval = 1 };

        Compare(Wide, options, new TorchEngine(CPU, 1 << 16));
    }

    [TestMethod]
    public void OutputTransfer_IsTheSame()
        => Compare(SmallNetworks.Convolutional, new NttOptions { Density = 0.3, KernelWeight = 0, BatchSize = 11, NumberOfSteps = 50, RecordInterval = 10 }, new TorchEngine(CPU));

    [TestMethod]
    public void GlobalAllocationAndACachedTeacher_AreTheSame()
    {
        var options = new NttOptions
        {
            Density = 0.3,
            Allocation = PruningAllocation.Global,
            CacheTeacher = true,
            BatchSize = 11,
            NumberOfSteps = 30,
            RecordInterval = 10,
            MaskUpdateInterval = 10,
        };

        Compare(SmallNetworks.Convolutional, options, new TorchEngine(CPU));
    }

    private static void Compare(string text, NttOptions options, TorchEngine engine)
    {
        var architecture = NetworkArchitecture.Parse(text);
        var network = SmallNetworks.Create(text);
        var samples = new SampleMatrix(SmallNetworks.Samples(network, 70), 70, architecture.Input.Size);

        var expected = new NttPruner(architecture, options).Prune(samples);
        var actual = new NttPruner(architecture, options with { Engine = engine }).Prune(samples);

        Assert.HasCount(expected.History.Count, actual.History);
        foreach (var (one, other) in expected.History.Zip(actual.History))
        {
            Assert.AreEqual(one.Step, other.Step);
            if (options.KernelWeight > 0)
                Agree(one.KernelDistance!.Value, other.KernelDistance!.Value, $"kernel distance at step {one.Step}");
            Agree(one.TargetDistance, other.TargetDistance, $"target distance at step {one.Step}");
            Agree(one.L2, other.L2, $"L2 at step {one.Step}");
            Agree(one.Total, other.Total, $"total at step {one.Step}");
        }

        Assert.AreNotEqual(expected.History[0].Total, expected.History[^1].Total);
        CollectionAssert.AreEqual(expected.Report.Layers.Select(layer => layer.Kept).ToArray(), actual.Report.Layers.Select(layer => layer.Kept).ToArray());
    }

    private static void Agree(double expected, double actual, string what) => Assert.AreEqual(expected, actual, 1e-3 * Math.Abs(expected), what);
}
