using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Copies columns under new names.</summary>
public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(params (string Output, string Input)[] columns)
        : base(new ColumnCopyingTransformer(columns))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair => inputSchema.TryFindColumn(pair.Input, out var column)
            ? new SchemaShape.Column(pair.Output, column.Kind, column.ItemType, column.IsKey, column.Annotations)
            : throw Checks.MissingColumn(nameof(inputSchema), "input", pair.Input)));
    }
}

/// <summary>Copies columns under new names, with their annotations.</summary>
public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal static readonly ModelVersion Version = new("COPYCOLT", 0x00010001, 0x00010001, 0x00010001, "CopyTransform", ModelVersion.DataAssembly);

    internal ColumnCopyingTransformer(params (string Output, string Input)[] columns)
        : base(columns)
    {
    }

    internal static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        return new ColumnCopyingTransformer(ReadColumns(context));
    }

    private protected override RowMapper MakeMapper(DataViewSchema input) => new Mapper(input, Columns);

    private protected override void Save(ModelSaveContext context)
    {
        context.SetVersion(Version);
        WriteColumns(context);
    }

    private sealed class Mapper(DataViewSchema schema, (string Output, string Input)[] pairs) : OneToOneMapper(schema, pairs)
    {
        protected override DataViewSchema.DetachedColumn Describe(int index, string name) => new(name, Inputs[index].Type, Inputs[index].Annotations);

        protected override Delegate CreateGetter(DataViewRow row, int index) => RawValues.GetGetter(row, Inputs[index]);
    }
}
