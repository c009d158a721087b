using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Core.Tests.Oracle;

/// <summary>Seeded networks and samples for tests.</summary>
internal static class NetworkCase
{
    /// <summary>A dense network with weights of a size that keeps activations near 1 and biases that matter.</summary>
    public static Network Dense(string architecture, int seed, bool standardized = false)
    {
        var shape = NetworkArchitecture.Parse(architecture);
        var random = new RandomStream(seed, "test network");
        var layers = shape.WeightLayers.Select(layer =>
        {
            var deviation = 1.4 * Math.Sqrt(2.0 / (layer.FanIn + layer.FanOut));
            return LayerWeights.Dense(layer, Normal(random, layer.Count, deviation), Normal(random, layer.Rows, 0.1));
        }).ToArray();
        var channels = shape.Input.Channels;
        var normalization = standardized
            ? new InputNormalization([.. Normal(random, channels, 0.5)], [.. Normal(random, channels, 0.2).Select(value => 1 + Math.Abs(value))])
            : InputNormalization.Identity(channels);
        return new Network(shape, normalization, layers);
    }

    /// <summary>The network with every parameter moved a little: a student on its way.</summary>
    public static Network Moved(Network network, int seed, double size = 0.1)
    {
        var random = new RandomStream(seed, "test moves");
        var layers = network.Layers.Select(layer => LayerWeights.Dense(
            layer.Shape, Sum(layer.ToDense(), Normal(random, layer.Shape.Count, size)), Sum(layer.Bias, Normal(random, layer.Bias.Length, size)))).ToArray();
        return network.With(layers, network.Metadata);
    }

    /// <summary>The network under masks that keep each weight with the probability given.</summary>
    public static Network Pruned(Network network, double density, int seed)
    {
        var random = new RandomStream(seed, "test masks");
        return Pruned(network, (_, _) => random.NextDouble() < density);
    }

    /// <summary>The network under the masks that keep what <paramref name="keep"/> says of layer and flat index.</summary>
    public static Network Pruned(Network network, Func<int, int, bool> keep) => network.With(
        [.. network.Layers.Select((layer, number) => layer.Prune(Mask.FromIndices(
            layer.Shape.Rows, layer.Shape.Columns, [.. Enumerable.Range(0, layer.Shape.Count).Where(index => keep(number, index))])))],
        network.Metadata);

    /// <summary>Samples with standard normal features, [count × features].</summary>
    public static float[] Samples(NetworkArchitecture architecture, int count, int seed)
        => Normal(new RandomStream(seed, "test samples"), count * architecture.Input.Size, 1);

    /// <summary>The standardised samples in double.</summary>
    public static double[][] Standardized(Network network, float[] samples)
    {
        var size = network.Architecture.Input.Size;
        return [.. Enumerable.Range(0, samples.Length / size).Select(
            sample => OracleNetwork.Standardize(network.Normalization, samples.AsSpan(sample * size, size), network.Architecture.Input))];
    }

    public static float[] Normal(RandomStream random, int count, double deviation)
    {
        var values = new float[count];
        for (var index = 0; index < count; index++)
        {
            values[index] = (float)(random.NextNormal() * deviation);
        }

        return values;
    }

    private static float[] Sum(float[] one, float[] two) => [.. one.Zip(two, (a, b) => a + b)];
}
