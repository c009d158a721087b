using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Numbers the distinct values of a column from 1.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly ColumnOptions[] _columns;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(ColumnOptions[] columns, IDataView keyData)
    {
        Checks.Param(columns.Length > 0, nameof(columns), "No column is given");
        Checks.Param(
            keyData == null || keyData.Schema.Count == 1,
            nameof(keyData),
            $"If specified, this data view should contain only a single column containing the terms to map, but this had {keyData?.Schema.Count} columns.");
        _columns = columns;
        _keyData = keyData;
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
        Vocabulary shared = null;
        var vocabularies = Array.ConvertAll(_columns, column =>
        {
            var source = input.Schema.GetColumnOrNull(column.Input) ?? throw Checks.MissingColumn("inputSchema", "input", column.Input);
            if (_keyData == null)
            {
                Checks.Param(column.MaximumNumberOfKeys > 0, "MaxNumTerms", "Must be positive");
                return Vocabulary.Train(input, source, column.MaximumNumberOfKeys, column.Ordinality);
            }

            shared ??= Vocabulary.Train(_keyData, _keyData.Schema[0], int.MaxValue, column.Ordinality);
            var itemType = PrimitiveTypes.ItemTypeOf(source.Type);
            Checks.Param(
                shared.ItemType.Equals(itemType),
                "keyData",
                $"Terms from input data type '{shared.ItemType}' but mismatches column '{column.Output}' item type '{itemType}'");
            return shared;
        });
        return new ValueToKeyMappingTransformer(
            Array.ConvertAll(_columns, column => (column.Output, column.Input)),
            vocabularies,
            Array.ConvertAll(_columns, column => column.AnnotationsAsText));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Checks.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(column =>
        {
            if (!inputSchema.TryFindColumn(column.Input, out var input) || !PrimitiveTypes.TryGet(input.ItemType.RawType, out _))
                throw Checks.MissingColumn(nameof(inputSchema), "input", column.Input);
            var hasValues = input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var values);
            if (!input.IsKey || !hasValues || values.Kind != SchemaShape.Column.VectorKind.Vector)
            {
                var itemType = column.AnnotationsAsText ? TextDataViewType.Instance : input.ItemType;
                values = new SchemaShape.Column(AnnotationKinds.KeyValues, SchemaShape.Column.VectorKind.Vector, itemType, input.IsKey && !column.AnnotationsAsText);
            }

            var annotations = input.Annotations.Where(a => a.Name == AnnotationKinds.SlotNames).Append(values);
            return new SchemaShape.Column(column.Output, input.Kind, NumberDataViewType.UInt32, true, new SchemaShape(annotations));
        }));
    }

    /// <summary>How one column is numbered.</summary>
    internal sealed record ColumnOptions(string Output, string Input, int MaximumNumberOfKeys, KeyOrdinality Ordinality, bool AnnotationsAsText);
}

/// <summary>Numbers values from 1 as they stand in a vocabulary; others become the missing key.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal static readonly ModelVersion Version = new("TERMTRNF", 0x00010003, 0x00010003, 0x00010003, "TermTransform", ModelVersion.DataAssembly);

    private static readonly ModelVersion VocabularyVersion = new("TERM\0MAN", 0x00010002, 0x00010002, 0x00010002, "TermManager", ModelVersion.DataAssembly);

    private const string VocabularyFolder = "Vocabulary";

    private readonly Vocabulary[] _vocabularies;
    private readonly bool[] _annotationsAsText;

    internal ValueToKeyMappingTransformer((string Output, string Input)[] columns, Vocabulary[] vocabularies, bool[] annotationsAsText)
        : base(columns)
    {
        _vocabularies = vocabularies;
        _annotationsAsText = annotationsAsText;
    }

    internal static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        var columns = ReadColumns(context);
        var asText = Array.ConvertAll(columns, _ => context.ReadBoolean());
        var folder = context.OpenFolder(VocabularyFolder);
        folder.CheckVersion(VocabularyVersion);
        var count = folder.Reader.ReadInt32();
        Checks.Decode(count == columns.Length, $"{folder.EntryName}: {count} vocabularies, expected {columns.Length}");
        return new ValueToKeyMappingTransformer(columns, Array.ConvertAll(columns, _ => Vocabulary.Load(folder)), asText);
    }

    private protected override RowMapper MakeMapper(DataViewSchema input) => new Mapper(this, input);

    private protected override void Save(ModelSaveContext context)
    {
        context.SetVersion(Version);
        WriteColumns(context);
        Array.ForEach(_annotationsAsText, context.Writer.Write);
        context.SaveFolder(VocabularyFolder, folder =>
        {
            folder.SetVersion(VocabularyVersion);
            folder.Writer.Write(_vocabularies.Length);
            foreach (var vocabulary in _vocabularies)
                vocabulary.Save(folder);
            folder.SaveStream("Terms.txt", System.Text.Encoding.UTF8.GetBytes(string.Concat(_vocabularies.Select(v => v.ToText()))));
        });
    }

    private sealed class Mapper : OneToOneMapper
    {
        private readonly ValueToKeyMappingTransformer _parent;

        public Mapper(ValueToKeyMappingTransformer parent, DataViewSchema schema)
            : base(schema, parent.Columns)
        {
            _parent = parent;
            for (var i = 0; i < Inputs.Length; i++)
            {
                var itemType = PrimitiveTypes.ItemTypeOf(Inputs[i].Type);
                Checks.State(
                    parent._vocabularies[i].ItemType.Equals(itemType),
                    $"Could not apply a map over type '{parent._vocabularies[i].ItemType}' to column '{parent.Columns[i].Output}' since it has type '{itemType}'");
            }
        }

        protected override DataViewSchema.DetachedColumn Describe(int index, string name)
        {
            var vocabulary = _parent._vocabularies[index];
            var key = new KeyDataViewType(typeof(uint), Math.Max(1, vocabulary.Count));
            DataViewType type = Inputs[index].Type is VectorDataViewType vector ? new VectorDataViewType(key, vector.Dimensions) : key;
            var builder = new DataViewSchema.Annotations.Builder();
            vocabulary.AddKeyValues(builder, Inputs[index].Annotations, _parent._annotationsAsText[index]);
            builder.Add(Inputs[index].Annotations, kind => kind == AnnotationKinds.SlotNames);
            return new DataViewSchema.DetachedColumn(name, type, builder.ToAnnotations());
        }

        protected override Delegate CreateGetter(DataViewRow row, int index) => _parent._vocabularies[index].CreateGetter(row, Inputs[index]);
    }
}
