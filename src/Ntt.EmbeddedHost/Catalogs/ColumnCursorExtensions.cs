namespace Microsoft.ML.Data;

/// <summary>Reads a column.</summary>
public static class ColumnCursorExtensions
{
    /// <summary>The values of a column: its raw type, an array for a vector, strings for text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it has another type.</exception>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName) => GetColumn<T>(data, data.Schema[columnName]);

    /// <summary>The values of a column: its raw type, an array for a vector, strings for text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is none of the view's, or has another type.</exception>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Checks.Value(data, nameof(data));
        Checks.NonEmpty(column.Name, nameof(column));
        var own = data.Schema[column.Index];
        Checks.Param(own.Name == column.Name && own.Type == column.Type, nameof(column), $"Column '{column.Name}' of type {column.Type} is not at {column.Index} in the view");

        if (column.Type.RawType == typeof(T))
            return Values<T, T>(data, column, value => value);
        if (typeof(T) == typeof(string) && column.Type is TextDataViewType)
            return (IEnumerable<T>)Values<ReadOnlyMemory<char>, string>(data, column, text => text.ToString());
        if (typeof(T) == typeof(string[]) && column.Type is VectorDataViewType { ItemType: TextDataViewType })
            return (IEnumerable<T>)Values<VBuffer<ReadOnlyMemory<char>>, string[]>(data, column, texts => texts.DenseValues().Select(text => text.ToString()).ToArray());
        if (column.Type is VectorDataViewType vector && typeof(T) == vector.ItemType.RawType.MakeArrayType())
            return (IEnumerable<T>)RawValues.Call(typeof(ColumnCursorExtensions), nameof(Arrays), [vector.ItemType.RawType], data, column);
        throw Checks.Parameter(nameof(column), $"Cannot map column (name: {column.Name}, type: {column.Type}) in {nameof(data)} to the user-defined type, {typeof(T)}.");
    }

    private static IEnumerable<T[]> Arrays<T>(IDataView data, DataViewSchema.Column column)
        => Values<VBuffer<T>, T[]>(data, column, vector => vector.DenseValues().ToArray());

    private static IEnumerable<TResult> Values<TValue, TResult>(IDataView data, DataViewSchema.Column column, Func<TValue, TResult> convert)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<TValue>(column);
        TValue value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return convert(value);
        }
    }
}
