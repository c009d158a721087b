using System.Collections;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Transforms;

/// <summary>
/// The labels of a network's classes: the values, of whatever type, that the label's key stood for, and the same as text. A predicted label carries
/// the values, so that MapKeyToValue gives labels of the type that was trained on.
/// </summary>
internal abstract class ClassLabels : IReadOnlyList<string>
{
    private static readonly Dictionary<string, LabelKind> s_kinds = new LabelKind[]
    {
        new LabelKind<bool>(), new LabelKind<byte>(), new LabelKind<sbyte>(), new LabelKind<short>(), new LabelKind<ushort>(), new LabelKind<int>(),
        new LabelKind<uint>(), new LabelKind<long>(), new LabelKind<ulong>(), new LabelKind<float>(), new LabelKind<double>(),
    }.ToDictionary(kind => kind.Name);

    private readonly string[] _names;

    private protected ClassLabels(string[] names) => _names = names;

    public int Count => _names.Length;

    /// <summary>The name of the values' type, as it is saved; null for text.</summary>
    public abstract string? Kind { get; }

    public string this[int index] => _names[index];

    public static ClassLabels OfText(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        string[] names = [.. classNames];
        return new ClassLabels<ReadOnlyMemory<char>>(Array.ConvertAll(names, name => name.AsMemory()), names, kind: null);
    }

    /// <summary>The values of a key; null when it has none, or of a type that is no number, text or truth value.</summary>
    public static ClassLabels? Read(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(ColumnAnnotations.KeyValues) is not { Type: VectorDataViewType { ItemType: var item } })
        {
            return null;
        }

        return item is TextDataViewType ? OfText([.. LabelKind.Values<ReadOnlyMemory<char>>(column).Select(name => name.ToString())])
            : item is not KeyDataViewType && s_kinds.TryGetValue(item.RawType.Name, out var kind) ? kind.Read(column)
            : null;
    }

    /// <summary>Labels without a value yet, of a type; text where the type is none that labels can have.</summary>
    public static ClassLabels Empty(DataViewType? type, int count)
        => type is not null && s_kinds.TryGetValue(type.RawType.Name, out var kind) ? kind.Empty(count) : OfText(new string[count]);

    /// <summary>The labels of saved names; null when the kind is unknown or a name is no value of it.</summary>
    public static ClassLabels? Parse(string? kind, string[] names)
        => kind is null ? OfText(names) : s_kinds.TryGetValue(kind, out var known) ? known.Parse(names) : null;

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds the values as an annotation.</summary>
    public abstract void AddTo(DataViewSchema.Annotations.Builder annotations, string annotation);

    /// <summary>Adds the values as an annotation.</summary>
    public abstract void AddTo(SchemaDefinition.Column column, string annotation);

    private abstract class LabelKind
    {
        public abstract string Name { get; }

        public static T[] Values<T>(DataViewSchema.Column column)
        {
            VBuffer<T> values = default;
            column.Annotations.GetValue(ColumnAnnotations.KeyValues, ref values);
            return [.. values.DenseValues()];
        }

        public abstract ClassLabels Empty(int count);

        public abstract ClassLabels Read(DataViewSchema.Column column);

        public abstract ClassLabels? Parse(string[] names);
    }

    private sealed class LabelKind<T> : LabelKind
        where T : struct, ISpanParsable<T>
    {
        public override string Name => typeof(T).Name;

        public override ClassLabels Empty(int count) => new ClassLabels<T>(new T[count], new string[count], Name);

        public override ClassLabels Read(DataViewSchema.Column column)
        {
            var values = Values<T>(column);
            return new ClassLabels<T>(values, Array.ConvertAll(values, value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""), Name);
        }

        public override ClassLabels? Parse(string[] names)
        {
            var values = new T[names.Length];
            for (var index = 0; index < values.Length; index++)
            {
                if (!T.TryParse(names[index], CultureInfo.InvariantCulture, out values[index]))
                {
                    return null;
                }
            }

            return new ClassLabels<T>(values, names, Name);
        }
    }
}

/// <summary>Labels of one type.</summary>
internal sealed class ClassLabels<T>(T[] values, string[] names, string? kind) : ClassLabels(names)
{
    public override string? Kind => kind;

    /// <summary>The type as the host itself tells it of a class with such a member.</summary>
    private static PrimitiveDataViewType ItemType { get; } = (PrimitiveDataViewType)SchemaDefinition.Create(typeof(LabelRow))[0].ColumnType;

    private VectorDataViewType VectorType => new(ItemType, values.Length);

    public override void AddTo(DataViewSchema.Annotations.Builder annotations, string annotation)
        => annotations.Add(annotation, VectorType, (ref VBuffer<T> target) =>
        {
            var editor = VBufferEditor.Create(ref target, values.Length);
            values.CopyTo(editor.Values);
            target = editor.Commit();
        });

    public override void AddTo(SchemaDefinition.Column column, string annotation)
        => column.AddAnnotation(annotation, new VBuffer<T>(values.Length, values), VectorType);

    private sealed class LabelRow
    {
        public T? Value { get; set; }
    }
}
