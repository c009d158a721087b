namespace Ntt.Networks;

/// <summary>Whether a thread takes a slice of samples through all layers alone, or all threads share every product.</summary>
internal static class ThreadSlices
{
    /// <summary>
    /// Whether slices take less time: for pruned convolutions, whose images are large and whose weights are few. Matrix products over all
    /// weights want as many columns as they can get.
    /// </summary>
    public static bool AreWorthwhile(Network network)
    {
        var hasConvolutions = false;
        for (var layer = 0; layer < network.Architecture.Layers.Count; layer++)
        {
            hasConvolutions |= network.Architecture.Layers[layer] is Conv2DLayer;
        }

        for (var layer = 0; layer < network.Layers.Count; layer++)
        {
            if (network.Layers[layer].Mask is not { } mask || mask.Density > SparseBreakEven.Adjoint)
            {
                return false;
            }
        }

        return hasConvolutions;
    }
}
