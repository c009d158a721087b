using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>
/// The network m ∘ θ at work on one batch, on the context's engine, with derivatives by all weights, the pruned ones (at value 0) included. Dropout
/// is off.
/// </summary>
internal sealed class ScoredBatch : IDisposable
{
    private readonly ScoringContext _context;
    private readonly LayerWeights[] _layers;

    /// <param name="context">Network, data, threads and engine.</param>
    /// <param name="layers">The numbers of the layers.</param>
    /// <param name="rows">The samples.</param>
    public ScoredBatch(ScoringContext context, LayerWeights[] layers, int[] rows)
        : this(context, layers, rows.Length)
    {
        var samples = context.Data.Samples;
        context.Dense.Normalization.Gather(context.Team, samples.Values, samples.FeatureCount, rows, Input);
    }

    /// <summary>With an input that is filled in later.</summary>
    public ScoredBatch(ScoringContext context, LayerWeights[] layers, int samples)
    {
        _context = context;
        _layers = layers;
        Samples = samples;
        var options = new NetworkPassOptions(samples, Scope: null, KernelPairing.Halves, WithGradient: true);
        Pass = ManagedPass.Create(context.Engine, context.Team, context.Dense.Architecture, layers, options, isWhole: true);
        LogitsBar = new float[Outputs * samples];
        WeightGradients = NewWeightArrays();
    }

    /// <summary>The network at work.</summary>
    public INetworkPass Pass { get; }

    /// <summary>The standardised input, [features × samples].</summary>
    public float[] Input => Pass.Input;

    /// <summary>[outputs × samples] after <see cref="Forward"/>.</summary>
    public float[] Logits => Pass.Logits;

    /// <summary>The derivative of the loss by the logits, [outputs × samples]: to be filled before <see cref="Backward"/>.</summary>
    public float[] LogitsBar { get; }

    /// <summary>Sums of all <see cref="Backward"/> calls: an array [rows × columns] a layer.</summary>
    public float[][] WeightGradients { get; }

    public int Samples { get; }

    public int Outputs => _context.Dense.Architecture.OutputCount;

    /// <summary>Zeros, an array [rows × columns] a layer.</summary>
    public float[][] NewWeightArrays() => [.. _layers.Select(layer => new float[layer.Shape.Count])];

    public void Forward() => Pass.Forward(Samples, []);

    /// <summary>Adds the derivatives by the weights of the loss that <see cref="LogitsBar"/> belongs to.</summary>
    public void Backward() => Pass.AddGradients(LogitsBar, [], WeightGradients, [.. _layers.Select(layer => new float[layer.Bias.Length])]);

    public void Dispose() => Pass.Dispose();

    /// <summary>|θ ∘ gradient|, layer by layer, for the initial weights θ.</summary>
    public float[][] Sensitivities()
    {
        var scores = WeightGradients;
        for (var layer = 0; layer < scores.Length; layer++)
        {
            var weights = _context.Dense.Layers[layer].Values;
            for (var index = 0; index < weights.Length; index++)
            {
                scores[layer][index] = MathF.Abs(weights[index] * scores[layer][index]);
            }
        }

        return scores;
    }
}
