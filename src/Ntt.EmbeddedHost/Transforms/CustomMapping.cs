namespace Microsoft.ML.Transforms;

/// <summary>Runs a function of the user over rows.</summary>
public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition input, SchemaDefinition output)
        : base(new CustomMappingTransformer<TSrc, TDst>(mapAction, contractName, input, output))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        foreach (var member in MemberColumn.Create(typeof(TSrc), Transformer.InputDefinition, SchemaDefinition.Direction.Both))
        {
            if (!inputSchema.TryFindColumn(member.Name, out var column))
                throw Checks.MissingColumn(nameof(inputSchema), "input", member.Name);
            var needed = SchemaShape.Column.Of(member.Name, member.Type);
            var kindFits = needed.Kind == SchemaShape.Column.VectorKind.VariableVector
                ? column.Kind != SchemaShape.Column.VectorKind.Scalar
                : needed.Kind == column.Kind;
            if (!kindFits || needed.ItemType != column.ItemType || needed.IsKey != column.IsKey)
                throw Checks.SchemaMismatch(nameof(inputSchema), "input", member.Name, member.Type.ToString(), column.GetTypeString());
        }

        return inputSchema.With(SchemaShape.Create(MemberColumn.SchemaOf(Transformer.AddedColumns)));
    }
}

/// <summary>Runs a function of the user over rows; all its columns are computed by one call for a row.</summary>
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _mapAction;
    private readonly string _contractName;

    internal CustomMappingTransformer(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition input = null, SchemaDefinition output = null)
    {
        Checks.Value(mapAction, nameof(mapAction));
        _mapAction = mapAction;
        _contractName = contractName;
        InputDefinition = input;
        AddedColumns = MemberColumn.Create(typeof(TDst), output, SchemaDefinition.Direction.Write);
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal SchemaDefinition InputDefinition { get; }

    internal MemberColumn[] AddedColumns { get; }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        return Map(inputSchema).OutputSchema;
    }

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        Checks.Value(input, nameof(input));
        return new MappedView(input, Map(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        return new MappedView(ArrayView.Empty(inputSchema), Map(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Checks.State(_contractName != null, "Empty contract name for a transform: the transform cannot be saved");
        CustomMappingFormat.Save(ctx, _contractName, _mapAction.Method.DeclaringType.Assembly);
    }

    private RowMapping Map(DataViewSchema schema)
        => RowMapping.Append(schema, new Mapper(this, new ObjectWriter<TSrc>(schema, ignoreMissingColumns: false, InputDefinition)));

    private sealed class Mapper(CustomMappingTransformer<TSrc, TDst> parent, ObjectWriter<TSrc> source) : RowMapper
    {
        public override DataViewSchema.DetachedColumn[] OutputColumns { get; }
            = MemberColumn.SchemaOf(parent.AddedColumns).Select(c => new DataViewSchema.DetachedColumn(c)).ToArray();

        public override IEnumerable<int> Dependencies(bool[] active)
            => active.Contains(true) ? source.Sources.Select(c => c.Index) : [];

        public override Delegate[] CreateGetters(DataViewRow input, bool[] active)
        {
            var output = ObjectCursor<TDst>.SingleRow(parent.AddedColumns);
            var fill = source.Bind(input);
            var (src, dst) = (new TSrc(), new TDst());
            long position = -1;
            void Refresh()
            {
                if (position == input.Position)
                    return;
                fill(src);
                parent._mapAction(src, dst);
                output.Set(dst);
                position = input.Position;
            }

            return output.Schema
                .Select(c => active[c.Index] ? (Delegate)RawValues.Call(typeof(Mapper), nameof(Getter), [c.Type.RawType], output, c, (Action)Refresh) : null)
                .ToArray();
        }

        private static ValueGetter<T> Getter<T>(DataViewRow output, DataViewSchema.Column column, Action refresh)
        {
            var getter = output.GetGetter<T>(column);
            return (ref T value) =>
            {
                refresh();
                getter(ref value);
            };
        }
    }
}
