using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>Turns scores into masks that keep exactly as many weights as asked.</summary>
public static class MaskSelection
{
    /// <summary>Number of weights kept of <paramref name="count"/>: density · count, rounded to the nearest, halves up.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The density is not greater than 0 and at most 1.</exception>
    public static int KeptCount(double density, int count)
        // In decimal, because the density is meant as written: 0.29 of 50 is 14.5, though 0.29 * 50 is below that in binary.
        => (int)decimal.Round((decimal)Check.Density(density) * count, MidpointRounding.AwayFromZero);

    /// <summary>The masks that keep the weights with the highest scores.</summary>
    /// <param name="shapes">The layers.</param>
    /// <param name="scores">An array a layer, a score a weight; no NaN among those that can be kept.</param>
    /// <param name="density">Kept fraction of all weights, greater than 0 and at most 1.</param>
    /// <param name="allocation">How the kept weights are shared out among the layers.</param>
    /// <param name="within">Masks of the weights that can be kept, as those an earlier round has left; null for all.</param>
    /// <returns>A mask a layer. Of equal scores the earlier layer wins, within a layer the lower index. A layer may be left without weights.</returns>
    /// <exception cref="ArgumentException">The scores or <paramref name="within"/> do not fit the layers, or a score is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The density or the allocation is out of range, or <paramref name="within"/> holds too few weights.
    /// </exception>
    public static Mask[] Highest(
        IReadOnlyList<WeightShape> shapes, IReadOnlyList<float[]> scores, double density, PruningAllocation allocation, IReadOnlyList<Mask>? within = null)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        ArgumentNullException.ThrowIfNull(scores);
        Check.Density(density);
        if (!scores.Select(layer => layer.Length).SequenceEqual(shapes.Select(shape => shape.Count)))
        {
            throw new ArgumentException("There must be one score a weight, an array a layer.", nameof(scores));
        }

        if (within is not null && !within.Select(mask => (mask.Rows, mask.Columns)).SequenceEqual(shapes.Select(shape => (shape.Rows, shape.Columns))))
        {
            throw new ArgumentException("There must be one mask of its shape a layer.", nameof(within));
        }

        var candidates = new Candidates[shapes.Count];
        for (var layer = 0; layer < candidates.Length; layer++)
        {
            candidates[layer] = Candidates.Of(shapes[layer], scores[layer], within?[layer]);
        }

        return LayerCounts.Of(shapes, density, allocation) is { } counts
            ? [.. candidates.Select((layer, index) => layer.Keep(TopSelection.Highest(layer.Scores, counts[index])))]
            : Global(candidates, KeptCount(density, shapes.Sum(shape => shape.Count)));
    }

    private static Mask[] Global(Candidates[] candidates, int count)
    {
        var kept = TopSelection.Highest(candidates.SelectMany(layer => layer.Scores).ToArray(), count);
        var masks = new Mask[candidates.Length];
        var (start, first) = (0, 0);
        for (var layer = 0; layer < masks.Length; layer++)
        {
            var end = start + candidates[layer].Scores.Length;
            var last = first;
            while (last < kept.Length && kept[last] < end)
            {
                last++;
            }

            var offset = start;
            masks[layer] = candidates[layer].Keep([.. kept[first..last].Select(index => index - offset)]);
            (start, first) = (end, last);
        }

        return masks;
    }

    /// <summary>The weights of one layer that can be kept; flat indices null for all.</summary>
    private readonly record struct Candidates(WeightShape Shape, float[] Scores, int[]? Indices)
    {
        public static Candidates Of(WeightShape shape, float[] scores, Mask? within)
        {
            if (within is null || within.KeptCount == within.Count)
            {
                return new Candidates(shape, scores, null);
            }

            var indices = within.KeptIndices();
            return new Candidates(shape, [.. indices.Select(index => scores[index])], indices);
        }

        public Mask Keep(int[] positions)
        {
            var indices = Indices;
            return Mask.FromIndices(Shape.Rows, Shape.Columns, indices is null ? positions : [.. positions.Select(position => indices[position])]);
        }
    }
}
