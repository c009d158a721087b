namespace Ntt.Networks;

/// <summary>
/// How many samples of a batch are computed at a time. The images of a whole batch may not fit in the caches: then every layer reads and
/// writes memory, and a gradient is summed up slice by slice sooner than in one go.
/// </summary>
internal static class BatchSlices
{
    /// <summary>
    /// Floats of activations, and of their derivatives where there are any, that a slice may take, 32 MB. Measured on two cores with 1 MB of second-level and 32 MB of
    /// third-level cache, one training step of Conv-4 at 3 % and batch 64 in CPU time: slices of 64 samples (127 MB) 31 ms, 32 samples 27 ms, 16
    /// samples (32 MB) 26 ms. The networks that fit whole lose by slices: their sparse products have fewer columns to a weight.
    /// </summary>
    public const int MaximumFloats = 8 * 1024 * 1024;

    /// <summary>Slices are whole vectors of the widest kind.</summary>
    public const int Granularity = 16;

    /// <summary>Samples of a slice: all of the batch if they fit, otherwise the largest multiple of <see cref="Granularity"/> that does, at least one.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="batch">Samples of the batch.</param>
    /// <param name="withDerivatives">Whether a reverse sweep follows.</param>
    public static int Of(NetworkArchitecture architecture, int batch, bool withDerivatives)
    {
        long floats = architecture.Input.Size;
        for (var layer = 0; layer < architecture.Layers.Count; layer++)
        {
            // The others work in place.
            if (architecture.Layers[layer] is not (ReluLayer or DropoutLayer or FlattenLayer))
            {
                floats += architecture.Shapes[layer + 1].Size;
            }
        }

        var samples = MaximumFloats / (withDerivatives ? 2 * floats : floats);
        return samples >= batch ? batch : (int)Math.Min(batch, Math.Max(Granularity, samples / Granularity * Granularity));
    }
}
