namespace Microsoft.ML.Transforms;

/// <summary>Looks values up in a table.</summary>
public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(LookupTable table, (string Output, string Input)[] columns)
        : base(new ValueMappingTransformer(table, columns))
    {
    }

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
        : base(table, columns)
    {
    }
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
