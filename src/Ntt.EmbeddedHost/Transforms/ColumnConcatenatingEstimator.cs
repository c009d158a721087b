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
        (_output, _inputs) = (outputColumnName, inputColumnNames);
    }

    /// <inheritdoc/>
    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        Checks.Value(input, nameof(input));
        return new ColumnConcatenatingTransformer(_output, _inputs);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        var columns = Array.ConvertAll(_inputs, name => inputSchema.Find(name));
        foreach (var column in columns)
        {
            Checks.State(!column.IsKey, $"Column '{column.Name}' is key. Concatenation of keys is unsupported.");
            Checks.State(column.ItemType.Equals(columns[0].ItemType), $"Column '{column.Name}' has type {column.ItemType}, but the first one to concatenate {columns[0].ItemType}.");
        }

        var annotations = new List<SchemaShape.Column>();
        if (columns.All(c => c.Annotations.TryFindColumn(AnnotationKinds.IsNormalized, out _)))
            annotations.Add(SchemaShape.Column.Of(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance));
        if (columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.Scalar || c.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out _)))
            annotations.Add(new SchemaShape.Column(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false));
        var isVariable = columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.VariableVector);
        var kind = isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return inputSchema.With([new SchemaShape.Column(_output, kind, columns[0].ItemType, false, new SchemaShape(annotations))]);
    }
}
