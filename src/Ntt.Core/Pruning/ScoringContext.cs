using Ntt.Compute;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>What a criterion scores: the dense network at initialisation, what the rounds before have left of it, and data.</summary>
public sealed class ScoringContext
{
    internal ScoringContext(Network dense, PruningData data, int seed, WorkerTeam team, INetworkEngine? engine = null)
        : this(dense, [.. dense.Architecture.WeightLayers.Select(shape => Mask.All(shape.Rows, shape.Columns))], data, seed, 0, team, engine)
    {
    }

    internal ScoringContext(
        Network dense, IReadOnlyList<Mask> masks, PruningData data, int seed, int round, WorkerTeam team, INetworkEngine? engine = null)
    {
        Dense = dense;
        Masks = masks;
        Data = data;
        Seed = seed;
        Round = round;
        Team = team;
        Engine = engine;
    }

    /// <summary>The dense network at initialisation, with the standardisation of its input.</summary>
    public Network Dense { get; }

    /// <summary>What is kept so far, a mask a layer; in the first round everything.</summary>
    public IReadOnlyList<Mask> Masks { get; }

    /// <summary>Samples and, for a criterion that needs them, labels that fit the network.</summary>
    public PruningData Data { get; }

    /// <summary>Seed of the criterion's random choices.</summary>
    public int Seed { get; }

    /// <summary>The round, 0-based.</summary>
    public int Round { get; }

    /// <summary>The threads to use.</summary>
    public WorkerTeam Team { get; }

    /// <summary>Where outputs and gradients are computed; null for the managed engine.</summary>
    internal INetworkEngine? Engine { get; }

    /// <summary>The weights m ∘ θ, an array [rows × columns] a layer with zeros where the mask is zero. Copies.</summary>
    public float[][] KeptWeights()
    {
        var kept = new float[Masks.Count][];
        for (var layer = 0; layer < kept.Length; layer++)
        {
            kept[layer] = Masked(Dense.Layers[layer].Values, Masks[layer]);
        }

        return kept;
    }

    /// <summary>The layers with the weights m ∘ θ and the initial biases, stored dense, so that pruned weights have derivatives too.</summary>
    internal LayerWeights[] KeptLayers()
        => [.. KeptWeights().Select((weights, layer) => LayerWeights.Dense(Dense.Layers[layer].Shape, weights, Dense.Layers[layer].Bias))];

    /// <summary>A copy of the values with zeros where the mask is zero.</summary>
    internal static float[] Masked(float[] values, Mask mask)
    {
        var masked = new float[values.Length];
        foreach (var index in mask.KeptIndices())
        {
            masked[index] = values[index];
        }

        return masked;
    }
}
