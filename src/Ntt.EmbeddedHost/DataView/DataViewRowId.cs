namespace Microsoft.ML.Data;

/// <summary>A 128-bit identifier of a row.</summary>
public readonly struct DataViewRowId
{
    /// <summary>The low 64 bits.</summary>
    public readonly ulong Low;
    /// <summary>The high 64 bits.</summary>
    public readonly ulong High;

    /// <summary>An identifier of two halves.</summary>
    public DataViewRowId(ulong low, ulong high) => (Low, High) = (low, high);
}
