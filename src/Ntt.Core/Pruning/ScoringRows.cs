using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>
/// The samples that a criterion looks at. They are taken from the end of the order into which the seed shuffles all samples: a validation
/// split with the same seed holds out the first of that order, so that no score has seen a held-out label unless all samples are looked at.
/// </summary>
internal static class ScoringRows
{
    /// <summary>What the SNIP family scores on by default: 100 images, 128 colour images (supplement of the paper).</summary>
    public static int DefaultCount(TensorShape input) => input.Channels >= 3 ? 128 : 100;

    /// <summary>The next <paramref name="count"/> samples, or all if there are fewer; every round goes on where the one before ended.</summary>
    public static int[] Take(ScoringContext context, int count)
    {
        var order = Order(context);
        var rows = new int[Math.Min(count, order.Length)];
        var start = (int)((long)context.Round * rows.Length % order.Length);
        for (var index = 0; index < rows.Length; index++)
        {
            rows[index] = order[(start + index) % order.Length];
        }

        return rows;
    }

    /// <summary>The first <paramref name="count"/> samples of every class, or all of a class that has fewer, class by class.</summary>
    public static int[] TakePerClass(ScoringContext context, int[] labels, int count)
    {
        var rows = Enumerable.Range(0, context.Dense.Architecture.OutputCount).Select(_ => new List<int>(count)).ToArray();
        foreach (var row in Order(context))
        {
            if (rows[labels[row]].Count < count)
            {
                rows[labels[row]].Add(row);
            }
        }

        return [.. rows.SelectMany(ofClass => ofClass)];
    }

    private static int[] Order(ScoringContext context)
    {
        var order = DataSplit.Create(context.Data.Samples.Count, 0, context.Seed).Training;
        Array.Reverse(order);
        return order;
    }
}
