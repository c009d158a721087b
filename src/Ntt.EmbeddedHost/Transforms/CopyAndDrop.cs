namespace Microsoft.ML.Transforms;

/// <summary>Copies columns under new names.</summary>
public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(params (string Output, string Input)[] columns)
        : base(new ColumnCopyingTransformer(columns)) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        return Checks.Value(inputSchema, nameof(inputSchema)).With(Transformer.Columns.Select(pair =>
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
        : base(Version, columns) { }

    internal static ITransformer Load(ModelLoadContext context) => new ColumnCopyingTransformer(ReadColumns(context, Version));
    private protected override DataViewSchema.DetachedColumn Describe(int index, DataViewSchema.Column input) => new(Columns[index].Output, input.Type, input.Annotations);
    private protected override Delegate CreateGetter(int index, DataViewRow row, DataViewSchema.Column input) => RawValues.GetGetter(row, input);
}

/// <summary>Drops columns.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(string[] columns)
        : base(new ColumnSelectingTransformer(columns)) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Transformer.CheckNames(Checks.Value(inputSchema, nameof(inputSchema)).Select(c => c.Name), nameof(inputSchema));
        return new SchemaShape(inputSchema.Where(c => !Transformer.Names.Contains(c.Name)));
    }
}

/// <summary>Drops columns, hidden ones of the names too.</summary>
public sealed class ColumnSelectingTransformer : ITransformer
{
    internal static readonly ModelVersion Version = new("SELCOLST", 0x00010001, "SelectColumnsTransform", ModelVersion.DataAssembly);

    internal ColumnSelectingTransformer(string[] names)
    {
        Checks.State(names is { Length: > 0 }, "Neither keepColumns and dropColumns is set. Exactly one must be specified.");
        Names = names;
    }

    bool ITransformer.IsRowToRowMapper => true;
    internal string[] Names { get; }
    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(inputSchema, nameof(inputSchema)).OutputSchema;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => new MappedView(Checks.Value(input, nameof(input)), Map(input.Schema, nameof(input)));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
        => new MappedView(ArrayView.Empty(inputSchema), Map(inputSchema, nameof(inputSchema)));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersion(Version);
        ctx.Writer.Write([0, 0, 0]);
        ctx.Writer.Write(Names.Length);
        Array.ForEach(Names, ctx.WriteString);
    }

    /// <summary>The three flags say whether the columns are kept instead, with hidden ones, and may be missing.</summary>
    internal static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var flags = context.Reader.ReadBytes(3);
        Checks.Decode(flags.All(flag => flag == 0), $"{context.EntryName}: flags {string.Join(", ", flags)}; only dropping columns that must be there can be loaded");
        return new ColumnSelectingTransformer(context.ReadNonEmptyStrings());
    }

    internal void CheckNames(IEnumerable<string> present, string parameter)
    {
        var missing = Names.Except(present).ToArray();
        if (missing.Length > 0)
            throw Checks.MissingColumn(parameter, "input", string.Join(",", missing));
    }

    private RowMapping Map(DataViewSchema schema, string parameter)
    {
        CheckNames(Checks.Value(schema, parameter).Select(c => c.Name), parameter);
        return RowMapping.Select(schema, schema.Where(c => !Names.Contains(c.Name)));
    }
}
