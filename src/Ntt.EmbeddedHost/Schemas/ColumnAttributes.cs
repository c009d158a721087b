namespace Microsoft.ML.Data;

/// <summary>Names the column of a member.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class ColumnNameAttribute : Attribute
{
    /// <summary>The column's name.</summary>
    public ColumnNameAttribute(string name) => Name = name;
    internal string Name { get; }
}

/// <summary>The size of an array member.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    /// <summary>A length that varies.</summary>
    public VectorTypeAttribute() { }

    /// <summary>A known length.</summary>
    public VectorTypeAttribute(int size)
    {
        Checks.Param(size >= 0, nameof(size), "A size must not be negative");
        Dimensions = [size];
    }

    /// <summary>Known dimensions.</summary>
    public VectorTypeAttribute(params int[] dimensions)
    {
        Checks.Param(dimensions.All(d => d >= 0), nameof(dimensions), "Dimensions must not be negative");
        Dimensions = dimensions;
    }

    internal int[] Dimensions { get; }
}

/// <summary>A member whose values are keys.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    /// <summary>Keys from 1 to <paramref name="count"/>.</summary>
    public KeyTypeAttribute(ulong count) => Count = count;
    internal ulong Count { get; }
}
