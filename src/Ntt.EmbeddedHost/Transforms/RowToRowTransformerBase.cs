namespace Microsoft.ML.Data;

/// <summary>A transformer that adds columns computed row by row.</summary>
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected RowToRowTransformerBase() { }
    bool ITransformer.IsRowToRowMapper => true;
    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(inputSchema, nameof(inputSchema)).OutputSchema;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => new MappedView(Checks.Value(input, nameof(input)), Map(input.Schema, nameof(input)));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
        => new MappedView(ArrayView.Empty(inputSchema), Map(inputSchema, nameof(inputSchema)));

    void ICanSaveModel.Save(ModelSaveContext ctx) => Save(ctx);
    private protected abstract RowMapper MakeMapper(DataViewSchema input);
    private protected abstract void Save(ModelSaveContext context);

    private RowMapping Map(DataViewSchema schema, string parameter)
        => RowMapping.Append(Checks.Value(schema, parameter), MakeMapper(schema));
}

/// <summary>A transformer that computes each of its columns from one other.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private readonly ModelVersion _version;
    private protected OneToOneTransformerBase(ModelVersion version, (string Output, string Input)[] columns)
    {
        (_version, Columns) = (version, columns);
        foreach (var (output, input) in columns)
        {
            Checks.NonEmpty(input, nameof(columns));
            Checks.NonEmpty(output, nameof(columns));
            Checks.Param(columns.Count(pair => pair.Output == output) == 1, nameof(columns), $"Name of the result column '{output}' specified multiple times");
        }
    }

    internal (string Output, string Input)[] Columns { get; }

    private protected static (string Output, string Input)[] ReadColumns(ModelLoadContext context, ModelVersion version)
    {
        context.CheckVersion(version);
        var columns = new (string Output, string Input)[context.ReadCount(2 * sizeof(int))];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = (context.ReadNonEmptyString(), context.ReadNonEmptyString());
        return columns;
    }

    private protected override RowMapper MakeMapper(DataViewSchema input) => new Mapper(this, input);
    /// <summary>The column made from the input of the pair at <paramref name="index"/>.</summary>
    private protected abstract DataViewSchema.DetachedColumn Describe(int index, DataViewSchema.Column input);
    private protected abstract Delegate CreateGetter(int index, DataViewRow row, DataViewSchema.Column input);

    private protected override void Save(ModelSaveContext context)
    {
        context.SetVersion(_version);
        context.Writer.Write(Columns.Length);
        foreach (var (output, input) in Columns)
        {
            context.WriteString(output);
            context.WriteString(input);
        }
    }

    private sealed class Mapper(OneToOneTransformerBase parent, DataViewSchema schema) : RowMapper
    {
        private readonly DataViewSchema.Column[] _inputs
            = Array.ConvertAll(parent.Columns, pair => schema.GetColumnOrNull(pair.Input) ?? throw Checks.MissingColumn("inputSchema", "input", pair.Input));

        private DataViewSchema.DetachedColumn[] _outputs;
        public override DataViewSchema.DetachedColumn[] OutputColumns => _outputs ??= _inputs.Select((input, i) => parent.Describe(i, input)).ToArray();
        public override IEnumerable<int> Dependencies(bool[] active) => _inputs.Where((_, i) => active[i]).Select(column => column.Index);

        public override Delegate[] CreateGetters(DataViewRow input, bool[] active)
            => active.Select((isActive, i) => isActive ? parent.CreateGetter(i, input, _inputs[i]) : null).ToArray();
    }
}
