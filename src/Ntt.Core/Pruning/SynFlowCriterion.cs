namespace Ntt.Pruning;

/// <summary>
/// Synaptic flow (SynFlow; Tanaka et al., NeurIPS 2020): |θ| ∘ ∂R/∂|θ| with R the sum of the outputs of the network with the weights
/// m ∘ |θ| and no biases on an input of ones. Looks at no sample. Meant for many rounds (100) of global pruning.
/// </summary>
public sealed class SynFlowCriterion : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "synflow";

    /// <inheritdoc/>
    public override bool ConservesLayerTotals => true;

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Score(context, MathF.Abs);
    }

    /// <summary>The same with another function of a weight in place of the magnitude; it is 0 at 0 and never negative.</summary>
    internal static float[][] Score(ScoringContext context, Converter<float, float> flow)
    {
        var ones = new float[context.Dense.Architecture.OutputCount];
        Array.Fill(ones, 1);
        return PathScores.Compute(context, [.. context.KeptWeights().Select(layer => Array.ConvertAll(layer, flow))], ones);
    }
}
