namespace Microsoft.ML.Data;

/// <summary>Getters over the members of a current object.</summary>
internal static class ObjectReader
{
    /// <summary>A getter of a member of the object that <paramref name="current"/> returns.</summary>
    public static Delegate Getter<TRow>(MemberColumn column, Func<TRow> current)
    {
        var member = MemberColumn.TypeOf(column.Member);
        var method = member == typeof(string) ? nameof(Text)
            : member == typeof(string[]) ? nameof(Texts)
            : column.Type is KeyDataViewType ? nameof(Key)
            : member.IsArray ? nameof(Items)
            : column.Type is VectorDataViewType ? nameof(Vector)
            : nameof(Value);
        return (Delegate)RawValues.Call(typeof(ObjectReader), method, [typeof(TRow), PrimitiveTypes.ItemTypeOf(column.Type).RawType], column, current);
    }

    private static ValueGetter<ReadOnlyMemory<char>> Text<TRow, T>(MemberColumn column, Func<TRow> current)
    {
        var read = column.Reader<TRow, string>();
        return (ref ReadOnlyMemory<char> dst) => dst = read(current()).AsMemory();
    }

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> Texts<TRow, T>(MemberColumn column, Func<TRow> current)
    {
        var read = column.Reader<TRow, string[]>();
        return (ref VBuffer<ReadOnlyMemory<char>> dst) =>
        {
            var texts = Array.ConvertAll(read(current()) ?? [], text => text.AsMemory());
            VBuffer<ReadOnlyMemory<char>>.Copy(texts, 0, ref dst, texts.Length);
        };
    }

    private static ValueGetter<T> Value<TRow, T>(MemberColumn column, Func<TRow> current)
    {
        var read = column.Reader<TRow, T>();
        return (ref T dst) => dst = read(current());
    }

    private static ValueGetter<VBuffer<T>> Items<TRow, T>(MemberColumn column, Func<TRow> current)
    {
        var read = column.Reader<TRow, T[]>();
        return (ref VBuffer<T> dst) =>
        {
            var items = read(current());
            VBuffer<T>.Copy(items, 0, ref dst, items?.Length ?? 0);
        };
    }

    private static ValueGetter<VBuffer<T>> Vector<TRow, T>(MemberColumn column, Func<TRow> current)
    {
        var read = column.Reader<TRow, VBuffer<T>>();
        return (ref VBuffer<T> dst) => read(current()).CopyTo(ref dst);
    }

    /// <summary>Objects count their keys from 0, columns from 1; what lies above the last key is missing.</summary>
    private static ValueGetter<T> Key<TRow, T>(MemberColumn column, Func<TRow> current)
    {
        Checks.State(typeof(T) != typeof(ushort), "Keys held in UInt16 cannot be read from objects");
        var read = column.Reader<TRow, T>();
        var count = ((KeyDataViewType)column.Type).Count;
        return (ref T dst) =>
        {
            var index = Convert.ToUInt64(read(current()), CultureInfo.InvariantCulture);
            dst = index < count ? (T)Convert.ChangeType(index + 1, typeof(T), CultureInfo.InvariantCulture) : default;
        };
    }
}
