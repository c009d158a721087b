using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

/// <summary>Small seeded classification tasks.</summary>
internal static class TrainingCase
{
    public static Network Network(bool pruned)
    {
        var network = NetworkCase.Dense("input 6, dense 9, relu, dense 7, relu, dense 3", seed: 1, standardized: true);
        return pruned ? NetworkCase.Pruned(network, 0.4, seed: 2) : network;
    }

    /// <summary>Classes by which of the first three features is the largest; some labels are wrong.</summary>
    public static LabeledSamples Data(int count, int seed = 3, double wrong = 0.1, int size = 6)
    {
        var random = new RandomStream(seed, "test classes");
        var samples = NetworkCase.Normal(random, count * size, 1);
        var labels = new int[count];
        for (var sample = 0; sample < count; sample++)
        {
            var features = samples.AsSpan(sample * size, 3);
            labels[sample] = random.NextDouble() < wrong ? random.NextInt(3) : features.IndexOf(Math.Max(features[0], Math.Max(features[1], features[2])));
        }

        return new LabeledSamples(new SampleMatrix(samples, count, size), labels);
    }

    public static void AssertSameNumbers(Network expected, Network actual)
    {
        for (var layer = 0; layer < expected.Layers.Count; layer++)
        {
            CollectionAssert.AreEqual(expected.Layers[layer].Values, actual.Layers[layer].Values);
            CollectionAssert.AreEqual(expected.Layers[layer].Bias, actual.Layers[layer].Bias);
        }
    }
}
