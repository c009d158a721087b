using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Getters over the members of a current object.</summary>
internal static class ObjectReader
{
    /// <summary>A getter of a member of the object that <paramref name="current"/> returns.</summary>
    public static Delegate Getter<TRow>(MemberColumn column, Func<TRow> current)
    {
        var member = MemberColumn.TypeOf(column.Member);
        if (member == typeof(string))
            return Text(column.Reader<TRow, string>(), current);
        if (member == typeof(string[]))
            return Texts(column.Reader<TRow, string[]>(), current);
        var itemType = PrimitiveTypes.ItemTypeOf(column.Type).RawType;
        var method = column.Type is KeyDataViewType ? nameof(Key) : member.IsArray ? nameof(Items) : column.Type is VectorDataViewType ? nameof(Vector) : nameof(Value);
        var generic = typeof(Typed<>).MakeGenericType(typeof(TRow));
        return (Delegate)RawValues.Call(generic, method, itemType, column, current);
    }

    private static ValueGetter<ReadOnlyMemory<char>> Text<TRow>(Func<TRow, string> read, Func<TRow> current)
        => (ref ReadOnlyMemory<char> dst) => dst = read(current()).AsMemory();

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> Texts<TRow>(Func<TRow, string[]> read, Func<TRow> current)
        => (ref VBuffer<ReadOnlyMemory<char>> dst) =>
        {
            var texts = read(current()) ?? [];
            var editor = VBufferEditor.Create(ref dst, texts.Length);
            for (var i = 0; i < texts.Length; i++)
                editor.Values[i] = texts[i].AsMemory();
            dst = editor.Commit();
        };

    // Names of the methods below, so that they can be looked up by reflection.
    private const string Key = nameof(Typed<object>.Key);
    private const string Items = nameof(Typed<object>.Items);
    private const string Vector = nameof(Typed<object>.Vector);
    private const string Value = nameof(Typed<object>.Value);

    private static class Typed<TRow>
    {
        public static ValueGetter<T> Value<T>(MemberColumn column, Func<TRow> current)
        {
            var read = column.Reader<TRow, T>();
            return (ref T dst) => dst = read(current());
        }

        public static ValueGetter<VBuffer<T>> Items<T>(MemberColumn column, Func<TRow> current)
        {
            var read = column.Reader<TRow, T[]>();
            return (ref VBuffer<T> dst) =>
            {
                var items = read(current());
                VBuffer<T>.Copy(items, 0, ref dst, items?.Length ?? 0);
            };
        }

        public static ValueGetter<VBuffer<T>> Vector<T>(MemberColumn column, Func<TRow> current)
        {
            var read = column.Reader<TRow, VBuffer<T>>();
            return (ref VBuffer<T> dst) => read(current()).CopyTo(ref dst);
        }

        /// <summary>Objects count their keys from 0, columns from 1; what lies above the last key is missing.</summary>
        public static ValueGetter<T> Key<T>(MemberColumn column, Func<TRow> current)
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
}
