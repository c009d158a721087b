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
    /// <param name="scores">An array a layer, a score a weight; no NaN.</param>
    /// <param name="density">Kept fraction, greater than 0 and at most 1.</param>
    /// <param name="allocation">Whether layers keep equal fractions or compete.</param>
    /// <returns>A mask a layer. Of equal scores the earlier layer wins, within a layer the lower index. A layer may be left without weights.</returns>
    /// <exception cref="ArgumentException">The scores do not fit the layers, or one is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The density or the allocation is out of range.</exception>
    public static Mask[] Highest(IReadOnlyList<WeightShape> shapes, IReadOnlyList<float[]> scores, double density, PruningAllocation allocation)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        ArgumentNullException.ThrowIfNull(scores);
        Check.Density(density);
        if (!scores.Select(layer => layer.Length).SequenceEqual(shapes.Select(shape => shape.Count)))
        {
            throw new ArgumentException("There must be one score a weight, an array a layer.", nameof(scores));
        }

        return allocation switch
        {
            PruningAllocation.Layerwise => [.. shapes.Select((shape, layer) => Keep(shape, TopSelection.Highest(scores[layer], KeptCount(density, shape.Count))))],
            PruningAllocation.Global => Global(shapes, scores, density),
            _ => throw new ArgumentOutOfRangeException(nameof(allocation), allocation, "allocation must be Layerwise or Global."),
        };
    }

    private static Mask[] Global(IReadOnlyList<WeightShape> shapes, IReadOnlyList<float[]> scores, double density)
    {
        var all = scores.SelectMany(layer => layer).ToArray();
        var kept = TopSelection.Highest(all, KeptCount(density, all.Length));
        var masks = new Mask[shapes.Count];
        var (start, first) = (0, 0);
        for (var layer = 0; layer < masks.Length; layer++)
        {
            var end = start + shapes[layer].Count;
            var last = first;
            while (last < kept.Length && kept[last] < end)
            {
                last++;
            }

            var offset = start;
            masks[layer] = Keep(shapes[layer], [.. kept[first..last].Select(index => index - offset)]);
            (start, first) = (end, last);
        }

        return masks;
    }

    private static Mask Keep(WeightShape shape, int[] kept) => Mask.FromIndices(shape.Rows, shape.Columns, kept);
}
