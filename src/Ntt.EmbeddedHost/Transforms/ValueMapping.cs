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
