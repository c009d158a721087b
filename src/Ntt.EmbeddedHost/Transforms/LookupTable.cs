using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Pairs of key and value in memory.</summary>
internal abstract class LookupTable(DataViewSchema.Column value)
{
    public const string KeyName = "Key";
    public const string ValueName = "Value";

    /// <summary>The column of the values.</summary>
    public DataViewSchema.Column Value => value;

    public static LookupTable Create(IDataView view, DataViewSchema.Column key, DataViewSchema.Column value)
        => (LookupTable)RawValues.New(typeof(LookupTable<,>), [key.Type.RawType, value.Type.RawType], view, key, value);

    /// <summary>A view of pairs as the user gives them: strings become text, arrays vectors.</summary>
    public static ArrayView ViewOf<TKey, TValue>(IEnumerable<TKey> keys, IEnumerable<TValue> values, bool valuesAsKeys)
    {
        var (keyColumn, keyType) = ColumnOf(keys.ToArray());
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(KeyName, keyType);
        var given = values.ToArray();
        var (valueColumn, valueType) = ColumnOf(given);
        DataViewSchema.Annotations annotations = null;
        if (valuesAsKeys)
            (valueColumn, valueType, annotations) = KeysOf(given, valueColumn);
        builder.AddColumn(ValueName, valueType, annotations);
        return new ArrayView(builder.ToSchema(), [keyColumn, valueColumn], keyColumn.Length);
    }

    /// <summary>A getter of the values that belong to a row's keys.</summary>
    public abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);

    /// <summary>The table as a view with the columns Key and Value.</summary>
    public abstract ArrayView ToView();

    private static (Array Column, DataViewType Type) ColumnOf<T>(T[] values)
    {
        if (values is string[] texts)
            return (Array.ConvertAll(texts, text => text.AsMemory()), TextDataViewType.Instance);
        if (values is string[][] lists)
            return (Array.ConvertAll(lists, list => VectorOf(Array.ConvertAll(list, text => text.AsMemory()))), new VectorDataViewType(TextDataViewType.Instance, SizeOf(lists)));
        var item = typeof(T).IsArray ? typeof(T).GetElementType() : typeof(T);
        if (!PrimitiveTypes.TryGet(item, out var type))
            throw new InvalidOperationException($"Unsupported type {typeof(T)} used in mapping.");
        if (!typeof(T).IsArray)
            return (values, type);
        var vectors = (Array)RawValues.Call(typeof(LookupTable), nameof(VectorsOf), item, (object)values);
        return (vectors, new VectorDataViewType(type, SizeOf(values.Cast<Array>().ToArray())));
    }

    private static int SizeOf(Array[] lists)
    {
        var sizes = lists.Select(list => list.Length).Distinct().ToArray();
        return sizes.Length == 1 ? sizes[0] : 0;
    }

    private static VBuffer<T>[] VectorsOf<T>(T[][] lists) => Array.ConvertAll(lists, VectorOf);

    private static VBuffer<T> VectorOf<T>(T[] values) => new(values.Length, values);

    /// <summary>Unsigned values are the keys themselves; others are numbered from 1 in the order they first come.</summary>
    private static (Array Column, DataViewType Type, DataViewSchema.Annotations Annotations) KeysOf<T>(T[] given, Array column)
    {
        var distinct = given.Distinct().ToArray();
        var names = Array.ConvertAll(distinct, value => Convert.ToString(value, CultureInfo.CurrentCulture).AsMemory());
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(AnnotationKinds.KeyValues, new VectorDataViewType(TextDataViewType.Instance, names.Length), ConstantGetter.OfArray(names));
        if (column is not (uint[] or ulong[]))
        {
            var numbers = distinct.Select((value, i) => (value, (uint)i + 1)).ToDictionary();
            column = Array.ConvertAll(given, value => numbers[value]);
        }

        return (column, new KeyDataViewType(column.GetType().GetElementType(), (ulong)names.Length), builder.ToAnnotations());
    }
}

/// <summary>Pairs of key and value of known types.</summary>
internal sealed class LookupTable<TKey, TValue> : LookupTable
{
    private readonly DataViewSchema.Column _key;
    private readonly Dictionary<TKey, TValue> _map;

    public LookupTable(IDataView view, DataViewSchema.Column key, DataViewSchema.Column value)
        : base(value)
    {
        _key = key;
        _map = new Dictionary<TKey, TValue>(TextComparer.Instance as IEqualityComparer<TKey>);
        using var cursor = view.GetRowCursor([key, value]);
        var (keyGetter, valueGetter) = (cursor.GetGetter<TKey>(key), cursor.GetGetter<TValue>(value));
        while (cursor.MoveNext())
        {
            var (k, v) = (default(TKey), default(TValue));
            keyGetter(ref k);
            valueGetter(ref v);
            Checks.State(_map.TryAdd(k, v), $"Duplicate keys in data '{k}'");
        }
    }

    public override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
            return VectorGetter(row.GetGetter<VBuffer<TKey>>(column));
        var getter = row.GetGetter<TKey>(column);
        TKey key = default;
        return (ValueGetter<TValue>)((ref TValue dst) =>
        {
            getter(ref key);
            dst = Find(key);
        });
    }

    public override ArrayView ToView()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(KeyName, _key.Type, _key.Annotations);
        builder.AddColumn(ValueName, Value.Type, Value.Annotations);
        return new ArrayView(builder.ToSchema(), [_map.Keys.ToArray(), _map.Values.ToArray()], _map.Count);
    }

    private ValueGetter<VBuffer<TValue>> VectorGetter(ValueGetter<VBuffer<TKey>> getter)
    {
        VBuffer<TKey> keys = default;
        return (ref VBuffer<TValue> dst) =>
        {
            getter(ref keys);
            var editor = VBufferEditor.Create(ref dst, keys.Length, keys.GetValues().Length);
            keys.GetIndices().CopyTo(editor.Indices);
            for (var i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = Find(keys.GetValues()[i]);
            dst = editor.Commit();
        };
    }

    private TValue Find(TKey key) => _map.GetValueOrDefault(key);
}

/// <summary>Compares texts by their characters.</summary>
internal sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>
{
    public static readonly TextComparer Instance = new();

    public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);
}
