namespace Microsoft.ML.Transforms;

/// <summary>A vector joined from columns of a schema.</summary>
internal sealed class ConcatenatedColumn : RowMapper
{
    private readonly DataViewSchema.Column[] _inputs;
    private readonly VectorDataViewType _type;

    public ConcatenatedColumn(DataViewSchema schema, string name, string[] inputs)
    {
        _inputs = Array.ConvertAll(inputs, input => schema.GetColumnOrNull(input) ?? throw Checks.MissingColumn("inputSchema", "input", input));
        var itemType = PrimitiveTypes.ItemTypeOf(_inputs[0].Type);
        foreach (var input in _inputs)
        {
            if (!PrimitiveTypes.ItemTypeOf(input.Type).Equals(itemType))
                throw Checks.SchemaMismatch("inputSchema", "input", input.Name, itemType.ToString(), input.Type.ToString());
        }

        var sizes = Array.ConvertAll(_inputs, input => input.Type is VectorDataViewType vector ? vector.Size : 1);
        _type = new VectorDataViewType(itemType, sizes.Contains(0) ? 0 : sizes.Sum());
        OutputColumns = [IsIdentity ? new(name, _inputs[0].Type, _inputs[0].Annotations) : new(name, _type, Annotations())];
    }

    public override DataViewSchema.DetachedColumn[] OutputColumns { get; }

    /// <summary>A single vector is handed on as it is.</summary>
    private bool IsIdentity => _inputs is [{ Type: VectorDataViewType }];

    public override IEnumerable<int> Dependencies(bool[] active) => active[0] ? _inputs.Select(input => input.Index) : [];

    public override Delegate[] CreateGetters(DataViewRow input, bool[] active)
        => [IsIdentity ? RawValues.GetGetter(input, _inputs[0]) : (Delegate)RawValues.Call(typeof(ConcatenatedColumn), nameof(Join), [_type.ItemType.RawType], input, _inputs)];

    private static bool IsNormalized(DataViewSchema.Column column)
    {
        var value = false;
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.IsNormalized)?.Type is BooleanDataViewType)
            column.Annotations.GetValue(AnnotationKinds.IsNormalized, ref value);
        return value;
    }

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
        var vectors = Array.ConvertAll(inputs, input => input.Type is VectorDataViewType ? row.GetGetter<VBuffer<T>>(input) : null);
        var scalars = Array.ConvertAll(inputs, input => input.Type is VectorDataViewType ? null : row.GetGetter<T>(input));
        var parts = new VBuffer<T>[inputs.Length];
        return (ref VBuffer<T> dst) =>
        {
            var (length, count) = (0, 0);
            for (var i = 0; i < inputs.Length; i++)
            {
                if (vectors[i] == null)
                {
                    var editor = VBufferEditor.Create(ref parts[i], 1);
                    scalars[i](ref editor.Values[0]);
                    parts[i] = editor.Commit();
                }
                else
                {
                    vectors[i](ref parts[i]);
                    var expected = ((VectorDataViewType)inputs[i].Type).Size;
                    Checks.State(expected == 0 || expected == parts[i].Length, $"Column '{inputs[i].Name}': expected {expected} slots, but got {parts[i].Length}");
                }

                length = checked(length + parts[i].Length);
                count += parts[i].GetValues().Length;
            }

            dst = count <= length / 2 ? JoinSparse(parts, ref dst, length, count) : JoinDense(parts, ref dst, length);
        };
    }

    private static VBuffer<T> JoinDense<T>(VBuffer<T>[] parts, ref VBuffer<T> dst, int length)
    {
        var editor = VBufferEditor.Create(ref dst, length);
        var offset = 0;
        foreach (var part in parts)
        {
            part.CopyTo(editor.Values, offset);
            offset += part.Length;
        }

        return editor.Commit();
    }

    private static VBuffer<T> JoinSparse<T>(VBuffer<T>[] parts, ref VBuffer<T> dst, int length, int count)
    {
        var editor = VBufferEditor.Create(ref dst, length, count, requireIndicesOnDense: true);
        var (offset, next) = (0, 0);
        foreach (var part in parts)
        {
            foreach (var (index, value) in part.Items())
            {
                editor.Values[next] = value;
                editor.Indices[next++] = offset + index;
            }

            offset += part.Length;
        }

        return editor.Commit();
    }

    private DataViewSchema.Annotations Annotations()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (_type.ItemType is NumberDataViewType && _inputs.All(IsNormalized))
            builder.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        if (_type.IsKnownSize && _inputs.Any(input => SlotNamesOf(input) != null))
        {
            var names = _inputs.SelectMany(input => SlotNamesOf(input) ?? new ReadOnlyMemory<char>[((VectorDataViewType)input.Type).Size]).ToArray();
            builder.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, _type.Size), ConstantGetter.OfArray(names));
        }

        return builder.ToAnnotations();
    }
}
