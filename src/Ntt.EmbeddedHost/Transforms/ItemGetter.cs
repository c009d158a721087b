namespace Microsoft.ML.Transforms;

/// <summary>Getters that map values of a column, or the items of its vectors.</summary>
internal static class ItemGetter
{
    public static Delegate Create<TIn, TOut>(DataViewRow row, DataViewSchema.Column column, Func<TIn, TOut> map)
    {
        if (column.Type is VectorDataViewType vector)
            return Vectors(row.GetGetter<VBuffer<TIn>>(column), column.Name, vector.Size, map);
        var getter = row.GetGetter<TIn>(column);
        TIn value = default;
        return (ValueGetter<TOut>)((ref TOut dst) =>
        {
            getter(ref value);
            dst = map(value);
        });
    }

    private static ValueGetter<VBuffer<TOut>> Vectors<TIn, TOut>(ValueGetter<VBuffer<TIn>> getter, string name, int size, Func<TIn, TOut> map)
    {
        VBuffer<TIn> values = default;
        return (ref VBuffer<TOut> dst) =>
        {
            getter(ref values);
            Checks.State(size == 0 || size == values.Length, $"Column '{name}': {values.Length} slots, expected {size}");
            var editor = VBufferEditor.Create(ref dst, values.Length);
            foreach (var (i, value) in values.Items(all: true))
                editor.Values[i] = map(value);
            dst = editor.Commit();
        };
    }
}

/// <summary>Compares texts by their characters.</summary>
internal sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>
{
    public static readonly TextComparer Instance = new();

    public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span, StringComparison.Ordinal);
}

/// <summary>The kinds of annotations that components agree on.</summary>
internal static class AnnotationKinds
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
    public const string IsNormalized = "IsNormalized";
}
