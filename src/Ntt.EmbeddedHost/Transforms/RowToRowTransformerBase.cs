using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A transformer that adds columns computed row by row.</summary>
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected RowToRowTransformerBase()
    {
    }

    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        return RowMapping.Append(inputSchema, MakeMapper(inputSchema)).OutputSchema;
    }

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        Checks.Value(input, nameof(input));
        return new MappedView(input, RowMapping.Append(input.Schema, MakeMapper(input.Schema)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        return MappedView.MapperOf(RowMapping.Append(inputSchema, MakeMapper(inputSchema)));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => Save(ctx);

    private protected abstract RowMapper MakeMapper(DataViewSchema input);

    private protected abstract void Save(ModelSaveContext context);
}

/// <summary>A transformer that computes each of its columns from one other.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase((string Output, string Input)[] columns)
    {
        var names = new HashSet<string>();
        foreach (var (output, input) in columns)
        {
            Checks.NonEmpty(input, nameof(columns));
            Checks.NonEmpty(output, nameof(columns));
            Checks.Param(names.Add(output), nameof(columns), $"Name of the result column '{output}' specified multiple times");
        }

        Columns = columns;
    }

    internal (string Output, string Input)[] Columns { get; }

    private protected static (string Output, string Input)[] ReadColumns(ModelLoadContext context)
    {
        var columns = new (string Output, string Input)[context.ReadCount(2 * sizeof(int))];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = (context.ReadNonEmptyString(), context.ReadNonEmptyString());
        return columns;
    }

    private protected void WriteColumns(ModelSaveContext context)
    {
        context.Writer.Write(Columns.Length);
        foreach (var (output, input) in Columns)
        {
            context.WriteString(output);
            context.WriteString(input);
        }
    }
}

/// <summary>Columns that are each computed from one other.</summary>
internal abstract class OneToOneMapper : RowMapper
{
    private readonly (string Output, string Input)[] _pairs;
    private DataViewSchema.DetachedColumn[] _outputs;

    protected OneToOneMapper(DataViewSchema schema, (string Output, string Input)[] pairs)
    {
        _pairs = pairs;
        Inputs = Array.ConvertAll(pairs, p => schema.GetColumnOrNull(p.Input) ?? throw Checks.MissingColumn("inputSchema", "input", p.Input));
    }

    public override DataViewSchema.DetachedColumn[] OutputColumns
        => _outputs ??= _pairs.Select((pair, i) => Describe(i, pair.Output)).ToArray();

    protected DataViewSchema.Column[] Inputs { get; }

    public override IEnumerable<int> Dependencies(bool[] active) => Inputs.Where((_, i) => active[i]).Select(column => column.Index);

    public override Delegate[] CreateGetters(DataViewRow input, bool[] active)
        => active.Select((isActive, i) => isActive ? CreateGetter(input, i) : null).ToArray();

    protected abstract DataViewSchema.DetachedColumn Describe(int index, string name);

    protected abstract Delegate CreateGetter(DataViewRow row, int index);
}
