using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>
/// The guard against layer collapse of Tanaka et al. (2020), theorem 3. If scores add up to the same total in every layer, weights whose scores
/// add up to less than that can be pruned between two scorings without emptying a layer.
/// </summary>
internal static class LayerCut
{
    /// <summary>
    /// <paramref name="wanted"/>, or masks on the way to it: of the weights to be pruned those with the lowest scores, as many as together stay
    /// below the smallest layer's total, but at least one.
    /// </summary>
    public static Mask[] Limit(IReadOnlyList<Mask> current, Mask[] wanted, IReadOnlyList<float[]> scores)
    {
        var total = double.PositiveInfinity;
        var pruned = new List<(float Score, int Layer, int Index)>();
        for (var layer = 0; layer < wanted.Length; layer++)
        {
            double sum = 0;
            foreach (var index in current[layer].KeptIndices())
            {
                var score = scores[layer][index];
                sum += score;
                if (!wanted[layer][index])
                {
                    pruned.Add((score, layer, index));
                }
            }

            total = Math.Min(total, sum);
        }

        pruned.Sort((one, other) => (one.Score, -one.Layer, -one.Index).CompareTo((other.Score, -other.Layer, -other.Index)));
        double cost = 0;
        var allowed = 0;
        while (allowed < pruned.Count && (allowed == 0 || cost + pruned[allowed].Score < total))
        {
            cost += pruned[allowed++].Score;
        }

        if (allowed == pruned.Count)
        {
            return wanted;
        }

        var restored = pruned.Skip(allowed).ToLookup(weight => weight.Layer, weight => weight.Index);
        return [.. wanted.Select((mask, layer) => Mask.FromIndices(mask.Rows, mask.Columns, [.. mask.KeptIndices(), .. restored[layer]]))];
    }
}
