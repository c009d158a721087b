namespace Ntt.Pruning;

/// <summary>
/// Synaptic flow with squared weights (Gebhart et al., 2021): θ² ∘ ∂R/∂θ² with R the sum of the outputs of the network with the weights
/// m ∘ θ² and no biases on an input of ones, which is the trace of the path kernel. Looks at no sample. Meant for many rounds (100).
/// </summary>
public sealed class SynFlowL2Criterion : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "synflow-l2";

    /// <inheritdoc/>
    public override bool ConservesLayerTotals => true;

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return SynFlowCriterion.Score(context, weight => weight * weight);
    }
}
