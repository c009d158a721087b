using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Looks values up in a table.</summary>
public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(IDataView lookupMap, DataViewSchema.Column keyColumn, DataViewSchema.Column valueColumn, (string Output, string Input)[] columns)
        : base(new ValueMappingTransformer(lookupMap, keyColumn, valueColumn, columns))
    {
    }

    /// <inheritdoc/>
    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        var value = Transformer.ValueColumn;
        var shape = SchemaShape.Column.Of(value.Name, value.Type, SchemaShape.Create(value.Annotations.Schema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.Input, out var input))
                throw Checks.MissingColumn(nameof(inputSchema), "input", pair.Input);
            var isVector = input.Kind != SchemaShape.Column.VectorKind.Scalar;
            if (isVector && value.Type is VectorDataViewType)
                throw ValueMappingTransformer.BothVectors(pair.Input);
            return new SchemaShape.Column(pair.Output, isVector ? input.Kind : shape.Kind, shape.ItemType, shape.IsKey, shape.Annotations);
        }));
    }
}

/// <summary>Looks values up in a table.</summary>
public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(IDataView lookupMap, (string Output, string Input)[] columns)
        : base(lookupMap, lookupMap.Schema[LookupTable.KeyName], lookupMap.Schema[LookupTable.ValueName], columns)
    {
    }
}

/// <summary>Looks values up in a table; what is not in it becomes 0, an empty text or the missing key.</summary>
public class ValueMappingTransformer : OneToOneTransformerBase
{
    internal static readonly ModelVersion Version = new("VALUMAPG", 0x00010001, 0x00010001, 0x00010001, "ValueMappingTransformer", ModelVersion.DataAssembly);

    private const string TableName = "DefaultMap.idv";

    private readonly LookupTable _table;

    internal ValueMappingTransformer(IDataView lookupMap, DataViewSchema.Column keyColumn, DataViewSchema.Column valueColumn, (string Output, string Input)[] columns)
        : base(columns)
    {
        foreach (var column in new[] { keyColumn, valueColumn })
        {
            var own = lookupMap.Schema.GetColumnOrNull(column.Name);
            Checks.State(own?.Index == column.Index && own?.Type == column.Type, $"Column '{column.Name}' is not included in the lookup view");
        }

        _table = LookupTable.Create(lookupMap, keyColumn, valueColumn);
    }

    internal DataViewSchema.Column ValueColumn => _table.Value;

    internal static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var columns = ReadColumns(context);
        var view = BinaryViewReader.Read(context.ReadStream(TableName), context.NameOf(TableName));
        var (key, value) = (view.Schema.GetColumnOrNull(LookupTable.KeyName), view.Schema.GetColumnOrNull(LookupTable.ValueName));
        Checks.Decode(key != null && value != null, $"{context.NameOf(TableName)}: columns {string.Join(", ", view.Schema.Select(c => c.Name))}, expected Key and Value");
        return new ValueMappingTransformer(view, key.Value, value.Value, columns);
    }

    internal static NotSupportedException BothVectors(string column)
        => new($"Column '{column}' cannot be mapped to values when the column and the map values are both vector type.");

    private protected override RowMapper MakeMapper(DataViewSchema input) => new Mapper(_table, input, Columns);

    private protected override void Save(ModelSaveContext context)
    {
        context.SetVersion(Version);
        WriteColumns(context);
        context.SaveStream(TableName, BinaryViewWriter.Write(_table.ToView()));
    }

    private sealed class Mapper(LookupTable table, DataViewSchema schema, (string Output, string Input)[] pairs) : OneToOneMapper(schema, pairs)
    {
        protected override DataViewSchema.DetachedColumn Describe(int index, string name)
        {
            var type = table.Value.Type;
            if (Inputs[index].Type is VectorDataViewType)
            {
                if (type is VectorDataViewType || !PrimitiveTypes.TryGet(type.RawType, out var item))
                    throw BothVectors(Inputs[index].Name);
                type = new VectorDataViewType(item);
            }

            return new DataViewSchema.DetachedColumn(name, type, table.Value.Annotations);
        }

        protected override Delegate CreateGetter(DataViewRow row, int index) => table.CreateGetter(row, Inputs[index]);
    }
}
