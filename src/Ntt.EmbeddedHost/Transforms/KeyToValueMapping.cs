namespace Microsoft.ML.Transforms;

/// <summary>Turns keys into the values they stand for.</summary>
public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator((string Output, string Input)[] columns)
        : base(new KeyToValueMappingTransformer(columns))
    {
    }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            var column = inputSchema.Find(pair.Input);
            if (!column.IsKey)
                throw Checks.SchemaMismatch(nameof(inputSchema), "input", pair.Input, "KeyType", column.GetTypeString());
            var hasValues = column.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var values);
            Checks.Param(hasValues, nameof(inputSchema), $"Input column '{pair.Input}' doesn't contain key values metadata");
            var annotations = new SchemaShape(column.Annotations.Where(a => a.Name == AnnotationKinds.SlotNames));
            return new SchemaShape.Column(pair.Output, column.Kind, values.ItemType, values.IsKey, annotations);
        }));
    }
}

/// <summary>Turns keys into the values they stand for; a missing key becomes the missing value of the type.</summary>
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal static readonly ModelVersion Version = new("KEY2VALT", 0x00010001, "KeyToValueTransform", ModelVersion.DataAssembly);

    internal KeyToValueMappingTransformer((string Output, string Input)[] columns)
        : base(Version, columns)
    {
    }

    internal static ITransformer Load(ModelLoadContext context) => new KeyToValueMappingTransformer(ReadColumns(context, Version));

    private protected override DataViewSchema.DetachedColumn Describe(int index, DataViewSchema.Column input)
    {
        var item = ValuesOf(input);
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(input.Annotations, kind => kind == AnnotationKinds.SlotNames);
        DataViewType type = input.Type is VectorDataViewType vector ? new VectorDataViewType(item, vector.Dimensions) : item;
        return new DataViewSchema.DetachedColumn(Columns[index].Output, type, builder.ToAnnotations());
    }

    private protected override Delegate CreateGetter(int index, DataViewRow row, DataViewSchema.Column input)
        => (Delegate)RawValues.Call(typeof(KeyToValueMappingTransformer), nameof(MapKeys), [PrimitiveTypes.ItemTypeOf(input.Type).RawType, ValuesOf(input).RawType], row, input);

    private static PrimitiveDataViewType ValuesOf(DataViewSchema.Column column)
    {
        var values = column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type as VectorDataViewType;
        Checks.State(values != null, $"Metadata KeyValues does not exist for column '{column.Name}'");
        var fits = PrimitiveTypes.ItemTypeOf(column.Type) is KeyDataViewType key && key.Count == (ulong)values.Size;
        Checks.State(fits, $"KeyValues metadata size does not match column type key count for column '{column.Name}'");
        return values.ItemType;
    }

    private static Delegate MapKeys<TKey, TValue>(DataViewRow row, DataViewSchema.Column column)
    {
        VBuffer<TValue> all = default;
        column.Annotations.GetValue(AnnotationKinds.KeyValues, ref all);
        var values = all.DenseValues().ToArray();
        var missing = typeof(TValue) == typeof(float) ? (TValue)(object)float.NaN : typeof(TValue) == typeof(double) ? (TValue)(object)double.NaN : default;
        var toNumber = KeyNumbers.Of<TKey>();
        return ItemGetter.Create<TKey, TValue>(row, column, key =>
        {
            var number = toNumber(key);
            return 0 < number && number <= (ulong)values.Length ? values[number - 1] : missing;
        });
    }
}

/// <summary>Keys as numbers, whatever type they are held in.</summary>
internal static class KeyNumbers
{
    public static Func<TKey, ulong> Of<TKey>() => (Func<TKey, ulong>)(Delegate)(Type.GetTypeCode(typeof(TKey)) switch
    {
        TypeCode.Byte => (Func<byte, ulong>)(key => key),
        TypeCode.UInt16 => (Func<ushort, ulong>)(key => key),
        TypeCode.UInt32 => (Func<uint, ulong>)(key => key),
        _ => (Func<ulong, ulong>)(key => key),
    });
}
