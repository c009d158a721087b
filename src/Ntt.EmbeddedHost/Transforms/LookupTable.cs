namespace Microsoft.ML.Transforms;

/// <summary>Pairs of key and value in memory.</summary>
internal abstract class LookupTable(ArrayView view)
{
    private const string KeyName = "Key";
    private const string ValueName = "Value";

    /// <summary>The table as a view with the columns Key and Value.</summary>
    public ArrayView View => view;

    /// <summary>The column of the values.</summary>
    public DataViewSchema.Column Value => view.Schema[ValueName];

    /// <summary>A table of the columns Key and Value.</summary>
    public static LookupTable Create(ArrayView view)
    {
        var (key, value) = (view.Schema.GetColumnOrNull(KeyName), view.Schema.GetColumnOrNull(ValueName));
        Checks.Decode(key is { Type: PrimitiveDataViewType } && value is { Type: PrimitiveDataViewType }, $"A table of {string.Join(", ", view.Schema)}, expected Key and Value that are no vectors");
        return (LookupTable)RawValues.New(typeof(LookupTable<,>), [key.Value.Type.RawType, value.Value.Type.RawType], view, view.Columns[key.Value.Index], view.Columns[value.Value.Index]);
    }

    /// <summary>A table of pairs as the user gives them.</summary>
    public static LookupTable Create<TKey, TValue>(KeyValuePair<TKey, TValue>[] pairs, bool valuesAsKeys)
    {
        var (keys, keyType) = ColumnOf(Array.ConvertAll(pairs, pair => pair.Key));
        var given = Array.ConvertAll(pairs, pair => pair.Value);
        var (values, valueType) = ColumnOf(given);
        DataViewSchema.Annotations annotations = null;
        if (valuesAsKeys)
            (values, valueType, annotations) = KeysOf(given, values);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(KeyName, keyType);
        builder.AddColumn(ValueName, valueType, annotations);
        return Create(new ArrayView(builder.ToSchema(), [keys, values], pairs.Length));
    }

    /// <summary>A getter of the values that belong to a row's keys.</summary>
    public abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);

    private static (Array Column, DataViewType Type) ColumnOf<T>(T[] values)
    {
        if (!PrimitiveTypes.TryGet(typeof(T), out var type))
            throw new InvalidOperationException($"Unsupported type {typeof(T)} used in mapping.");
        return (values is string[] texts ? Array.ConvertAll(texts, text => text.AsMemory()) : values, type);
    }

    /// <summary>Unsigned values are the keys themselves; others are numbered from 1 in the order they first come.</summary>
    private static (Array Column, DataViewType Type, DataViewSchema.Annotations Annotations) KeysOf<T>(T[] given, Array column)
    {
        var distinct = given.Distinct().ToArray();
        var names = Array.ConvertAll(distinct, value => value.ToString().AsMemory());
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
    private readonly Dictionary<TKey, TValue> _map = new(TextComparer.Instance as IEqualityComparer<TKey>);

    public LookupTable(ArrayView view, TKey[] keys, TValue[] values)
        : base(view)
    {
        for (var i = 0; i < keys.Length; i++)
            Checks.State(_map.TryAdd(keys[i], values[i]), $"Duplicate keys in data '{keys[i]}'");
    }

    public override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column)
        => ItemGetter.Create<TKey, TValue>(row, column, key => _map.GetValueOrDefault(key));
}
