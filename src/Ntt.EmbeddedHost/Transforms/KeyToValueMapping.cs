using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

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
            if (!inputSchema.TryFindColumn(pair.Input, out var column))
                throw Checks.MissingColumn(nameof(inputSchema), "input", pair.Input);
            if (!column.IsKey)
                throw Checks.SchemaMismatch(nameof(inputSchema), "input", pair.Input, "KeyType", column.GetTypeString());
            Checks.Param(
                column.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var values),
                nameof(inputSchema),
                $"Input column '{pair.Input}' doesn't contain key values metadata");
            var annotations = new SchemaShape(column.Annotations.Where(a => a.Name == AnnotationKinds.SlotNames));
            return new SchemaShape.Column(pair.Output, column.Kind, values.ItemType, values.IsKey, annotations);
        }));
    }
}

/// <summary>Turns keys into the values they stand for; a missing key becomes the missing value of the type.</summary>
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal static readonly ModelVersion Version = new("KEY2VALT", 0x00010001, 0x00010001, 0x00010001, "KeyToValueTransform", ModelVersion.DataAssembly);

    internal KeyToValueMappingTransformer((string Output, string Input)[] columns)
        : base(columns)
    {
    }

    internal static ITransformer Load(ModelLoadContext context)
    {
        context.CheckVersion(Version);
        return new KeyToValueMappingTransformer(ReadColumns(context));
    }

    private protected override RowMapper MakeMapper(DataViewSchema input) => new Mapper(input, Columns);

    private protected override void Save(ModelSaveContext context)
    {
        context.SetVersion(Version);
        WriteColumns(context);
    }

    private sealed class Mapper : OneToOneMapper
    {
        private readonly VectorDataViewType[] _valueTypes;

        public Mapper(DataViewSchema schema, (string Output, string Input)[] pairs)
            : base(schema, pairs)
        {
            _valueTypes = Array.ConvertAll(Inputs, ValuesOf);
        }

        protected override DataViewSchema.DetachedColumn Describe(int index, string name)
        {
            DataViewType type = _valueTypes[index].ItemType;
            if (Inputs[index].Type is VectorDataViewType vector)
                type = new VectorDataViewType(_valueTypes[index].ItemType, vector.Dimensions);
            var builder = new DataViewSchema.Annotations.Builder();
            builder.Add(Inputs[index].Annotations, kind => kind == AnnotationKinds.SlotNames);
            return new DataViewSchema.DetachedColumn(name, type, builder.ToAnnotations());
        }

        protected override Delegate CreateGetter(DataViewRow row, int index)
        {
            var input = Inputs[index];
            var values = (Array)RawValues.Call(typeof(Mapper), nameof(ReadValues), _valueTypes[index].ItemType.RawType, input.Annotations);
            Type[] types = [PrimitiveTypes.ItemTypeOf(input.Type).RawType, _valueTypes[index].ItemType.RawType];
            return ((IKeyedValues)RawValues.New(typeof(KeyedValues<,>), types, values)).CreateGetter(row, input);
        }

        private static VectorDataViewType ValuesOf(DataViewSchema.Column column)
        {
            var values = column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type as VectorDataViewType;
            Checks.State(values != null, $"Metadata KeyValues does not exist for column '{column.Name}'");
            Checks.State(
                PrimitiveTypes.ItemTypeOf(column.Type) is KeyDataViewType key && key.Count == (ulong)values.Size,
                $"KeyValues metadata size does not match column type key count for column '{column.Name}'");
            return values;
        }

        private static T[] ReadValues<T>(DataViewSchema.Annotations annotations)
        {
            VBuffer<T> values = default;
            annotations.GetValue(AnnotationKinds.KeyValues, ref values);
            return values.DenseValues().ToArray();
        }
    }

    private interface IKeyedValues
    {
        Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);
    }

    private sealed class KeyedValues<TKey, TValue>(TValue[] values) : IKeyedValues
    {
        private static readonly TValue Missing
            = typeof(TValue) == typeof(float) ? (TValue)(object)float.NaN : typeof(TValue) == typeof(double) ? (TValue)(object)double.NaN : default;

        private readonly Func<TKey, ulong> _toNumber = KeyNumbers.Of<TKey>();

        public Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column)
        {
            if (column.Type is VectorDataViewType)
            {
                var vectors = row.GetGetter<VBuffer<TKey>>(column);
                VBuffer<TKey> keys = default;
                return (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> dst) =>
                {
                    vectors(ref keys);
                    var editor = VBufferEditor.Create(ref dst, keys.Length);
                    editor.Values.Fill(Missing);
                    foreach (var (i, item) in keys.Items())
                        editor.Values[i] = Find(item);
                    dst = editor.Commit();
                });
            }

            var getter = row.GetGetter<TKey>(column);
            TKey key = default;
            return (ValueGetter<TValue>)((ref TValue dst) =>
            {
                getter(ref key);
                dst = Find(key);
            });
        }

        private TValue Find(TKey key)
        {
            var number = _toNumber(key);
            return 0 < number && number <= (ulong)values.Length ? values[number - 1] : Missing;
        }
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
