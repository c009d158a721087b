using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>One vector joined from columns of a schema.</summary>
internal sealed class ConcatenatedColumn
{
    private readonly string _name;
    private readonly string[] _aliases;
    private readonly VectorDataViewType _type;

    public ConcatenatedColumn(DataViewSchema schema, string name, (string Name, string Alias)[] inputs)
    {
        _name = name;
        _aliases = Array.ConvertAll(inputs, input => input.Alias);
        Inputs = Array.ConvertAll(inputs, input => schema.GetColumnOrNull(input.Name) ?? throw Checks.MissingColumn("inputSchema", "input", input.Name));
        var itemType = PrimitiveTypes.ItemTypeOf(Inputs[0].Type);
        foreach (var input in Inputs)
        {
            if (!PrimitiveTypes.ItemTypeOf(input.Type).Equals(itemType))
                throw Checks.SchemaMismatch("inputSchema", "input", input.Name, itemType.ToString(), input.Type.ToString());
        }

        var sizes = Array.ConvertAll(Inputs, input => input.Type is VectorDataViewType vector ? vector.Size : 1);
        _type = new VectorDataViewType(itemType, sizes.Contains(0) ? 0 : sizes.Sum());
    }

    public DataViewSchema.Column[] Inputs { get; }

    /// <summary>A single vector is handed on as it is.</summary>
    private bool IsIdentity => Inputs is [{ Type: VectorDataViewType }];

    public DataViewSchema.DetachedColumn Describe()
    {
        if (IsIdentity)
            return new DataViewSchema.DetachedColumn(_name, Inputs[0].Type, Inputs[0].Annotations);
        var builder = new DataViewSchema.Annotations.Builder();
        if (_type.ItemType is NumberDataViewType && Inputs.All(IsNormalized))
            builder.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        if (_type.IsKnownSize && Inputs.Any(input => input.Type is not VectorDataViewType || SlotNamesOf(input) != null))
            builder.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, _type.Size), ConstantGetter.OfArray(SlotNames()));
        return new DataViewSchema.DetachedColumn(_name, _type, builder.ToAnnotations());
    }

    public Delegate CreateGetter(DataViewRow row)
        => IsIdentity
            ? RawValues.GetGetter(row, Inputs[0])
            : (Delegate)RawValues.Call(typeof(ConcatenatedColumn), nameof(Join), _type.ItemType.RawType, row, Inputs);

    private static bool IsNormalized(DataViewSchema.Column column)
    {
        var value = false;
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.IsNormalized)?.Type is BooleanDataViewType)
            column.Annotations.GetValue(AnnotationKinds.IsNormalized, ref value);
        return value;
    }

    private static VBuffer<ReadOnlyMemory<char>>? SlotNamesOf(DataViewSchema.Column column)
    {
        var type = column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.SlotNames)?.Type as VectorDataViewType;
        if (column.Type is not VectorDataViewType vector || vector.Size == 0 || type?.Size != vector.Size || type.ItemType is not TextDataViewType)
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(AnnotationKinds.SlotNames, ref names);
        return names;
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

    /// <summary>A scalar's slot is called as its column; a vector's as column and slot, or as alias and slot.</summary>
    private ReadOnlyMemory<char>[] SlotNames()
    {
        var names = new List<ReadOnlyMemory<char>>();
        for (var i = 0; i < Inputs.Length; i++)
        {
            var name = string.IsNullOrEmpty(_aliases[i]) ? Inputs[i].Name : _aliases[i];
            if (Inputs[i].Type is not VectorDataViewType vector)
                names.Add(name.AsMemory());
            else if (SlotNamesOf(Inputs[i]) is { } slots)
                names.AddRange(slots.DenseValues().Select(slot => slot.IsEmpty || _aliases[i] == Inputs[i].Name ? slot : $"{name}.{slot}".AsMemory()));
            else
                names.AddRange(Enumerable.Repeat(ReadOnlyMemory<char>.Empty, vector.Size));
        }

        return [.. names];
    }
}

/// <summary>The kinds of annotations that components agree on.</summary>
internal static class AnnotationKinds
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
    public const string IsNormalized = "IsNormalized";
    public const string TrainingLabelValues = "TrainingLabelValues";
}
