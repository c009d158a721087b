using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>
/// Random pruning, with the kept weights scaled so that their variance is 2 / (fan-in · density of the layer) instead of the initial
/// 2 / (fan-in + fan-out): the signal keeps its size through the sparse network (paper, section 4). The masks are those of
/// <see cref="RandomCriterion"/> with the same seed; biases are not scaled.
/// </summary>
public sealed class ScaledRandomCriterion : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "scaled-random";

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RandomCriterion.Draw(context);
    }

    /// <inheritdoc/>
    public override LayerWeights Keep(LayerWeights dense, Mask mask)
    {
        var kept = base.Keep(dense, mask);
        if (mask.KeptCount == 0)
        {
            return kept;
        }

        var shape = dense.Shape;
        var factor = (float)Math.Sqrt((shape.FanIn + shape.FanOut) / (shape.FanIn * mask.Density));
        for (var position = 0; position < kept.Values.Length; position++)
        {
            kept.Values[position] *= factor;
        }

        return kept;
    }
}
