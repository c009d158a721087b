namespace Microsoft.ML.Transforms;

/// <summary>Numbers the distinct values of a column from 1.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly (string Output, string Input) _columns;
    private readonly int _maximum;
    private readonly KeyOrdinality _order;
    private readonly IDataView _keyData;
    internal ValueToKeyMappingEstimator((string Output, string Input) columns, int maximum, KeyOrdinality order, IDataView keyData)
    {
        Checks.Param(keyData == null || keyData.Schema.Count == 1, nameof(keyData), $"If specified, this data view should contain only a single column containing the terms to map, but this had {keyData?.Schema.Count} columns.");
        (_columns, _maximum, _order, _keyData) = (columns, maximum, order, keyData);
    }

    /// <summary>The order of the keys.</summary>
    public enum KeyOrdinality : byte
    {
        /// <summary>As the values first come.</summary>
        ByOccurrence = 0,
        /// <summary>As the values are sorted.</summary>
        ByValue = 1,
    }

    /// <inheritdoc/>
    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        Checks.Value(input, nameof(input));
        var source = input.Schema.GetColumnOrNull(_columns.Input) ?? throw Checks.MissingColumn("inputSchema", "input", _columns.Input);
        var itemType = PrimitiveTypes.ItemTypeOf(source.Type);
        Checks.Param(_keyData != null || _maximum > 0, "MaxNumTerms", "Must be positive");
        var vocabulary = _keyData == null ? Vocabulary.Train(input, source, _maximum, _order) : Vocabulary.Train(_keyData, _keyData.Schema[0], int.MaxValue, _order);
        Checks.Param(vocabulary.ItemType.Equals(itemType), "keyData", $"Input data's column must be of type '{itemType}' but was '{vocabulary.ItemType}'");
        return new ValueToKeyMappingTransformer([_columns], [vocabulary]);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        var input = inputSchema.Find(_columns.Input);
        var values = new SchemaShape.Column(AnnotationKinds.KeyValues, SchemaShape.Column.VectorKind.Vector, input.ItemType, input.IsKey);
        var annotations = new SchemaShape(input.Annotations.Where(a => a.Name == AnnotationKinds.SlotNames).Append(values));
        return inputSchema.With([new SchemaShape.Column(_columns.Output, input.Kind, NumberDataViewType.UInt32, true, annotations)]);
    }
}

/// <summary>Numbers values from 1 as they stand in a vocabulary; others become the missing key.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal static readonly ModelVersion Version = new("TERMTRNF", 0x00010003, "TermTransform", ModelVersion.DataAssembly);
    private static readonly ModelVersion s_vocabularyVersion = new("TERM\0MAN", 0x00010002, "TermManager", ModelVersion.DataAssembly);
    private const string VocabularyFolder = "Vocabulary";
    private readonly Vocabulary[] _vocabularies;
    internal ValueToKeyMappingTransformer((string Output, string Input)[] columns, Vocabulary[] vocabularies)
        : base(Version, columns) => _vocabularies = vocabularies;

    internal static ITransformer Load(ModelLoadContext context)
    {
        var columns = ReadColumns(context, Version);
        Checks.Decode(!context.Reader.ReadBytes(columns.Length).Contains((byte)1), $"{context.EntryName}: key values turned to text, which only ML.NET itself can load");
        var folder = context.OpenFolder(VocabularyFolder);
        folder.CheckVersion(s_vocabularyVersion);
        var count = folder.Reader.ReadInt32();
        Checks.Decode(count == columns.Length, $"{folder.EntryName}: {count} vocabularies, expected {columns.Length}");
        return new ValueToKeyMappingTransformer(columns, Array.ConvertAll(columns, _ => Vocabulary.Load(folder)));
    }

    private protected override DataViewSchema.DetachedColumn Describe(int index, DataViewSchema.Column input)
    {
        var vocabulary = _vocabularies[index];
        var itemType = PrimitiveTypes.ItemTypeOf(input.Type);
        Checks.State(vocabulary.ItemType.Equals(itemType), $"Could not apply a map over type '{vocabulary.ItemType}' to column '{input.Name}' since it has type '{itemType}'");
        var key = new KeyDataViewType(typeof(uint), Math.Max(1, vocabulary.Count));
        DataViewType type = input.Type is VectorDataViewType vector ? new VectorDataViewType(key, vector.Dimensions) : key;
        var builder = new DataViewSchema.Annotations.Builder();
        vocabulary.AddKeyValues(builder);
        builder.Add(input.Annotations, kind => kind == AnnotationKinds.SlotNames);
        return new DataViewSchema.DetachedColumn(Columns[index].Output, type, builder.ToAnnotations());
    }

    private protected override Delegate CreateGetter(int index, DataViewRow row, DataViewSchema.Column input) => _vocabularies[index].CreateGetter(row, input);

    private protected override void Save(ModelSaveContext context)
    {
        base.Save(context);
        context.Writer.Write(new byte[Columns.Length]);
        context.SaveFolder(VocabularyFolder, folder =>
        {
            folder.SetVersion(s_vocabularyVersion);
            folder.Writer.Write(_vocabularies.Length);
            Array.ForEach(_vocabularies, vocabulary => vocabulary.Save(folder));
        });
    }
}

/// <summary>Turns keys into the values they stand for.</summary>
public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator((string Output, string Input)[] columns)
        : base(new KeyToValueMappingTransformer(columns)) { }

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        return Checks.Value(inputSchema, nameof(inputSchema)).With(Transformer.Columns.Select(pair =>
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
        : base(Version, columns) { }

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
        Checks.State(values != null, "Metadata KeyValues does not exist");
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
        return ItemGetter.Create<TKey, TValue>(row, column, key =>
        {
            var number = Convert.ToUInt64(key, CultureInfo.InvariantCulture);
            return 0 < number && number <= (ulong)values.Length ? values[number - 1] : missing;
        });
    }
}
