using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>
/// Path exclusion (PX; Iurada et al., CVPR 2024): θ² ∘ ∂R/∂θ² for R = Σ_k c_k f_k(1; m ∘ θ²), an upper bound of the tangent kernel's trace.
/// f(1; m ∘ θ²) sums the squared products of weights over all paths, and c_k = Σ_x Σ over the paths that x activates in the network m ∘ θ of
/// the squared input where they begin: the gates are those of the network itself, poolings included, and c is taken as constant. Needs
/// samples, but no labels; they are drawn regardless of their class, and biases are no part of a path. With a dense last layer c is the same for
/// every output, so that the samples matter from the second round on.
/// </summary>
public sealed class PxCriterion : PruningCriterion
{
    private const int Chunk = 64;

    private readonly int _samples;

    /// <summary>PX on so many samples.</summary>
    /// <param name="samples">Samples of a round, at least 1. Fewer if there are fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is below 1.</exception>
    public PxCriterion(int samples = 256) => _samples = Check.AtLeast(samples, 1);

    /// <inheritdoc/>
    public override string Name => "px";

    /// <inheritdoc/>
    public override bool ConservesLayerTotals => true;

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var squared = context.KeptWeights();
        foreach (var layer in squared)
        {
            for (var index = 0; index < layer.Length; index++)
            {
                layer[index] *= layer[index];
            }
        }

        return PathScores.Compute(context, squared, ActivePaths(context));
    }

    /// <summary>
    /// c, up to one factor for all outputs: the squared inputs sent along all kept links through the gates of the samples, and what arrives at every
    /// output.
    /// </summary>
    private float[] ActivePaths(ScoringContext context)
    {
        var rows = ScoringRows.Take(context, _samples);
        var layers = context.KeptLayers();
        var links = Links(context);
        var sums = new double[context.Dense.Architecture.OutputCount];
        for (var start = 0; start < rows.Length; start += Chunk)
        {
            using var batch = new ScoredBatch(context, layers, rows[start..Math.Min(start + Chunk, rows.Length)]);
            batch.Forward();
            var arrived = batch.Pass.Transmit(links, Array.ConvertAll(batch.Input, value => value * value));
            for (var index = 0; index < arrived.Length; index++)
            {
                sums[index / batch.Samples] += arrived[index];
            }
        }

        // Only the proportions of c matter, so that it can stay within the range of single precision. If the samples activate no path that is
        // left, all outputs count alike: scores that are all zero would say nothing of the paths.
        var total = sums.Sum();
        return Array.ConvertAll(sums, sum => total > 0 ? (float)(sum / total) : 1);
    }

    /// <summary>The masks as weights, scaled layer by layer.</summary>
    private static LayerWeights[] Links(ScoringContext context)
        => [.. context.Masks.Select((mask, layer) =>
        {
            var ones = new float[mask.Count];
            foreach (var index in mask.KeptIndices())
            {
                ones[index] = 1;
            }

            PathScores.ScaleToUnitRows(ones, mask.Rows);
            var shape = context.Dense.Layers[layer].Shape;
            return LayerWeights.Dense(shape, ones, new float[shape.Rows]);
        })];
}
