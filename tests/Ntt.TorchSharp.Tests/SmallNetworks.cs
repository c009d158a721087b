using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Torch.Tests;

/// <summary>Seeded networks and samples of odd sizes.</summary>
internal static class SmallNetworks
{
    public const string Dense = "input 7, dense 9, relu, dense 5, relu, dense 3";

    public const string Convolutional =
        "input 9x8x2, conv 5 3x2, relu, maxpool 2, conv 4 2x3 same, relu, avgpool 2 stride 1, dropout 0.25, flatten, dense 6, relu, dense 3";

    public const string Strided = "input 11x9x3, conv 4 4x3 stride 2 same, relu, conv 6 3x3 stride 2, maxpool 2 stride 1, flatten, dense 4";

    /// <summary>One row of one channel, at the input and between two layers.</summary>
    public const string Signal =
        "input 1x31x1, dropout 0.1, conv 4 1x5 same, relu, conv 1 1x4 stride 2, relu, dropout 0.25, maxpool 1 stride 2, relu, flatten, dense 6, relu, dense 3";

    /// <summary>A network with every second layer pruned to about a third, and a standardisation that is none.</summary>
    public static Network Create(string text, int seed = 3)
    {
        var architecture = NetworkArchitecture.Parse(text);
        var random = new RandomStream(seed, "small networks");
        var channels = architecture.Input.Channels;
        var normalization = new InputNormalization(
            [.. Enumerable.Range(0, channels).Select(_ => (float)random.NextNormal())],
            [.. Enumerable.Range(0, channels).Select(_ => 0.5f + (float)random.NextDouble())]);
        var dense = NetworkInitializer.GlorotTruncatedNormal(architecture, normalization, seed);
        return dense.With(
            [.. dense.Layers.Select((layer, index) => index % 2 == 0 ? layer.Prune(Third(layer.Shape, random)) : layer)],
            new Dictionary<string, string>());
    }

    public static float[] Samples(Network network, int count, int seed = 5)
    {
        var random = new RandomStream(seed, "small samples");
        return [.. Enumerable.Range(0, count * network.Architecture.Input.Size).Select(_ => (float)random.NextNormal())];
    }

    public static float[] Logits(Network network, float[] samples)
    {
        var logits = new float[samples.Length / network.Architecture.Input.Size * network.Architecture.OutputCount];
        network.ComputeLogits(samples, logits);
        return logits;
    }

    private static Mask Third(WeightShape shape, RandomStream random)
        => Mask.FromIndices(shape.Rows, shape.Columns, [.. Enumerable.Range(0, shape.Count).Where(_ => random.NextInt(3) == 0)]);
}
