using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Joins columns of one item type to a vector.</summary>
public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(string outputColumnName, string[] inputColumnNames)
    {
        Checks.NonEmpty(outputColumnName, nameof(outputColumnName));
        Checks.Value(inputColumnNames, nameof(inputColumnNames));
        Checks.Param(inputColumnNames.Length > 0, nameof(inputColumnNames), "Input columns not specified");
        Checks.Param(!inputColumnNames.Any(string.IsNullOrEmpty), nameof(inputColumnNames), "Contained some null or empty items");
        _output = outputColumnName;
        _inputs = inputColumnNames;
    }

    /// <inheritdoc/>
    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        Checks.Value(input, nameof(input));
        return new ColumnConcatenatingTransformer((_output, _inputs.Select(name => (name, (string)null)).ToArray()));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        var columns = new SchemaShape.Column[_inputs.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            if (!inputSchema.TryFindColumn(_inputs[i], out columns[i]))
                throw Checks.MissingColumn(nameof(inputSchema), "input", _inputs[i]);
            Checks.State(!columns[i].IsKey, $"Column '{_inputs[i]}' is key. Concatenation of keys is unsupported.");
            Checks.State(
                columns[i].ItemType.Equals(columns[0].ItemType),
                $"Concatenated columns should have the same type. Column '{_inputs[i]}' has type of {columns[i].ItemType}, but expected column type is {columns[0].ItemType}.");
        }

        var isVariable = columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.VariableVector);
        var annotations = new List<SchemaShape.Column>();
        if (columns.All(c => c.Annotations.TryFindColumn(AnnotationKinds.IsNormalized, out _)))
            annotations.Add(SchemaShape.Column.Of(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance));
        if (columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.Scalar || c.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out _)))
            annotations.Add(new SchemaShape.Column(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false));
        var kind = isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return inputSchema.With([new SchemaShape.Column(_output, kind, columns[0].ItemType, false, new SchemaShape(annotations))]);
    }
}

/// <summary>Joins columns of one item type to a vector, with the names of their slots.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal static readonly ModelVersion Version = new("CONCAT\0F", 0x00010003, 0x00010003, 0x00010003, "ConcatTransform", ModelVersion.DataAssembly, "ConcatFunction");

    private readonly (string Output, (string Name, string Alias)[] Inputs)[] _columns;

    internal ColumnConcatenatingTransformer(params (string Output, (string Name, string Alias)[] Inputs)[] columns) => _columns = columns;

    internal static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var columns = new (string Output, (string Name, string Alias)[] Inputs)[context.ReadCount(2 * sizeof(int))];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].Output = context.ReadNonEmptyString();
            var inputs = new (string Name, string Alias)[context.ReadCount(2 * sizeof(int))];
            Checks.Decode(inputs.Length > 0, $"{context.EntryName}: column '{columns[i].Output}' has no inputs");
            for (var j = 0; j < inputs.Length; j++)
                inputs[j] = (context.ReadNonEmptyString(), context.ReadStringOrNull());
            columns[i].Inputs = inputs;
        }

        return new ColumnConcatenatingTransformer(columns);
    }

    private protected override RowMapper MakeMapper(DataViewSchema input)
        => new Mapper(Array.ConvertAll(_columns, column => new ConcatenatedColumn(input, column.Output, column.Inputs)));

    private protected override void Save(ModelSaveContext context)
    {
        context.SetVersion(Version);
        context.Writer.Write(_columns.Length);
        foreach (var (output, inputs) in _columns)
        {
            context.WriteString(output);
            context.Writer.Write(inputs.Length);
            foreach (var (name, alias) in inputs)
            {
                context.WriteString(name);
                context.WriteStringOrNull(alias);
            }
        }
    }

    private sealed class Mapper(ConcatenatedColumn[] columns) : RowMapper
    {
        public override DataViewSchema.DetachedColumn[] OutputColumns { get; } = Array.ConvertAll(columns, c => c.Describe());

        public override IEnumerable<int> Dependencies(bool[] active)
            => columns.Where((_, i) => active[i]).SelectMany(column => column.Inputs).Select(input => input.Index);

        public override Delegate[] CreateGetters(DataViewRow input, bool[] active)
            => columns.Select((column, i) => active[i] ? column.CreateGetter(input) : null).ToArray();
    }
}
