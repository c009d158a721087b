using Ntt.Networks;

namespace Ntt.Cli.Benches;

/// <summary>What an operation must do at the least.</summary>
/// <param name="Flops">Arithmetic, 2 a multiply-add; null where the number is not certain.</param>
/// <param name="Bytes">Bytes read from and written to memory when nothing is in a cache; null where memory does not matter.</param>
internal readonly record struct Work(double? Flops, double? Bytes = null)
{
    /// <summary>A kept weight of a sparse matrix is stored as its value and its column.</summary>
    private const int BytesPerKept = 8;

    /// <summary>Scoring: every sample meets every kept weight at every position; samples and weights are read, logits written.</summary>
    public static Work OfScoring(Network network, int batch)
    {
        double samples = sizeof(float) * (double)batch * (network.Architecture.Input.Size + network.Architecture.OutputCount);
        return new Work(2 * batch * MultiplyAdds(network), samples + network.Layers.Sum(Stored));
    }

    /// <summary>
    /// A step of training: each kept weight acts on the outputs, on its own gradient and, behind the first layer, on the gradient of the
    /// inputs. Adam reads a gradient, a weight and two moments and writes the last three again.
    /// </summary>
    public static Work OfTraining(Network network, int batch)
    {
        var passes = (3 * MultiplyAdds(network)) - MultiplyAdds(network.Layers[0]);
        double optimizer = 7 * sizeof(float) * (double)network.Layers.Sum(layer => layer.KeptCount + layer.Bias.Length);
        return new Work(2 * batch * passes, OfScoring(network, batch).Bytes + optimizer);
    }

    private static double MultiplyAdds(Network network) => network.Layers.Sum(MultiplyAdds);

    private static double MultiplyAdds(LayerWeights layer) => (double)layer.KeptCount * layer.Shape.Positions;

    private static double Stored(LayerWeights layer) => (double)layer.KeptCount * (layer.Mask is null ? sizeof(float) : BytesPerKept);
}
