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
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            var column = inputSchema.Find(pair.Input);
            return new SchemaShape.Column(pair.Output, column.Kind, column.ItemType, column.IsKey, column.Annotations);
        }));
    }
}

/// <summary>Copies columns under new names, with their annotations.</summary>
public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal static readonly ModelVersion Version = new("COPYCOLT", 0x00010001, "CopyTransform", ModelVersion.DataAssembly);

    internal ColumnCopyingTransformer(params (string Output, string Input)[] columns)
        : base(Version, columns)
    {
    }

    internal static ITransformer Load(ModelLoadContext context) => new ColumnCopyingTransformer(ReadColumns(context, Version));

    private protected override DataViewSchema.DetachedColumn Describe(int index, DataViewSchema.Column input) => new(Columns[index].Output, input.Type, input.Annotations);

    private protected override Delegate CreateGetter(int index, DataViewRow row, DataViewSchema.Column input) => RawValues.GetGetter(row, input);
}
