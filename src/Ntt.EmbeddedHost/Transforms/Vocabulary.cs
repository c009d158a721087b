using System.Globalization;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The distinct values of a column in the order of their keys.</summary>
internal abstract class Vocabulary(PrimitiveDataViewType itemType)
{
    /// <summary>The type of the values.</summary>
    public PrimitiveDataViewType ItemType => itemType;

    /// <summary>The number of values.</summary>
    public abstract int Count { get; }

    /// <summary>Collects up to <paramref name="maximum"/> values of a column; missing ones are left out.</summary>
    public static Vocabulary Train(IDataView view, DataViewSchema.Column column, int maximum, ValueToKeyMappingEstimator.KeyOrdinality order)
        => (Vocabulary)RawValues.Call(typeof(Vocabulary), nameof(TrainCore), PrimitiveTypes.ItemTypeOf(column.Type).RawType, view, column, maximum, order);

    /// <summary>Reads texts by their number in the table of strings, other values as a block of a binary view.</summary>
    public static Vocabulary Load(ModelLoadContext context)
    {
        var kind = context.Reader.ReadByte();
        Checks.Decode(kind <= 1, $"{context.EntryName}: vocabulary of the unknown kind {kind}");
        if (kind == 0)
        {
            var texts = new ReadOnlyMemory<char>[context.ReadCount(sizeof(int))];
            for (var i = 0; i < texts.Length; i++)
                texts[i] = context.ReadNonEmptyString().AsMemory();
            return Checked(new Vocabulary<ReadOnlyMemory<char>>(TextDataViewType.Instance, texts), context);
        }

        var codec = ValueCodec.ReadDefinition(context.Reader);
        var values = codec.Read(context.Reader, context.Reader.ReadInt32());
        return Checked((Vocabulary)RawValues.New(typeof(Vocabulary<>), [codec.Type.RawType], codec.Type, values), context);
    }

    public abstract void Save(ModelSaveContext context);

    /// <summary>The listing that is saved for readers of the file.</summary>
    public abstract string ToText();

    /// <summary>Adds the values as an annotation; where they are keys themselves, what those stand for.</summary>
    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Annotations source, bool asText);

    /// <summary>A getter of the keys of a column's values.</summary>
    public abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);

    protected abstract bool HasDuplicates { get; }

    private static Vocabulary Checked(Vocabulary vocabulary, ModelLoadContext context)
    {
        Checks.Decode(!vocabulary.HasDuplicates, $"{context.EntryName}: a value stands twice in the vocabulary");
        return vocabulary;
    }

    private static Vocabulary<T> TrainCore<T>(IDataView view, DataViewSchema.Column column, int maximum, ValueToKeyMappingEstimator.KeyOrdinality order)
    {
        var itemType = PrimitiveTypes.ItemTypeOf(column.Type);
        var isMissing = Vocabulary<T>.MissingTest(itemType);
        var seen = new HashSet<T>(TextComparer.Instance as IEqualityComparer<T>);
        var values = new List<T>();
        using var cursor = view.GetRowCursor([column]);
        var next = RowValues<T>(cursor, column);
        while (values.Count < maximum && cursor.MoveNext())
        {
            foreach (var value in next())
            {
                if (values.Count < maximum && !isMissing(value) && seen.Add(value))
                    values.Add(value);
            }
        }

        if (order == ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            values.Sort(typeof(T) == typeof(ReadOnlyMemory<char>) ? (Comparison<T>)(Delegate)(Comparison<ReadOnlyMemory<char>>)CompareTexts : Comparer<T>.Default.Compare);
        return new Vocabulary<T>(itemType, [.. values]);
    }

    private static int CompareTexts(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.CompareTo(y.Span, StringComparison.Ordinal);

    private static Func<IEnumerable<T>> RowValues<T>(DataViewRowCursor row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            var vectors = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            return () =>
            {
                vectors(ref vector);
                return vector.DenseValues();
            };
        }

        var getter = row.GetGetter<T>(column);
        var value = new T[1];
        return () =>
        {
            getter(ref value[0]);
            return value;
        };
    }
}

/// <summary>A vocabulary of values of a known type.</summary>
internal sealed class Vocabulary<T> : Vocabulary
{
    private readonly T[] _values;
    private readonly Dictionary<T, uint> _keys;
    private readonly Func<T, bool> _isMissing;

    public Vocabulary(PrimitiveDataViewType itemType, T[] values)
        : base(itemType)
    {
        _values = values;
        _isMissing = MissingTest(itemType);
        _keys = new Dictionary<T, uint>(TextComparer.Instance as IEqualityComparer<T>);
        for (var i = 0; i < values.Length; i++)
            _keys.TryAdd(values[i], (uint)i + 1);
    }

    public override int Count => _values.Length;

    protected override bool HasDuplicates => _keys.Count < _values.Length;

    /// <summary>Empty texts, numbers that are none and the key 0 are missing.</summary>
    public static Func<T, bool> MissingTest(PrimitiveDataViewType itemType)
    {
        Delegate test = (Func<T, bool>)(_ => false);
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            test = (Func<ReadOnlyMemory<char>, bool>)(text => text.IsEmpty);
        else if (typeof(T) == typeof(float))
            test = (Func<float, bool>)float.IsNaN;
        else if (typeof(T) == typeof(double))
            test = (Func<double, bool>)double.IsNaN;
        else if (itemType is KeyDataViewType)
            test = (Func<T, bool>)(key => EqualityComparer<T>.Default.Equals(key, default));
        return (Func<T, bool>)test;
    }

    public override void Save(ModelSaveContext context)
    {
        if (_values is ReadOnlyMemory<char>[] texts)
        {
            context.Writer.Write((byte)0);
            context.Writer.Write(texts.Length);
            foreach (var text in texts)
                context.WriteString(text.ToString());
            return;
        }

        var codec = ValueCodec.Of(ItemType);
        context.Writer.Write((byte)1);
        codec.WriteDefinition(context.Writer);
        context.Writer.Write(_values.Length);
        codec.Write(context.Writer, _values);
    }

    public override string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Number of terms{(ItemType is TextDataViewType ? "" : $" of type '{ItemType}'")} = {Count}\n");
        for (var i = 0; i < _values.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i}\t{TextOf(_values[i])}\n");
        return text.ToString();
    }

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Annotations source, bool asText)
    {
        if (Count == 0)
            return;
        var sourceType = source.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type as VectorDataViewType;
        if (ItemType is KeyDataViewType key && sourceType != null && (ulong)sourceType.Size == key.Count)
        {
            var numbers = Array.ConvertAll(_values, value => (int)KeyNumbers.Of<T>()(value));
            var getter = (Delegate)RawValues.Call(typeof(Vocabulary<T>), nameof(PickValues), sourceType.ItemType.RawType, source, numbers);
            builder.Add(AnnotationKinds.KeyValues, new VectorDataViewType(sourceType.ItemType, Count), getter);
        }
        else if (asText && ItemType is not TextDataViewType)
        {
            var texts = Array.ConvertAll(_values, value => TextOf(value).AsMemory());
            builder.Add(AnnotationKinds.KeyValues, new VectorDataViewType(TextDataViewType.Instance, Count), ConstantGetter.OfArray(texts));
        }
        else
        {
            builder.Add(AnnotationKinds.KeyValues, new VectorDataViewType(ItemType, Count), ConstantGetter.OfArray(_values));
        }
    }

    public override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
            return VectorGetter(row.GetGetter<VBuffer<T>>(column), column);
        var getter = row.GetGetter<T>(column);
        T value = default;
        return (ValueGetter<uint>)((ref uint dst) =>
        {
            getter(ref value);
            dst = Find(value);
        });
    }

    private static string TextOf(T value) => value switch
    {
        bool truth => truth ? "1" : "0",
        double number => number.ToString("G17", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static ValueGetter<VBuffer<TValue>> PickValues<TValue>(DataViewSchema.Annotations source, int[] numbers)
        => (ref VBuffer<TValue> dst) =>
        {
            VBuffer<TValue> all = default;
            source.GetValue(AnnotationKinds.KeyValues, ref all);
            var editor = VBufferEditor.Create(ref dst, numbers.Length);
            for (var i = 0; i < numbers.Length; i++)
                editor.Values[i] = all.GetItemOrDefault(numbers[i] - 1);
            dst = editor.Commit();
        };

    private ValueGetter<VBuffer<uint>> VectorGetter(ValueGetter<VBuffer<T>> getter, DataViewSchema.Column column)
    {
        var size = ((VectorDataViewType)column.Type).Size;
        VBuffer<T> values = default;
        return (ref VBuffer<uint> dst) =>
        {
            getter(ref values);
            Checks.State(size == 0 || size == values.Length, $"Column '{column.Name}': TermTransform expects {size} slots, but got {values.Length}");
            var editor = VBufferEditor.Create(ref dst, values.Length);
            foreach (var (i, value) in values.Items(all: true))
                editor.Values[i] = Find(value);
            dst = editor.Commit();
        };
    }

    private uint Find(T value) => !_isMissing(value) && _keys.TryGetValue(value, out var key) ? key : 0;
}
