namespace Microsoft.ML.Transforms;

/// <summary>Looks values up in a table.</summary>
public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(LookupTable table, (string Output, string Input)[] columns)
        : base(new ValueMappingTransformer(table, columns)) { }

    /// <inheritdoc/>
    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        var value = Transformer.Table.Value;
        var shape = SchemaShape.Column.Of(value.Name, value.Type, SchemaShape.Create(value.Annotations.Schema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
            new SchemaShape.Column(pair.Output, inputSchema.Find(pair.Input).Kind, shape.ItemType, shape.IsKey, shape.Annotations)));
    }
}

/// <summary>Looks values up in a table.</summary>
public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(LookupTable table, (string Output, string Input)[] columns)
        : base(table, columns) { }
}

/// <summary>Looks values up in a table; what is not in it becomes 0, an empty text or the missing key.</summary>
public class ValueMappingTransformer : OneToOneTransformerBase
{
    internal static readonly ModelVersion Version = new("VALUMAPG", 0x00010001, "ValueMappingTransformer", ModelVersion.DataAssembly);
    private const string TableName = "DefaultMap.idv";

    internal ValueMappingTransformer(LookupTable table, (string Output, string Input)[] columns)
        : base(Version, columns) => Table = table;

    internal LookupTable Table { get; }

    internal static ITransformer Load(ModelLoadContext context)
    {
        var columns = ReadColumns(context, Version);
        return new ValueMappingTransformer(LookupTable.Create(BinaryViewReader.Read(context.ReadStream(TableName), context.NameOf(TableName))), columns);
    }

    private protected override DataViewSchema.DetachedColumn Describe(int index, DataViewSchema.Column input)
    {
        var type = Table.Value.Type;
        if (input.Type is VectorDataViewType && PrimitiveTypes.TryGet(type.RawType, out var item))
            type = new VectorDataViewType(item);
        return new DataViewSchema.DetachedColumn(Columns[index].Output, type, Table.Value.Annotations);
    }

    private protected override Delegate CreateGetter(int index, DataViewRow row, DataViewSchema.Column input) => Table.CreateGetter(row, input);

    private protected override void Save(ModelSaveContext context)
    {
        base.Save(context);
        context.SaveStream(TableName, BinaryViewWriter.Write(Table.View));
    }
}

/// <summary>Pairs of key and value in memory.</summary>
internal abstract class LookupTable(ArrayView view)
{
    private const string KeyName = "Key";
    private const string ValueName = "Value";
    /// <summary>The table as a view with the columns Key and Value.</summary>
    public ArrayView View => view;
    public DataViewSchema.Column Value => view.Schema[ValueName];

    public static LookupTable Create(ArrayView view)
    {
        var (key, value) = (view.Schema.GetColumnOrNull(KeyName), view.Schema.GetColumnOrNull(ValueName));
        Checks.Decode(key is { Type: PrimitiveDataViewType } && value is { Type: PrimitiveDataViewType }, $"A table of {string.Join(", ", view.Schema)}, expected Key and Value that are no vectors");
        return (LookupTable)RawValues.New(typeof(LookupTable<,>), [key.Value.Type.RawType, value.Value.Type.RawType], view, view.Columns[key.Value.Index], view.Columns[value.Value.Index]);
    }

    public static LookupTable Create<TKey, TValue>(KeyValuePair<TKey, TValue>[] pairs)
    {
        var (keys, keyType) = ColumnOf(Array.ConvertAll(pairs, pair => pair.Key));
        var (values, valueType) = ColumnOf(Array.ConvertAll(pairs, pair => pair.Value));
        return Create(keys, keyType, values, valueType, null);
    }

    public static LookupTable Create(IDataView view, DataViewSchema.Column key, DataViewSchema.Column value)
    {
        Array Read(DataViewSchema.Column column) => (Array)RawValues.Call(typeof(LookupTable), nameof(ReadColumn), [column.Type.RawType], view, column);
        return Create(Read(key), key.Type, Read(value), value.Type, value.Annotations);
    }

    public abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);

    private static LookupTable Create(Array keys, DataViewType keyType, Array values, DataViewType valueType, DataViewSchema.Annotations annotations)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(KeyName, keyType);
        builder.AddColumn(ValueName, valueType, annotations);
        return Create(new ArrayView(builder.ToSchema(), [keys, values], keys.Length));
    }

    private static T[] ReadColumn<T>(IDataView view, DataViewSchema.Column column)
    {
        using var cursor = view.GetRowCursor([column]);
        var getter = cursor.GetGetter<T>(column);
        var values = new List<T>();
        for (T value = default; cursor.MoveNext(); values.Add(value))
            getter(ref value);
        return [.. values];
    }

    private static (Array Column, DataViewType Type) ColumnOf<T>(T[] values)
    {
        if (!PrimitiveTypes.TryGet(typeof(T), out var type))
            throw new InvalidOperationException($"Unsupported type {typeof(T)} used in mapping.");
        return (values is string[] texts ? Array.ConvertAll(texts, text => text.AsMemory()) : values, type);
    }
}

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
