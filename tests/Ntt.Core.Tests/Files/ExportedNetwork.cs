using Ntt.Networks;

namespace Ntt.Core.Tests.Files;

/// <summary>A small network with everything that a file of weights can hold: both kinds of layers, a pruned and a dense one, facts.</summary>
internal static class ExportedNetwork
{
    public static NetworkArchitecture Architecture { get; } = NetworkArchitecture.Parse("input 3x4x2, conv 2 2x3, relu, flatten, dense 3");

    public static Network Create()
    {
        float[] filters = [.. Enumerable.Range(1, 24).Select(number => number / 4f)];
        float[] weights = [.. Enumerable.Range(1, 24).Select(number => -number / 8f)];
        var conv = LayerWeights.Dense(Architecture.WeightLayers[0], filters, [0.5f, -0.25f]).Prune(Mask.FromIndices(2, 12, [0, 5, 17, 23]));
        var dense = LayerWeights.Dense(Architecture.WeightLayers[1], weights, [1, 2, 3]);
        return new Network(
            Architecture,
            new InputNormalization([0.125f, 2], [3, 0.0625f]),
            [conv, dense],
            new Dictionary<string, string> { ["method"] = "ntt", ["näme"] = "\"quoted\"" });
    }
}
