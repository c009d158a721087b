using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>
/// The network m ∘ θ at work on one batch, with derivatives by all weights, the pruned ones (at value 0) included. Dropout is off.
/// </summary>
internal sealed class ScoredBatch : IDisposable
{
    private readonly ScoringContext _context;
    private readonly NetworkPass? _managed;
    private readonly INetworkPass? _other;

    /// <param name="context">Network, data and threads.</param>
    /// <param name="layers">The numbers of the layers.</param>
    /// <param name="rows">The samples.</param>
    /// <param name="engine">Where outputs and gradients are computed; null for the managed engine, whose steps are then at hand.</param>
    public ScoredBatch(ScoringContext context, LayerWeights[] layers, int[] rows, INetworkEngine? engine = null)
        : this(context, layers, rows.Length, engine)
    {
        var samples = context.Data.Samples;
        context.Dense.Normalization.Gather(context.Team, samples.Values, samples.FeatureCount, rows, Input);
    }

    /// <summary>With an input that is filled in later.</summary>
    public ScoredBatch(ScoringContext context, LayerWeights[] layers, int samples, INetworkEngine? engine = null)
    {
        _context = context;
        Layers = layers;
        Samples = samples;
        if (engine is null)
        {
            _managed = new NetworkPass(context.Dense.Architecture, layers, samples);
            Bars = _managed.NewBoundaries(samples, _managed.WeightSteps[0] + 1);
        }
        else
        {
            _other = engine.CreatePass(context.Dense.Architecture, layers, new NetworkPassOptions(samples, Scope: null, KernelPairing.Halves, WithGradient: true));
            Bars = [new float[Outputs * samples]];
        }

        WeightGradients = [.. layers.Select(layer => new float[layer.Shape.Count])];
    }

    public LayerWeights[] Layers { get; }

    /// <summary>The network at work on the managed engine.</summary>
    public NetworkPass Pass => _managed ?? throw new InvalidOperationException("The batch is computed on another engine.");

    /// <summary>The standardised input, [features × samples].</summary>
    public float[] Input => _other?.Input ?? Pass.Input;

    /// <summary>[outputs × samples] after <see cref="Forward"/>.</summary>
    public float[] Logits => _other?.Logits ?? Pass.Logits;

    /// <summary>
    /// The adjoints at the boundaries; the last one, [outputs × samples], is the derivative by the logits. Another engine than the managed one has
    /// the last one alone.
    /// </summary>
    public float[][] Bars { get; }

    /// <summary>Sums of all <see cref="Backward"/> calls: an array [rows × columns] a layer.</summary>
    public float[][] WeightGradients { get; }

    public int Samples { get; }

    public int Outputs => _context.Dense.Architecture.OutputCount;

    public void Forward()
    {
        _other?.Forward(Samples, []);
        _managed?.Forward(_context.Team, Samples);
    }

    /// <summary>Adds the derivatives by the weights of the loss whose derivative by the logits stands at the last boundary.</summary>
    public void Backward()
    {
        float[][] biases = [.. Layers.Select(layer => new float[layer.Bias.Length])];
        _other?.AddGradients(Bars[^1], [], WeightGradients, biases);
        _managed?.AccumulateGradients(_context.Team, Bars, WeightGradients, biases);
    }

    public void Dispose() => _other?.Dispose();

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
