using Ntt.Data;
using Ntt.Training;
using static TorchSharp.torch;

namespace Ntt.Torch.Tests;

/// <summary>Training on a device is training on the managed engine, up to rounding.</summary>
[TestClass]
public sealed class TrainingParityTests
{
    [TestMethod]
    [DataRow(SmallNetworks.Dense, OptimizerKind.Adam, TrainingLoss.SoftmaxCrossEntropy)]
    [DataRow(SmallNetworks.Convolutional, OptimizerKind.Adam, TrainingLoss.SoftmaxCrossEntropy)]
    [DataRow(SmallNetworks.Convolutional, OptimizerKind.Sgd, TrainingLoss.SquaredError)]
    [DataRow(SmallNetworks.Strided, OptimizerKind.Adam, TrainingLoss.SoftmaxCrossEntropy)]
    [DataRow(SmallNetworks.Signal, OptimizerKind.Adam, TrainingLoss.SoftmaxCrossEntropy)]
    public void FiftySteps_AreTheSame(string text, OptimizerKind optimizer, TrainingLoss loss)
    {
        var network = SmallNetworks.Create(text);
        var samples = new SampleMatrix(SmallNetworks.Samples(network, 50), 50, network.Architecture.Input.Size);
        var data = new LabeledSamples(samples, [.. Enumerable.Range(0, 50).Select(sample => sample % 3)], [.. Enumerable.Range(0, 50).Select(sample => 1f + (sample % 2))]);
        var options = new TrainingOptions
        {
            Optimizer = optimizer,
            Loss = loss,
            LearningRate = 0.01,
            BatchSize = 17,
            NumberOfSteps = 50,
            RecordInterval = 5,
            L2Regularization = 1e-4,
            ValidationFraction = 0.2,
        };

        var expected = new SupervisedTrainer(options).Train(network, data, monitor: data);
        var actual = new SupervisedTrainer(options with { Engine = new TorchEngine(CPU) }).Train(network, data, monitor: data);

        foreach (var (one, other) in expected.History.Zip(actual.History))
            Assert.AreEqual(one.Loss, other.Loss, 1e-3 * one.Loss, $"Step {one.Step}");
        Assert.IsLessThan(expected.History[0].Loss, expected.History[^1].Loss);
        for (var layer = 0; layer < network.Layers.Count; layer++)
            Differ.ByAtMost(1e-2, expected.Network.Layers[layer].Values, actual.Network.Layers[layer].Values);
    }
}
