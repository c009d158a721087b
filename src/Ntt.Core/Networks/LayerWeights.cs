using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>
/// The numbers of one weighted layer: weights, biases and, once pruned, the mask. A pruned layer stores its kept weights alone, and
/// every product touches those alone.
/// </summary>
public sealed class LayerWeights
{
    private LayerWeights(WeightShape shape, Mask? mask, SparseMatrix? sparse, float[] values, float[] bias)
    {
        Shape = shape;
        Mask = mask;
        Sparse = sparse;
        Values = values;
        Bias = bias;
    }

    /// <summary>Name, rows and columns of the weight matrix.</summary>
    public WeightShape Shape { get; }

    /// <summary>Which weights are kept; null for a dense layer.</summary>
    public Mask? Mask { get; }

    /// <summary>The kept weights in ascending order of their flat index; all weights, row by row, of a dense layer.</summary>
    public float[] Values { get; }

    /// <summary>The biases, one a row. Never pruned.</summary>
    public float[] Bias { get; }

    /// <summary>Number of kept weights.</summary>
    public int KeptCount => Values.Length;

    /// <summary>The kept weights as a sparse matrix over <see cref="Values"/>; null for a dense layer.</summary>
    internal SparseMatrix? Sparse { get; }

    /// <summary>A dense layer over the arrays given (not copied).</summary>
    /// <param name="shape">Name and sizes.</param>
    /// <param name="weights">[rows × columns], row by row.</param>
    /// <param name="bias">[rows].</param>
    /// <exception cref="ArgumentException">An array is of another length than the shape says.</exception>
    public static LayerWeights Dense(WeightShape shape, float[] weights, float[] bias)
    {
        ArgumentNullException.ThrowIfNull(shape);
        CheckLength(weights, shape.Count, shape, nameof(weights));
        CheckLength(bias, shape.Rows, shape, nameof(bias));
        return new LayerWeights(shape, null, null, weights, bias);
    }

    /// <summary>A pruned layer over the arrays given (not copied).</summary>
    /// <param name="shape">Name and sizes.</param>
    /// <param name="mask">Which weights are kept.</param>
    /// <param name="kept">The kept weights in ascending order of their flat index.</param>
    /// <param name="bias">[rows].</param>
    /// <exception cref="ArgumentException">An array or the mask disagrees with the shape.</exception>
    public static LayerWeights Pruned(WeightShape shape, Mask mask, float[] kept, float[] bias)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(mask);
        CheckMask(mask, shape);
        CheckLength(kept, mask.KeptCount, shape, nameof(kept));
        CheckLength(bias, shape.Rows, shape, nameof(bias));
        return new LayerWeights(shape, mask, SparseMatrix.OverKept(shape.Rows, shape.Columns, mask.KeptIndices(), kept), kept, bias);
    }

    /// <summary>This layer pruned to <paramref name="mask"/>: the kept weights and the biases are copied, the rest is left behind.</summary>
    /// <param name="mask">Which weights are kept.</param>
    /// <exception cref="ArgumentException">The mask has other rows or columns than the layer.</exception>
    public LayerWeights Prune(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        CheckMask(mask, Shape);
        var dense = ToDense();
        return Pruned(Shape, mask, [.. mask.KeptIndices().Select(index => dense[index])], [.. Bias]);
    }

    /// <summary>The weight matrix [rows × columns], row by row, with zeros where the mask is zero. A copy.</summary>
    public float[] ToDense()
    {
        if (Mask is null)
        {
            return [.. Values];
        }

        var dense = new float[Shape.Count];
        var kept = Mask.KeptIndices();
        for (var position = 0; position < kept.Length; position++)
        {
            dense[kept[position]] = Values[position];
        }

        return dense;
    }

    /// <summary>A copy with arrays of its own.</summary>
    public LayerWeights Clone()
    {
        var values = (float[])Values.Clone();
        return new LayerWeights(Shape, Mask, Sparse?.OverValues(values), values, (float[])Bias.Clone());
    }

    private static void CheckMask(Mask mask, WeightShape shape)
    {
        if (mask.Rows != shape.Rows || mask.Columns != shape.Columns)
        {
            throw new ArgumentException($"The mask of {shape.Name} is {mask.Rows} x {mask.Columns}; its weights are {shape.Rows} x {shape.Columns}.", nameof(mask));
        }
    }

    private static void CheckLength(float[] array, int expected, WeightShape shape, string argument)
    {
        ArgumentNullException.ThrowIfNull(array, argument);
        if (array.Length != expected)
        {
            throw new ArgumentException($"{shape.Name} needs {expected} values here, {array.Length} were given.", argument);
        }
    }
}
