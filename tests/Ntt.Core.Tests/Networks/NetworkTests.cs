using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Networks;

namespace Ntt.Core.Tests.Networks;

[TestClass]
public sealed class NetworkTests
{
    [TestMethod]
    [DataRow("input 6, dense 3", 1.0)]
    [DataRow("input 13, dense 9, relu, dense 7, relu, dense 3", 1.0)]
    [DataRow("input 13, dense 9, relu, dense 7, relu, dense 3", 0.3)]
    [DataRow("input 13, dense 9, relu, dense 7, relu, dense 3", 0.0)]
    [DataRow("input 3x2x2, flatten, dense 9, dense 5, relu, dense 3", 0.5)]
    [DataRow("input 5, relu, dense 6, flatten, relu, relu, dense 2", 0.7)]
    [DataRow("input 40, dense 70, relu, dense 35, relu, dense 11", 0.2)]
    [DataRow("input 9x8x2, conv 4 3x3, relu, maxpool 2, conv 5 2x2, relu, avgpool 2, flatten, dense 6, relu, dense 3", 1.0)]
    [DataRow("input 9x8x2, conv 4 3x3, relu, maxpool 2, conv 5 2x2, relu, avgpool 2, flatten, dense 6, relu, dense 3", 0.4)]
    [DataRow("input 9x8x2, conv 4 3x3, relu, maxpool 2, conv 5 2x2, relu, avgpool 2, flatten, dense 6, relu, dense 3", 0.0)]
    [DataRow("input 7x10x3, conv 6 3x2 stride 2 same, conv 3 2x3 same, maxpool 3 stride 2, flatten, dense 4", 1.0)]
    [DataRow("input 7x10x3, conv 6 3x2 stride 2 same, conv 3 2x3 same, maxpool 3 stride 2, flatten, dense 4", 0.3)]
    [DataRow("input 6x5x3, relu, maxpool 2 stride 1, conv 2 5x4, relu, flatten, dropout 0.5, dense 4", 0.7)]
    [DataRow("input 11x4x2, avgpool 3 stride 2, conv 17 1x1, relu, conv 3 4x1 stride 3, flatten, dense 2", 0.5)]
    [DataRow("input 3x3x2, conv 3 7x7 same, dropout 0.9, relu, conv 2 2x2 stride 5 same, flatten, dense 2", 0.6)]
    public void Logits_AreTheOracles(string text, double density)
    {
        var network = NetworkCase.Dense(text, seed: 5, standardized: true);
        if (density < 1)
        {
            network = NetworkCase.Pruned(network, density, seed: 6);
        }

        const int Count = 5;
        var samples = NetworkCase.Samples(network.Architecture, Count, seed: 7);
        var logits = Logits(network, samples, Count);
        var oracle = new OracleNetwork(network.Architecture);
        var parameters = OracleNetwork.Parameters(network.Layers);
        var expected = NetworkCase.Standardized(network, samples).SelectMany(x => oracle.Logits(parameters, x)).ToArray();
        var largest = expected.Max(Math.Abs);
        Assert.IsGreaterThan(0.01, largest);
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.AreEqual(expected[index], logits[index], 2e-6 * largest);
        }
    }

    [TestMethod]
    [DataRow("input 37, dense 50, relu, dense 21, relu, dense 10", false)]
    [DataRow("input 37, dense 50, relu, dense 21, relu, dense 10", true)]
    [DataRow("input 7x6x2, conv 9 3x2 same, relu, maxpool 3 stride 2, conv 5 2x1, avgpool 2 stride 1, flatten, dense 10", false)]
    [DataRow("input 7x6x2, conv 9 3x2 same, relu, maxpool 3 stride 2, conv 5 2x1, avgpool 2 stride 1, flatten, dense 10", true)]
    [DataRow("input 9x8x2, conv 9 3x2 same, relu, maxpool 2, conv 5 2x1, maxpool 2, flatten, dense 10", true)]
    public void Logits_AreBitIdentical_ForEverySplitAndTeam(string text, bool pruned)
    {
        var network = NetworkCase.Dense(text, seed: 8, standardized: true);
        network = pruned ? NetworkCase.Pruned(network, 0.2, seed: 9) : network;
        const int Count = 263;
        var size = network.Architecture.Input.Size;
        var samples = NetworkCase.Samples(network.Architecture, Count, seed: 10);
        var whole = Logits(network, samples, Count);
        foreach (var threads in new[] { 1, 2, 3 })
        {
            using var team = new WorkerTeam(threads);
            foreach (var part in new[] { 1, 7, 128, 129, Count })
            {
                var logits = new float[Count * 10];
                for (var start = 0; start < Count; start += part)
                {
                    var rows = Math.Min(part, Count - start);
                    network.ComputeLogits(samples.AsSpan(start * size, rows * size), logits.AsSpan(start * 10, rows * 10), team);
                }

                CollectionAssert.AreEqual(whole, logits, $"{threads} threads, {part} rows a call");
            }
        }
    }

    [TestMethod]
    public void Logits_MayBeComputedByManyThreadsAtOnce()
    {
        var network = NetworkCase.Pruned(NetworkCase.Dense("input 9, dense 12, relu, dense 4", seed: 1), 0.5, seed: 2);
        var samples = NetworkCase.Samples(network.Architecture, 33, seed: 3);
        var expected = Logits(network, samples, 33);
        Parallel.For(0, 40, _ => CollectionAssert.AreEqual(expected, Logits(network, samples, 33)));
    }

    [TestMethod]
    public void NoSamples_GiveNoLogits()
    {
        var network = NetworkCase.Dense("input 4, dense 3", seed: 1);
        network.ComputeLogits([], []);
    }

    [TestMethod]
    public void Logits_FollowChangesOfTheWeights()
    {
        var network = NetworkCase.Pruned(NetworkCase.Dense("input 2, dense 1", seed: 1), (_, _) => true);
        network.Layers[0].Values[0] = 3;
        network.Layers[0].Values[1] = -1;
        network.Layers[0].Bias[0] = 0.5f;
        Assert.AreEqual(4.5f, Logits(network, [2, 2], 1)[0]);
        network.Layers[0].Values[1] = 1;
        Assert.AreEqual(8.5f, Logits(network, [2, 2], 1)[0]);
    }

    [TestMethod]
    public void PixelsOutsideSamples_AndWrongRoom_AreRefused()
    {
        var network = NetworkCase.Dense("input 4, dense 3", seed: 1);
        var samples = Assert.ThrowsExactly<ArgumentException>(() => network.ComputeLogits(new float[7], new float[3]));
        StringAssert.Contains(samples.Message, "7 values");
        StringAssert.Contains(samples.Message, "4 features");
        Assert.AreEqual("samples", samples.ParamName);
        var logits = Assert.ThrowsExactly<ArgumentException>(() => network.ComputeLogits(new float[8], new float[5]));
        StringAssert.Contains(logits.Message, "need 6");
        Assert.AreEqual("logits", logits.ParamName);
    }

    [TestMethod]
    public void MoreLogitsThanAnyRoomHolds_AreRefused()
    {
        var network = NetworkCase.Dense("input 1, dense 32768", seed: 1);
        var logits = Assert.ThrowsExactly<ArgumentException>(() => network.ComputeLogits(new float[131_072], []));
        StringAssert.Contains(logits.Message, "need 4294967296");
        Assert.AreEqual("logits", logits.ParamName);
    }

    [TestMethod]
    public void Clone_SharesNoNumbers()
    {
        foreach (var pruned in new[] { false, true })
        {
            var network = NetworkCase.Dense("input 4, dense 3, relu, dense 2", seed: 1);
            network = pruned ? NetworkCase.Pruned(network, 0.6, seed: 2) : network;
            var samples = NetworkCase.Samples(network.Architecture, 3, seed: 3);
            var before = Logits(network, samples, 3);
            var clone = network.Clone();
            CollectionAssert.AreEqual(before, Logits(clone, samples, 3));
            foreach (var layer in clone.Layers)
            {
                Array.Fill(layer.Values, 9);
                Array.Fill(layer.Bias, 9);
            }

            CollectionAssert.AreEqual(before, Logits(network, samples, 3));
            CollectionAssert.AreNotEqual(before, Logits(clone, samples, 3));
        }
    }

    [TestMethod]
    public void Counts_AreOfWeightsAlone()
    {
        var network = NetworkCase.Pruned(
            NetworkCase.Dense("input 4, dense 5, relu, dense 2", seed: 1), (layer, index) => layer == 0 ? index < 3 : index == 7);
        Assert.AreEqual(30, network.WeightCount);
        Assert.AreEqual(4, network.KeptCount);
        Assert.AreEqual(4 / 30.0, network.Density);
    }

    [TestMethod]
    public void PartsThatDoNotFit_AreRefused()
    {
        var network = NetworkCase.Dense("input 2x2x3, flatten, dense 3", seed: 1);
        var channels = Assert.ThrowsExactly<ArgumentException>(
            () => new Network(network.Architecture, InputNormalization.Identity(2), network.Layers));
        StringAssert.Contains(channels.Message, "2 channels");
        Assert.AreEqual("normalization", channels.ParamName);
        var other = NetworkCase.Dense("input 2x2x3, flatten, dense 4", seed: 1);
        Assert.AreEqual(
            "layers", Assert.ThrowsExactly<ArgumentException>(() => new Network(network.Architecture, network.Normalization, other.Layers)).ParamName);
        Assert.AreEqual(
            "layers", Assert.ThrowsExactly<ArgumentException>(() => new Network(network.Architecture, network.Normalization, [])).ParamName);
    }

    private static float[] Logits(Network network, float[] samples, int count)
    {
        var logits = new float[count * network.Architecture.OutputCount];
        network.ComputeLogits(samples, logits);
        return logits;
    }
}
