using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Drops columns, or keeps only some.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(string[] columns, bool keep, bool keepHidden)
        : base(new ColumnSelectingTransformer(columns, keep, keepHidden, ignoreMissing: false))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        Transformer.CheckNames(inputSchema.Select(c => c.Name), nameof(inputSchema));
        return new SchemaShape(inputSchema.Where(c => Transformer.Names.Contains(c.Name) == Transformer.Keep));
    }
}

/// <summary>Drops columns, or keeps only some.</summary>
public sealed class ColumnSelectingTransformer : ITransformer
{
    internal static readonly ModelVersion Version = new("SELCOLST", 0x00010001, 0x00010001, 0x00010001, "SelectColumnsTransform", ModelVersion.DataAssembly);

    private readonly bool _keepHidden;
    private readonly bool _ignoreMissing;

    internal ColumnSelectingTransformer(string[] names, bool keep, bool keepHidden, bool ignoreMissing)
    {
        Checks.State(names is { Length: > 0 }, "No column is named");
        Names = names;
        Keep = keep;
        _keepHidden = keepHidden;
        _ignoreMissing = ignoreMissing;
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal string[] Names { get; }

    internal bool Keep { get; }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        return Map(inputSchema, nameof(inputSchema)).OutputSchema;
    }

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        Checks.Value(input, nameof(input));
        return new MappedView(input, Map(input.Schema, nameof(input)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        return MappedView.MapperOf(Map(inputSchema, nameof(inputSchema)));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersion(Version);
        ctx.Writer.Write(Keep);
        ctx.Writer.Write(_keepHidden);
        ctx.Writer.Write(_ignoreMissing);
        ctx.Writer.Write(Names.Length);
        foreach (var name in Names)
            ctx.WriteString(name);
    }

    internal static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var keep = context.ReadBoolean();
        var keepHidden = context.ReadBoolean();
        var ignoreMissing = context.ReadBoolean();
        var names = new string[context.ReadCount(sizeof(int))];
        for (var i = 0; i < names.Length; i++)
            names[i] = context.ReadNonEmptyString();
        return new ColumnSelectingTransformer(names, keep, keepHidden, ignoreMissing);
    }

    internal void CheckNames(IEnumerable<string> present, string parameter)
    {
        var missing = _ignoreMissing ? [] : Names.Except(present).ToArray();
        if (missing.Length > 0)
            throw Checks.MissingColumn(parameter, "input", string.Join(",", missing));
    }

    /// <summary>Kept columns come in the order named; dropping keeps the order and drops hidden columns of the name too.</summary>
    private RowMapping Map(DataViewSchema schema, string parameter)
    {
        CheckNames(schema.Select(c => c.Name), parameter);
        var kept = Keep
            ? Names.SelectMany(name => schema.Where(c => c.Name == name && (_keepHidden || !c.IsHidden)))
            : schema.Where(c => !Names.Contains(c.Name));
        return RowMapping.Select(schema, kept.Select(c => c.Index).ToArray());
    }
}
