using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>The magnitude of the initial weight: |θ|. NTT with no step.</summary>
public sealed class MagnitudeCriterion : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "magnitude";

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(Network dense, SampleMatrix samples, int seed, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(dense);
        return Of(dense.Layers.Select(layer => layer.Values));
    }

    internal static float[][] Of(IEnumerable<float[]> weights) => [.. weights.Select(layer => Array.ConvertAll(layer, MathF.Abs))];
}
