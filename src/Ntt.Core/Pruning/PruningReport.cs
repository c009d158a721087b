using System.Globalization;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>What pruning left of one layer.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Weights">Its weights before pruning.</param>
/// <param name="Kept">Its weights now.</param>
/// <param name="Units">Its units or filters.</param>
/// <param name="DeadUnits">Units without a kept weight in, or without one out to the next layer.</param>
/// <param name="DenseMultiplyAdds">Multiply-adds a sample before pruning.</param>
/// <param name="SparseMultiplyAdds">Multiply-adds a sample with the kept weights.</param>
public sealed record LayerReport(string Name, int Weights, int Kept, int Units, int DeadUnits, long DenseMultiplyAdds, long SparseMultiplyAdds);

/// <summary>What pruning left of a network.</summary>
public sealed class PruningReport
{
    private PruningReport(double requestedDensity, IReadOnlyList<LayerReport> layers)
    {
        RequestedDensity = requestedDensity;
        Layers = layers;
        CollapsedLayers = [.. layers.Where(layer => layer.Kept == 0).Select(layer => layer.Name)];
        Warnings = [.. layers.Where(layer => layer.Kept == 0).Select(Warning)];
    }

    /// <summary>The kept fraction that was asked for.</summary>
    public double RequestedDensity { get; }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<LayerReport> Layers { get; }

    /// <summary>The names of the layers without weights.</summary>
    public IReadOnlyList<string> CollapsedLayers { get; }

    /// <summary>What a user should know, one paragraph a layer without weights: what that means and what to do. Empty when all is well.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Weights before pruning, biases excluded.</summary>
    public int Weights => Layers.Sum(layer => layer.Weights);

    /// <summary>Weights now, biases excluded.</summary>
    public int Kept => Layers.Sum(layer => layer.Kept);

    /// <summary>Units and filters without a kept weight in, or without one out to the next layer, in all layers.</summary>
    public int DeadUnits => Layers.Sum(layer => layer.DeadUnits);

    /// <summary>Multiply-adds a sample before pruning.</summary>
    public long DenseMultiplyAdds => Layers.Sum(layer => layer.DenseMultiplyAdds);

    /// <summary>Multiply-adds a sample with the kept weights.</summary>
    public long SparseMultiplyAdds => Layers.Sum(layer => layer.SparseMultiplyAdds);

    /// <summary>The kept fraction.</summary>
    public double KeptDensity => (double)Kept / Weights;

    /// <summary>Multiply-adds of the dense network divided by those of the pruned one (paper, fig. 10); infinite when no weight is left.</summary>
    public double TheoreticalSpeedup => SparseMultiplyAdds > 0 ? (double)DenseMultiplyAdds / SparseMultiplyAdds : double.PositiveInfinity;

    /// <summary>The report on a network.</summary>
    /// <param name="network">Dense or pruned.</param>
    /// <param name="requestedDensity">The kept fraction that was asked for.</param>
    public static PruningReport Of(Network network, double requestedDensity)
    {
        ArgumentNullException.ThrowIfNull(network);
        var layers = new LayerReport[network.Layers.Count];
        for (var index = 0; index < layers.Length; index++)
        {
            var layer = network.Layers[index];
            var shape = layer.Shape;
            var next = index + 1 < layers.Length ? network.Layers[index + 1] : null;
            layers[index] = new LayerReport(
                shape.Name, shape.Count, layer.KeptCount, shape.Rows, CountDeadUnits(layer, next), (long)shape.Count * shape.Positions, (long)layer.KeptCount * shape.Positions);
        }

        return new PruningReport(requestedDensity, layers);
    }

    private string Warning(LayerReport layer)
    {
        var layerwise = MaskSelection.KeptCount(RequestedDensity, layer.Weights);
        var remedy = layerwise > 0
            ? $"Use layerwise allocation, which keeps {layerwise} of them at this density, or raise the density."
            : $"Raise the density to {Text(LowestDensity(layer.Weights))} or more with layerwise allocation, or use erk, which keeps more of small layers.";
        return $"Layer {layer.Name} keeps none of its {layer.Weights} weights: its output is its biases alone and no input reaches the logits. {remedy}";
    }

    /// <summary>The density from which on layerwise allocation keeps one of so many weights, rounded up to three digits.</summary>
    private static double LowestDensity(int weights)
    {
        var digit = Math.Pow(10, Math.Floor(Math.Log10(0.5 / weights)) - 2);
        return Math.Ceiling((0.5 / weights / digit) - 1e-9) * digit;
    }

    private static string Text(double density) => density.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>
    /// Units without a kept weight in or out. The columns of the next layer that read one unit stand together: one of a dense layer, one a
    /// kernel position of a convolution, one a pixel behind a flattened convolution.
    /// </summary>
    private static int CountDeadUnits(LayerWeights layer, LayerWeights? next)
    {
        var units = layer.Shape.Rows;
        var hasInput = new bool[units];
        foreach (var index in KeptIndices(layer))
        {
            hasInput[index / layer.Shape.Columns] = true;
        }

        var hasOutput = new bool[units];
        if (next is null)
        {
            Array.Fill(hasOutput, true);
        }
        else
        {
            var columnsPerUnit = next.Shape.Columns / units;
            foreach (var index in KeptIndices(next))
            {
                hasOutput[index % next.Shape.Columns / columnsPerUnit] = true;
            }
        }

        return Enumerable.Range(0, units).Count(unit => !hasInput[unit] || !hasOutput[unit]);
    }

    private static IEnumerable<int> KeptIndices(LayerWeights layer) => layer.Mask?.KeptIndices() ?? Enumerable.Range(0, layer.Shape.Count);
}
