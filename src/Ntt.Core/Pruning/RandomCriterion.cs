using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>Uniformly random scores: every set of kept weights of the asked size is equally likely (paper, section 4).</summary>
public sealed class RandomCriterion : PruningCriterion
{
    /// <inheritdoc/>
    public override string Name => "random";

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(Network dense, SampleMatrix samples, int seed, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(dense);
        var scores = new float[dense.Layers.Count][];
        for (var layer = 0; layer < scores.Length; layer++)
        {
            var shape = dense.Layers[layer].Shape;
            var stream = new RandomStream(seed, $"random mask {shape.Name}");
            scores[layer] = new float[shape.Count];
            for (var index = 0; index < shape.Count; index++)
            {
                scores[layer][index] = (float)stream.NextDouble();
            }
        }

        return scores;
    }
}
