namespace Microsoft.ML.Transforms;

/// <summary>Runs a function of the user over rows.</summary>
public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition input, SchemaDefinition output)
        : base(new CustomMappingTransformer<TSrc, TDst>(mapAction, contractName, input, output)) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        foreach (var member in MemberColumn.Create(typeof(TSrc), Transformer.InputDefinition, SchemaDefinition.Direction.Both))
        {
            var column = inputSchema.Find(member.Name);
            var needed = SchemaShape.Column.Of(member.Name, member.Type);
            var kindFits = needed.Kind == column.Kind || (needed.Kind == SchemaShape.Column.VectorKind.VariableVector && column.Kind != SchemaShape.Column.VectorKind.Scalar);
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
        (_mapAction, _contractName, InputDefinition) = (Checks.Value(mapAction, nameof(mapAction)), contractName, input);
        AddedColumns = MemberColumn.Create(typeof(TDst), output, SchemaDefinition.Direction.Write);
    }

    bool ITransformer.IsRowToRowMapper => true;
    internal SchemaDefinition InputDefinition { get; }
    internal MemberColumn[] AddedColumns { get; }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Map(Checks.Value(inputSchema, nameof(inputSchema))).OutputSchema;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => new MappedView(Checks.Value(input, nameof(input)), Map(input.Schema));

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
        => new MappedView(ArrayView.Empty(Checks.Value(inputSchema, nameof(inputSchema))), Map(inputSchema));

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

/// <summary>Marks the class that makes the function of a saved mapping again.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CustomMappingFactoryAttributeAttribute : ExtensionBaseAttribute
{
    /// <summary>The name that the mapping is saved under.</summary>
    public CustomMappingFactoryAttributeAttribute(string contractName)
        : base(contractName) { }
}

/// <summary>Makes the function of a saved mapping again.</summary>
public abstract class CustomMappingFactory<TSrc, TDst> : ICustomMappingFactory
    where TSrc : class, new()
    where TDst : class, new()
{
    /// <summary>The function.</summary>
    public abstract Action<TSrc, TDst> GetMapping();

    ITransformer ICustomMappingFactory.CreateTransformer(string contractName)
        => new CustomMappingTransformer<TSrc, TDst>(GetMapping(), contractName);
}

internal interface ICustomMappingFactory
{
    ITransformer CreateTransformer(string contractName);
}

/// <summary>A custom mapping in a model file: its contract, and the assembly that has the factory.</summary>
internal static class CustomMappingFormat
{
    public static readonly ModelVersion Version = new("CUSTOMXF", 0x00010002, "CustomTransformer", ModelVersion.TransformsAssembly);

    public static void Save(ModelSaveContext context, string contract, Assembly assembly)
    {
        context.SetVersion(Version);
        context.WriteString(contract);
        context.WriteString(assembly.FullName);
    }

    public static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var contract = context.ReadString();
        var catalog = context.Components;
        catalog.RegisterAssembly(Assembly.Load(context.ReadString()));
        var factory = catalog.Create(contract) as ICustomMappingFactory
            ?? throw new InvalidOperationException($"The class with contract '{contract}' must derive from '{typeof(CustomMappingFactory<,>).FullName}'.");
        return factory.CreateTransformer(contract);
    }
}
