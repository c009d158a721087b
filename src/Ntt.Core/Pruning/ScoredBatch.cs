using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>
/// The network m ∘ θ at work on one batch, with derivatives by all weights, the pruned ones (at value 0) included. Dropout is off.
/// </summary>
internal sealed class ScoredBatch
{
    private readonly ScoringContext _context;

    public ScoredBatch(ScoringContext context, LayerWeights[] layers, int[] rows)
        : this(context, layers, rows.Length)
    {
        var samples = context.Data.Samples;
        context.Dense.Normalization.Gather(context.Team, samples.Values, samples.FeatureCount, rows, Pass.Input);
    }

    /// <summary>With an input that is filled in later.</summary>
    public ScoredBatch(ScoringContext context, LayerWeights[] layers, int samples)
    {
        _context = context;
        Layers = layers;
        Pass = new NetworkPass(context.Dense.Architecture, layers, samples);
        Bars = Pass.NewBoundaries(samples, Pass.WeightSteps[0] + 1);
        WeightGradients = [.. layers.Select(layer => new float[layer.Shape.Count])];
    }

    public LayerWeights[] Layers { get; }

    public NetworkPass Pass { get; }

    /// <summary>The adjoints at the boundaries; the last one, [outputs × samples], is the derivative by the logits.</summary>
    public float[][] Bars { get; }

    /// <summary>Sums of all <see cref="Backward"/> calls: an array [rows × columns] a layer.</summary>
    public float[][] WeightGradients { get; }

    public int Samples => Pass.Capacity;

    public int Outputs => Pass.Architecture.OutputCount;

    public void Forward() => Pass.Forward(_context.Team, Samples);

    /// <summary>Adds the derivatives by the weights of the loss whose derivative by the logits stands at the last boundary.</summary>
    public void Backward()
        => Pass.AccumulateGradients(_context.Team, Bars, WeightGradients, [.. Layers.Select(layer => new float[layer.Bias.Length])]);

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
