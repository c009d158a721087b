using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>Scores the weights of a network at initialisation; those with the highest scores are kept.</summary>
public abstract class PruningCriterion
{
    /// <summary>The criterion's name, such as <c>magnitude</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the score depends on the samples' labels.</summary>
    public virtual bool NeedsLabels => false;

    /// <summary>
    /// Whether the scores are never negative and add up to the same total in every layer. Global pruning by such a criterion prunes, between
    /// two scorings, less than one layer's total: then no layer is emptied as long as another can still lose a weight (Tanaka et al., 2020,
    /// theorem 3).
    /// </summary>
    public virtual bool ConservesLayerTotals => false;

    /// <summary>An array a layer, a score a weight, no NaN; higher is kept. Must not depend on the number of threads.</summary>
    /// <param name="context">The network, what is left of it, and data. Scores of weights that cannot be kept any more are not looked at.</param>
    public abstract IReadOnlyList<float[]> Score(ScoringContext context);

    /// <summary>What the method makes of a layer's kept weights: by default they stay at their initial values.</summary>
    /// <param name="dense">The layer at initialisation.</param>
    /// <param name="mask">The weights to keep.</param>
    public virtual LayerWeights Keep(LayerWeights dense, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(dense);
        return dense.Prune(mask);
    }
}
