namespace Ntt.Pruning;

/// <summary>The magnitude of the initial weight: |θ|. NTT with no step.</summary>
public sealed class MagnitudeCriterion : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "magnitude";

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Of(context.Dense.Layers.Select(layer => layer.Values));
    }

    internal static float[][] Of(IEnumerable<float[]> weights) => [.. weights.Select(layer => Array.ConvertAll(layer, MathF.Abs))];
}
