using Ntt.Compute;

namespace Ntt.Pruning;

/// <summary>Uniformly random scores: every set of kept weights of the asked size is equally likely (paper, section 4).</summary>
public sealed class RandomCriterion : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "random";

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Draw(context);
    }

    internal static float[][] Draw(ScoringContext context)
    {
        var scores = new float[context.Dense.Layers.Count][];
        for (var layer = 0; layer < scores.Length; layer++)
        {
            var shape = context.Dense.Layers[layer].Shape;
            var stream = new RandomStream(context.Seed, $"random mask {shape.Name}");
            scores[layer] = new float[shape.Count];
            for (var index = 0; index < shape.Count; index++)
            {
                scores[layer][index] = (float)stream.NextDouble();
            }
        }

        return scores;
    }
}
