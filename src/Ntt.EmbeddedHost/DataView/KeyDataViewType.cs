namespace Microsoft.ML.Data;

/// <summary>Categories numbered from 1 to <see cref="Count"/>; 0 stands for a missing one.</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    /// <summary>Keys held in an unsigned integer type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is not an unsigned integer, or the count is 0 or does not fit it.</exception>
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
    /// <exception cref="ArgumentOutOfRangeException">The type is not an unsigned integer, or the count is not positive or does not fit it.</exception>
    public KeyDataViewType(Type type, int count)
        : this(type, count > 0 ? (ulong)count : 0)
    {
    }

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
