using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

/// <summary>The whole way on generated digits: prune without labels, train sparse, test.</summary>
[TestClass]
public sealed class GeneratedDigitsTrainingTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void DenseAndPrunedNetworks_LearnTheDigits()
    {
        var architecture = NetworkArchitecture.Parse("input 28x28x1, flatten, dense 60, relu, dense 10");
        var images = GeneratedDigits.Generate(3300, seed: 1);
        var (training, test) = (Part(images, 0, 3000), Part(images, 3000, 300));
        var options = new NttOptions { Density = 0.2, BatchSize = 32, NumberOfSteps = 40, MaskUpdateInterval = 10, RecordInterval = 40, NumberOfThreads = 1 };
        foreach (var pruner in new Pruner[] { new DenseBaseline(architecture, options), new NttPruner(architecture, options) })
        {
            var pruned = pruner.Prune(training.Samples);
            var trainer = new SupervisedTrainer(
                new TrainingOptions { LearningRate = 3e-3, BatchSize = 32, NumberOfEpochs = 8, ValidationFraction = 0, NumberOfThreads = 1 });
            var result = trainer.Train(pruned.Network, training, test);
            TestContext.WriteLine($"{pruner.Method}: {result.History[^1].MonitorAccuracy:p1}");
            Assert.IsLessThan(0.3, result.History[0].MonitorAccuracy!.Value);
            Assert.IsGreaterThan(0.7, result.History[^1].MonitorAccuracy!.Value, pruner.Method);
            Assert.IsLessThan(0.3 * result.History[0].Loss, result.History[^1].Loss);
            Assert.AreEqual(pruned.Network.KeptCount, result.Network.KeptCount);
        }
    }

    private static LabeledSamples Part(LabeledImages images, int start, int count)
    {
        var part = images.Subset([.. Enumerable.Range(start, count)]);
        return new LabeledSamples(part.ToSamples(), part.Labels);
    }
}
