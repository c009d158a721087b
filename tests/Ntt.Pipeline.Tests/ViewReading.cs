using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Pipeline.Tests;

/// <summary>Reads whole columns of a view.</summary>
internal static class ViewReading
{
    public static T[] Scalars<T>(this IDataView view, string name)
    {
        var column = view.Schema[name];
        using var cursor = view.GetRowCursor([column]);
        var getter = cursor.GetGetter<T>(column);
        var values = new List<T>();
        while (cursor.MoveNext())
        {
            T value = default!;
            getter(ref value);
            values.Add(value);
        }

        return [.. values];
    }

    public static T[][] Vectors<T>(this IDataView view, string name) => [.. view.Scalars<VBuffer<T>>(name).Select(vector => vector.DenseValues().ToArray())];

    public static string[] Names(this DataViewSchema.Column column, string annotation)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(annotation, ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>The scores' bits, so that comparing is exact.</summary>
    public static int[] Bits(this IEnumerable<float[]> rows) => [.. rows.SelectMany(row => row).Select(BitConverter.SingleToInt32Bits)];
}
