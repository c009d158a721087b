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
            Checks.State(column.ItemType.Equals(columns[0].ItemType), $"Concatenated columns should have the same type. Column '{column.Name}' has type of {column.ItemType}, but expected column type is {columns[0].ItemType}.");
        }
        var annotations = new List<SchemaShape.Column>();
        if (columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.Scalar || c.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out _)))
            annotations.Add(new SchemaShape.Column(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false));
        var isVariable = columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.VariableVector);
        var kind = isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return inputSchema.With([new SchemaShape.Column(_output, kind, columns[0].ItemType, false, new SchemaShape(annotations))]);
    }
}

/// <summary>A vector joined from columns of a schema.</summary>
internal sealed class ConcatenatedColumn : RowMapper
{
    private readonly DataViewSchema.Column[] _inputs;
    private readonly VectorDataViewType _type;
    public ConcatenatedColumn(DataViewSchema schema, string name, string[] inputs)
    {
        _inputs = Array.ConvertAll(inputs, input => schema.GetColumnOrNull(input) ?? throw Checks.MissingColumn("inputSchema", "input", input));
        var itemType = PrimitiveTypes.ItemTypeOf(_inputs[0].Type);
        foreach (var input in _inputs.Where(input => !PrimitiveTypes.ItemTypeOf(input.Type).Equals(itemType)))
            throw Checks.SchemaMismatch("inputSchema", "input", input.Name, itemType.ToString(), input.Type.ToString());
        var sizes = Array.ConvertAll(_inputs, input => input.Type is VectorDataViewType vector ? vector.Size : 1);
        _type = new VectorDataViewType(itemType, sizes.Contains(0) ? 0 : sizes.Sum());
        OutputColumns = [IsIdentity ? new(name, _inputs[0].Type, _inputs[0].Annotations) : new(name, _type, Annotations())];
    }

    public override DataViewSchema.DetachedColumn[] OutputColumns { get; }

    /// <summary>A single vector is handed on as it is.</summary>
    private bool IsIdentity => _inputs is [{ Type: VectorDataViewType }];

    public override IEnumerable<int> Dependencies(bool[] active) => active[0] ? _inputs.Select(input => input.Index) : [];

    public override Delegate[] CreateGetters(DataViewRow input, bool[] active)
        => IsIdentity
            ? [RawValues.GetGetter(input, _inputs[0])]
            : [(Delegate)RawValues.Call(typeof(ConcatenatedColumn), nameof(Join), [_type.ItemType.RawType], input, _inputs)];

    /// <summary>A scalar's slot is called as its column, a vector's as column and slot; null for a vector whose slots have no names.</summary>
    private static ReadOnlyMemory<char>[] SlotNamesOf(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector)
            return [column.Name.AsMemory()];
        var type = column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.SlotNames)?.Type as VectorDataViewType;
        if (type?.Size != vector.Size || type.ItemType is not TextDataViewType)
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(AnnotationKinds.SlotNames, ref names);
        return names.DenseValues().Select(slot => slot.IsEmpty ? slot : $"{column.Name}.{slot}".AsMemory()).ToArray();
    }

    private static ValueGetter<VBuffer<T>> Join<T>(DataViewRow row, DataViewSchema.Column[] inputs)
    {
        var getters = Array.ConvertAll(inputs, input => input.Type is VectorDataViewType ? row.GetGetter<VBuffer<T>>(input) : ItemGetter.AsVector(row.GetGetter<T>(input)));
        var parts = new VBuffer<T>[inputs.Length];
        return (ref VBuffer<T> dst) =>
        {
            for (var i = 0; i < inputs.Length; i++)
            {
                getters[i](ref parts[i]);
                var fits = inputs[i].Type is not VectorDataViewType { IsKnownSize: true } vector || vector.Size == parts[i].Length;
                Checks.State(fits, $"Column '{inputs[i].Name}': expected {inputs[i].Type}, but got {parts[i].Length} slots");
            }
            var (length, count) = (parts.Sum(part => part.Length), parts.Sum(part => part.GetValues().Length));
            var isSparse = count <= length / 2;
            var editor = VBufferEditor.Create(ref dst, length, isSparse ? count : length);
            var (offset, held) = (0, 0);
            foreach (var part in parts)
            {
                if (!isSparse)
                    part.CopyTo(editor.Values, offset);
                foreach (var (slot, value) in isSparse ? part.Items() : [])
                    (editor.Values[held], editor.Indices[held++]) = (value, offset + slot);
                offset += part.Length;
            }
            dst = editor.Commit();
        };
    }

    private DataViewSchema.Annotations Annotations()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (!_type.IsKnownSize || _inputs.All(input => SlotNamesOf(input) == null))
            return null;
        var names = _inputs.SelectMany(input => SlotNamesOf(input) ?? new ReadOnlyMemory<char>[((VectorDataViewType)input.Type).Size]).ToArray();
        builder.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, _type.Size), ConstantGetter.OfArray(names));
        return builder.ToAnnotations();
    }
}
