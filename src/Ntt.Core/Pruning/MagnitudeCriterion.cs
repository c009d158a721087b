using System.Numerics;

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

    internal static float[][] Of(IEnumerable<float[]> weights) => [.. weights.Select(Magnitudes)];

    private static float[] Magnitudes(float[] weights)
    {
        var magnitudes = new float[weights.Length];
        var index = 0;
        for (; index <= weights.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Vector.Abs(new Vector<float>(weights, index)).CopyTo(magnitudes, index);
        }

        for (; index < weights.Length; index++)
        {
            magnitudes[index] = MathF.Abs(weights[index]);
        }

        return magnitudes;
    }
}
