namespace Microsoft.ML.Data;

/// <summary>Vectors of primitive items, held as <see cref="VBuffer{T}"/>.</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    /// <summary>Vectors of <paramref name="size"/> items; 0 for a length that varies from row to row.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0)
        : this(itemType, ImmutableArray.Create(size >= 0 ? size : throw Checks.Parameter(nameof(size), $"A size cannot be {size}")))
    {
    }

    /// <summary>Tensors of the given dimensions, flattened; a dimension of 0 is unknown.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, dimensions?.ToImmutableArray() ?? [])
    {
    }

    /// <summary>Tensors of the given dimensions, flattened; a dimension of 0 is unknown.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : base(VectorOf(itemType))
    {
        Checks.Param(!dimensions.IsDefaultOrEmpty, nameof(dimensions), "At least one dimension is needed");
        Checks.Param(dimensions.All(d => d >= 0), nameof(dimensions), "Dimensions must not be negative");
        ItemType = itemType;
        Dimensions = dimensions;
        Size = dimensions.Aggregate(1, (size, dimension) => checked(size * dimension));
    }

    /// <summary>The dimensions; at least one.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>The type of an item.</summary>
    public PrimitiveDataViewType ItemType { get; }

    /// <summary>The product of the dimensions; 0 when unknown.</summary>
    public int Size { get; }

    /// <summary>Whether every row has the same length.</summary>
    public bool IsKnownSize => Size > 0;

    /// <inheritdoc/>
    public override bool Equals(DataViewType other)
        => other is VectorDataViewType vector && ItemType.Equals(vector.ItemType) && Dimensions.SequenceEqual(vector.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object other) => Equals(other as DataViewType);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ItemType);
        foreach (var dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Dimensions.Length == 1)
            return Size > 0 ? $"Vector<{ItemType}, {Size}>" : $"Vector<{ItemType}>";
        return $"Vector<{ItemType}, {string.Join(", ", Dimensions.Select(d => d > 0 ? d.ToString(System.Globalization.CultureInfo.InvariantCulture) : "*"))}>";
    }

    private static Type VectorOf(PrimitiveDataViewType itemType)
    {
        Checks.Value(itemType, nameof(itemType));
        return typeof(VBuffer<>).MakeGenericType(itemType.RawType);
    }
}
