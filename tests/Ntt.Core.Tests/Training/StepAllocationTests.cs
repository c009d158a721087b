using Ntt.Compute;
using Ntt.Core.Tests.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

/// <summary>A step allocates nothing once its buffers exist.</summary>
[TestClass]
public sealed class StepAllocationTests
{
    private const int Samples = 40;
    private const string LeNet300100 = "input 28x28x1, flatten, dense 300, relu, dense 100, relu, dense 10";
    private const string Convolutional
        = "input 12x12x2, conv 6 3x3 same, relu, maxpool 2, dropout 0.2, conv 5 2x2, relu, conv 4 3x3 stride 2, avgpool 2, flatten, dense 12, relu, dense 3";

    [TestMethod]
    [DataRow(LeNet300100, 1.0)]
    [DataRow(LeNet300100, 0.03)]
    [DataRow(LeNet300100, 0.6)]
    [DataRow(Convolutional, 1.0)]
    [DataRow(Convolutional, 0.1)]
    [DataRow(Convolutional, 0.6)]
    public void TrainingStep(string text, double density)
    {
        var initial = NetworkCase.Dense(text, seed: 1);
        var network = density == 1 ? initial : NetworkCase.Pruned(initial, density, seed: 2);
        var data = new LabeledSamples(Data(network), [.. Enumerable.Range(0, Samples).Select(sample => sample % 3)]);
        foreach (var (threads, slice) in new[] { (1, 8), (2, 8), (1, 16), (2, 16) })
        {
            using var team = new WorkerTeam(threads);
            // The last slice is a short one.
            using var run = new TrainingRun(network.Clone(), data, [.. Enumerable.Range(0, Samples)], new TrainingOptions { BatchSize = 19 }, team, slice);
            Assert.AreEqual(0, Allocations.InSteadyState(run.Step), $"{threads} threads, slices of {slice}");
        }
    }

    [TestMethod]
    [DataRow(LeNet300100, KernelScope.AllWeights, false, 10)]
    [DataRow(LeNet300100, KernelScope.RetainedWeights, false, 10)]
    [DataRow(LeNet300100, KernelScope.RetainedWeights, true, 10)]
    [DataRow(Convolutional, KernelScope.AllWeights, false, 10)]
    [DataRow(Convolutional, KernelScope.RetainedWeights, true, 10)]
    [DataRow(Convolutional, KernelScope.RetainedWeights, true, 16)]
    public void PruningStep(string text, KernelScope scope, bool cacheTeacher, int batch)
    {
        var teacher = NetworkCase.Dense(text, seed: 1);
        var options = new NttOptions { Density = 0.05, BatchSize = batch, KernelScope = scope, CacheTeacher = cacheTeacher };
        foreach (var threads in new[] { 1, 2 })
        {
            using var team = new WorkerTeam(threads);
            var run = new NttRun(teacher, new PruningData(Data(teacher)), options, team);
            Assert.AreEqual(0, Allocations.InSteadyState(run.Step), $"{threads} threads");
        }
    }

    private static SampleMatrix Data(Network network)
    {
        var features = network.Architecture.Input.Size;
        return new SampleMatrix(NetworkCase.Normal(new RandomStream(1, "test samples"), Samples * features, 1), Samples, features);
    }
}
