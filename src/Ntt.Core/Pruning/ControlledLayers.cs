using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>Applies a control to what a method has made of the dense network.</summary>
internal static class ControlledLayers
{
    /// <summary>The layers under the control; dense layers have no mask to shuffle.</summary>
    /// <param name="control">What is taken away.</param>
    /// <param name="dense">The network at initialisation.</param>
    /// <param name="layers">What the method made of it.</param>
    /// <param name="seed">The method's seed.</param>
    /// <param name="keep">What the method makes of a layer's kept weights before any tuning.</param>
    public static IReadOnlyList<LayerWeights> Apply(
        PruningControl control, Network dense, IReadOnlyList<LayerWeights> layers, int seed, Func<LayerWeights, Mask, LayerWeights> keep)
    {
        switch (control)
        {
            case PruningControl.ShuffleMask:
                return [.. layers.Select(layer => Shuffle(layer, seed))];
            case PruningControl.RandomMask:
                return [.. dense.Layers.Select((layer, index) => layers[index].Mask is { } mask ? keep(layer, RandomMask(mask, layer.Shape, seed)) : layer)];
            case PruningControl.Reinitialize:
                var other = unchecked((int)new RandomStream(seed, "reinitialised weights").NextUInt64());
                var drawn = NetworkInitializer.GlorotTruncatedNormal(dense.Architecture, dense.Normalization, other).Layers;
                return [.. layers.Select((layer, index) => layer.Mask is { } mask ? keep(drawn[index], mask) : drawn[index])];
            default:
                return layers;
        }
    }

    /// <summary>A random permutation of the layer's weights, pruned ones included.</summary>
    private static LayerWeights Shuffle(LayerWeights layer, int seed)
    {
        if (layer.Mask is not { } mask)
        {
            return layer;
        }

        var places = Places(layer.Shape, seed, "shuffled mask");
        var moved = new float[mask.Count];
        var kept = mask.KeptIndices();
        for (var position = 0; position < kept.Length; position++)
        {
            moved[places[kept[position]]] = layer.Values[position];
        }

        var shuffled = Mask.FromIndices(mask.Rows, mask.Columns, [.. kept.Select(index => places[index])]);
        return LayerWeights.Dense(layer.Shape, moved, layer.Bias).Prune(shuffled);
    }

    private static Mask RandomMask(Mask mask, WeightShape shape, int seed)
        => Mask.FromIndices(mask.Rows, mask.Columns, Places(shape, seed, "control mask").AsSpan(0, mask.KeptCount));

    private static int[] Places(WeightShape shape, int seed, string purpose)
    {
        var places = Enumerable.Range(0, shape.Count).ToArray();
        new RandomStream(seed, $"{purpose} {shape.Name}").Shuffle(places);
        return places;
    }
}
