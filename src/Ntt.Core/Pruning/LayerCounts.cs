using System.Globalization;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>How many weights each layer keeps, under the allocations that do not depend on scores.</summary>
internal static class LayerCounts
{
    /// <summary>The counts; null for an allocation that lets scores decide.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The allocation is none, or cannot be had at this density.</exception>
    public static int[]? Of(IReadOnlyList<WeightShape> shapes, double density, PruningAllocation allocation) => allocation switch
    {
        PruningAllocation.Layerwise => [.. shapes.Select(shape => MaskSelection.KeptCount(density, shape.Count))],
        PruningAllocation.Global => null,
        PruningAllocation.UniformPlus => UniformPlus(shapes, density),
        PruningAllocation.ErdosRenyi => Proportional(shapes, density, shape => (double)(Inputs(shape) + shape.Rows) * KernelSize(shape)),
        PruningAllocation.ErdosRenyiKernel => Proportional(shapes, density, shape => Inputs(shape) + shape.Rows + shape.KernelHeight + shape.KernelWidth),
        _ => throw new ArgumentOutOfRangeException(
            nameof(allocation), allocation, $"allocation must be one of {string.Join(", ", Enum.GetNames<PruningAllocation>())}."),
    };

    private static int Total(IReadOnlyList<WeightShape> shapes, double density) => MaskSelection.KeptCount(density, shapes.Sum(shape => shape.Count));

    /// <summary>Counts proportional to a layer's density before clipping, times its weights.</summary>
    private static int[] Proportional(IReadOnlyList<WeightShape> shapes, double density, Func<WeightShape, double> weight)
        => Apportionment.Shares(Total(shapes, density), [.. shapes.Select(weight)], new int[shapes.Count], [.. shapes.Select(shape => shape.Count)]);

    private static int[] UniformPlus(IReadOnlyList<WeightShape> shapes, double density)
    {
        var minima = new int[shapes.Count];
        minima[^1] = (shapes[^1].Count + 4) / 5;
        if (shapes[0].KernelHeight > 0)
        {
            minima[0] = shapes[0].Count;
        }

        var total = Total(shapes, density);
        if (total < minima.Sum())
        {
            var lowest = Math.Ceiling(1e6 * minima.Sum() / shapes.Sum(shape => shape.Count)) / 1e6;
            throw new ArgumentOutOfRangeException(nameof(density), density, string.Create(
                CultureInfo.InvariantCulture,
                $"density must be at least {lowest} here: uniform-plus allocation keeps a first convolution whole and 20 % of the last layer."));
        }

        return Apportionment.Shares(total, [.. shapes.Select(shape => (double)shape.Count)], minima, [.. shapes.Select(shape => shape.Count)]);
    }

    /// <summary>Input channels of a convolution, inputs of a dense layer.</summary>
    private static int Inputs(WeightShape shape) => shape.Columns / KernelSize(shape);

    private static int KernelSize(WeightShape shape) => Math.Max(1, shape.KernelHeight * shape.KernelWidth);
}
