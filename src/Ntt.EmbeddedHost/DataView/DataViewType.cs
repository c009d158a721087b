namespace Microsoft.ML.Data;

/// <summary>The type of a column.</summary>
public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType) => RawType = rawType ?? throw new ArgumentNullException(nameof(rawType));

    /// <summary>The .NET type that getters of the column produce.</summary>
    public Type RawType { get; }

    /// <inheritdoc/>
    public abstract bool Equals(DataViewType other);
}

/// <summary>A type made of other types.</summary>
public abstract class StructuredDataViewType : DataViewType
{
    /// <summary>A type of structured values whose items are of <paramref name="rawType"/>.</summary>
    protected StructuredDataViewType(Type rawType)
        : base(rawType) { }
}

/// <summary>A type of single values.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    /// <summary>A primitive type over a raw type.</summary>
    protected PrimitiveDataViewType(Type rawType)
        : base(rawType) { }

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) => ReferenceEquals(this, other);
}

/// <summary>Text, held as <see cref="ReadOnlyMemory{T}"/> of characters.</summary>
public sealed class TextDataViewType : PrimitiveDataViewType
{
    private TextDataViewType()
        : base(typeof(ReadOnlyMemory<char>)) { }

    /// <summary>The one instance.</summary>
    public static TextDataViewType Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "String";
}

/// <summary>Numbers.</summary>
public sealed class NumberDataViewType : PrimitiveDataViewType
{
    private NumberDataViewType(Type rawType)
        : base(rawType) { }

    /// <summary>8-bit unsigned integers.</summary>
    public static NumberDataViewType Byte { get; } = new(typeof(byte));
    /// <summary>16-bit unsigned integers.</summary>
    public static NumberDataViewType UInt16 { get; } = new(typeof(ushort));
    /// <summary>32-bit signed integers.</summary>
    public static NumberDataViewType Int32 { get; } = new(typeof(int));
    /// <summary>32-bit unsigned integers.</summary>
    public static NumberDataViewType UInt32 { get; } = new(typeof(uint));
    /// <summary>64-bit signed integers.</summary>
    public static NumberDataViewType Int64 { get; } = new(typeof(long));
    /// <summary>64-bit unsigned integers.</summary>
    public static NumberDataViewType UInt64 { get; } = new(typeof(ulong));
    /// <summary>Single-precision floats.</summary>
    public static NumberDataViewType Single { get; } = new(typeof(float));
    /// <summary>Double-precision floats.</summary>
    public static NumberDataViewType Double { get; } = new(typeof(double));

    /// <inheritdoc/>
    public override string ToString() => RawType.Name;
}

/// <summary>Truth values.</summary>
public sealed class BooleanDataViewType : PrimitiveDataViewType
{
    private BooleanDataViewType()
        : base(typeof(bool)) { }

    /// <summary>The one instance.</summary>
    public static BooleanDataViewType Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => RawType.Name;
}

/// <summary>Which <see cref="DataViewType"/> belongs to a .NET type.</summary>
internal static class PrimitiveTypes
{
    public static readonly PrimitiveDataViewType[] All =
    [
        NumberDataViewType.Byte, NumberDataViewType.UInt16,
        NumberDataViewType.Int32, NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64,
        NumberDataViewType.Single, NumberDataViewType.Double, BooleanDataViewType.Instance, TextDataViewType.Instance,
    ];

    public static bool TryGet(Type type, out PrimitiveDataViewType result)
    {
        var rawType = type == typeof(string) ? typeof(ReadOnlyMemory<char>) : type;
        result = Array.Find(All, candidate => candidate.RawType == rawType);
        return result != null;
    }

    public static PrimitiveDataViewType ItemTypeOf(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : (PrimitiveDataViewType)type;
}

/// <summary>Categories numbered from 1 to <see cref="Count"/>; 0 stands for a missing one.</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    /// <summary>Keys held in an unsigned integer type.</summary>
    public KeyDataViewType(Type type, ulong count)
        : base(type)
    {
        if (!IsValidDataType(type))
            throw Checks.Parameter(nameof(type), $"Keys are held in Byte, UInt16, UInt32 or UInt64, not in {type}");
        if (count == 0 || count > MaxCount(type))
            throw Checks.Parameter(nameof(count), $"The number of keys in {type.Name} must lie in 1 to {MaxCount(type)}, but is {count}");
        Count = count;
    }

    /// <summary>Keys held in an unsigned integer type.</summary>
    public KeyDataViewType(Type type, int count)
        : this(type, count > 0 ? (ulong)count : 0) { }

    /// <summary>The number of categories.</summary>
    public ulong Count { get; }

    /// <summary>Whether keys can be held in the type.</summary>
    public static bool IsValidDataType(Type type)
        => type == typeof(uint) || type == typeof(ulong) || type == typeof(ushort) || type == typeof(byte);

    /// <inheritdoc/>
    public override bool Equals(DataViewType other)
        => other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;

    /// <inheritdoc/>
    public override bool Equals(object other) => Equals(other as DataViewType);
    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RawType, Count);
    /// <inheritdoc/>
    public override string ToString() => $"Key<{RawType.Name}, 0-{Count - 1}>";

    private static ulong MaxCount(Type type)
        => type == typeof(ulong) ? ulong.MaxValue : type == typeof(uint) ? uint.MaxValue : type == typeof(ushort) ? ushort.MaxValue : byte.MaxValue;
}

/// <summary>Vectors of primitive items, held as <see cref="VBuffer{T}"/>.</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    /// <summary>Vectors of <paramref name="size"/> items; 0 for a length that varies from row to row.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0)
        : this(itemType, ImmutableArray.Create(size), nameof(size)) { }

    /// <summary>Tensors of the given dimensions, flattened; a dimension of 0 is unknown.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, dimensions?.ToImmutableArray() ?? [], nameof(dimensions)) { }

    /// <summary>Tensors of the given dimensions, flattened; a dimension of 0 is unknown.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : this(itemType, dimensions, nameof(dimensions)) { }

    private VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions, string parameter)
        : base(typeof(VBuffer<>).MakeGenericType((itemType ?? throw new ArgumentNullException(nameof(itemType))).RawType))
    {
        Checks.Param(dimensions.Length > 0 && dimensions.All(d => d >= 0), parameter, $"Dimensions cannot be '{string.Join(", ", dimensions)}'");
        (ItemType, Dimensions) = (itemType, dimensions);
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
    public override int GetHashCode() => HashCode.Combine(ItemType, Dimensions.Length, Size);

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Dimensions.Length == 1)
            return Size > 0 ? $"Vector<{ItemType}, {Size}>" : $"Vector<{ItemType}>";
        return $"Vector<{ItemType}, {string.Join(", ", Dimensions.Select(d => d > 0 ? d.ToString(CultureInfo.InvariantCulture) : "*"))}>";
    }
}
