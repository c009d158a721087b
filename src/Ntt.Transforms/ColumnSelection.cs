using Microsoft.ML;

namespace Ntt.Transforms;

/// <summary>Which columns of a row are active, and the errors of asking for another.</summary>
internal static class ColumnSelection
{
    /// <summary>A flag a column of <paramref name="schema"/>.</summary>
    public static bool[] Of(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        var active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
        {
            active[column.Index] = true;
        }

        return active;
    }

    public static void ThrowIfInactive(bool[] active, DataViewSchema.Column column)
    {
        if (column.Index >= active.Length || !active[column.Index])
        {
            throw new ArgumentException($"Column '{column.Name}' was not asked for when the rows were opened.", nameof(column));
        }
    }

    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column)
        => getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' is of type {column.Type}; its values are {column.Type.RawType}, not {typeof(TValue)}.");
}
