using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

[TestClass]
public sealed class ClassificationMetricsTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(1500)]
    public void Metrics_AreTheOracles(int count)
    {
        var network = NetworkCase.Dense("input 4, dense 6, relu, dense 3", seed: 1, standardized: true);
        var data = Data(network, count);
        var oracle = new OracleNetwork(network.Architecture);
        var parameters = OracleNetwork.Parameters(network.Layers);
        var logits = NetworkCase.Standardized(network, data.Samples.Values).Select(x => oracle.Logits(parameters, x)).ToArray();
        var correct = logits.Where((row, sample) => row[data.Labels[sample]] == row.Max()).Count();
        var loss = logits.Select((row, sample) => Math.Log(row.Sum(Math.Exp)) - row[data.Labels[sample]]).Average();
        var metrics = ClassificationMetrics.Evaluate(network, data);
        Assert.AreEqual((double)correct / count, metrics.Accuracy, 1e-12);
        Assert.AreEqual(loss, metrics.LogLoss, 1e-5 * loss);
        Assert.AreEqual(count, metrics.Count);
        using var team = new WorkerTeam(3);
        Assert.AreEqual(metrics, ClassificationMetrics.Evaluate(network, data, team));
    }

    [TestMethod]
    public void EqualLogits_CountForTheFirstClass()
    {
        var network = Constant([2, 2, 1]);
        Assert.AreEqual(1, ClassificationMetrics.Evaluate(network, new LabeledSamples(new SampleMatrix([0], 1, 1), [0])).Accuracy);
        Assert.AreEqual(0, ClassificationMetrics.Evaluate(network, new LabeledSamples(new SampleMatrix([0], 1, 1), [1])).Accuracy);
    }

    [TestMethod]
    public void LargeLogits_HaveAFiniteLoss()
    {
        var metrics = ClassificationMetrics.Evaluate(Constant([500, -500, 400]), new LabeledSamples(new SampleMatrix([0], 1, 1), [1]));
        Assert.AreEqual(1000, metrics.LogLoss, 1e-6);
    }

    [TestMethod]
    public void SamplesThatDoNotFit_AreRefused()
    {
        var network = NetworkCase.Dense("input 4, dense 3", seed: 1);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ClassificationMetrics.Evaluate(network, new LabeledSamples(new SampleMatrix([], 0, 4), []))).Message, "no samples");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ClassificationMetrics.Evaluate(network, new LabeledSamples(new SampleMatrix(new float[8], 2, 4), [0, 3]))).Message,
            "Sample 1 has label 3; the network has the classes 0 to 2");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new LabeledSamples(new SampleMatrix(new float[8], 2, 4), [0])).Message, "1 labels were given for 2 samples");
    }

    private static Network Constant(float[] logits)
    {
        var network = NetworkCase.Dense("input 1, dense 3", seed: 1);
        logits.CopyTo(network.Layers[0].Bias, 0);
        Array.Clear(network.Layers[0].Values);
        return network;
    }

    private static LabeledSamples Data(Network network, int count)
    {
        var random = new RandomStream(2, "labels");
        return new LabeledSamples(
            new SampleMatrix(NetworkCase.Samples(network.Architecture, count, seed: 3), count, network.Architecture.Input.Size),
            [.. Enumerable.Range(0, count).Select(_ => random.NextInt(network.Architecture.OutputCount))]);
    }
}
