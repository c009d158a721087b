namespace Microsoft.ML.Transforms;

/// <summary>The distinct values of a column in the order of their keys.</summary>
internal abstract class Vocabulary(PrimitiveDataViewType itemType, int count)
{
    public PrimitiveDataViewType ItemType => itemType;
    public int Count => count;

    /// <summary>Collects up to <paramref name="maximum"/> values of a column; missing ones are left out.</summary>
    public static Vocabulary Train(IDataView view, DataViewSchema.Column column, int maximum, ValueToKeyMappingEstimator.KeyOrdinality order)
    {
        var itemType = PrimitiveTypes.ItemTypeOf(column.Type);
        if (itemType is KeyDataViewType)
            throw new NotSupportedException($"Numbering the keys of column '{column.Name}' anew needs ML.NET itself");
        return (Vocabulary)RawValues.Call(typeof(Vocabulary), nameof(TrainCore), [itemType.RawType], view, column, maximum, order);
    }

    /// <summary>Reads texts by their number in the table of strings, other values as a block of a binary view.</summary>
    public static Vocabulary Load(ModelLoadContext context)
    {
        var kind = context.Reader.ReadByte();
        Checks.Decode(kind <= 1, $"{context.EntryName}: vocabulary of the unknown kind {kind}");
        if (kind == 0)
            return new Vocabulary<ReadOnlyMemory<char>>(TextDataViewType.Instance, Array.ConvertAll(context.ReadNonEmptyStrings(), text => text.AsMemory()));
        var codec = ValueCodec.ReadDefinition(context.Reader);
        Checks.Decode(codec.Type is PrimitiveDataViewType and not KeyDataViewType, $"{context.EntryName}: a vocabulary of {codec.Type}, which only ML.NET itself can load");
        return (Vocabulary)RawValues.New(typeof(Vocabulary<>), [codec.Type.RawType], codec.Type, codec.Read(context.Reader, context.Reader.ReadInt32()));
    }

    public abstract void Save(ModelSaveContext context);
    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder builder);
    public abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);

    private static Vocabulary<T> TrainCore<T>(IDataView view, DataViewSchema.Column column, int maximum, ValueToKeyMappingEstimator.KeyOrdinality order)
    {
        var seen = new HashSet<T>(TextComparer.Instance as IEqualityComparer<T>);
        var values = new List<T>();
        using var cursor = view.GetRowCursor([column]);
        var next = column.Type is VectorDataViewType ? cursor.GetGetter<VBuffer<T>>(column) : ItemGetter.AsVector(cursor.GetGetter<T>(column));
        VBuffer<T> items = default;
        while (values.Count < maximum && cursor.MoveNext())
        {
            next(ref items);
            foreach (var value in items.DenseValues())
            {
                if (values.Count < maximum && !Vocabulary<T>.IsMissing(value) && seen.Add(value))
                    values.Add(value);
            }
        }
        if (order == ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            values.Sort((x, y) => x is ReadOnlyMemory<char> a && y is ReadOnlyMemory<char> b ? a.Span.CompareTo(b.Span, StringComparison.Ordinal) : Comparer<T>.Default.Compare(x, y));
        return new Vocabulary<T>(PrimitiveTypes.ItemTypeOf(column.Type), [.. values]);
    }
}

internal sealed class Vocabulary<T> : Vocabulary
{
    private readonly T[] _values;
    private readonly Dictionary<T, uint> _keys = new(TextComparer.Instance as IEqualityComparer<T>);
    public Vocabulary(PrimitiveDataViewType itemType, T[] values)
        : base(itemType, values.Length)
    {
        _values = values;
        for (var i = 0; i < values.Length; i++)
            Checks.Param(_keys.TryAdd(values[i], (uint)i + 1), nameof(values), $"{values[i]} stands twice in the vocabulary");
    }

    /// <summary>Empty texts and numbers that are none are missing.</summary>
    public static bool IsMissing(T value) => value is ReadOnlyMemory<char> { IsEmpty: true } or float.NaN or double.NaN;

    public override void Save(ModelSaveContext context)
    {
        var texts = _values as ReadOnlyMemory<char>[];
        var codec = ValueCodec.Of(ItemType);
        context.Writer.Write(texts == null);
        if (texts == null)
            codec.WriteDefinition(context.Writer);
        context.Writer.Write(_values.Length);
        if (texts == null)
            codec.Write(context.Writer, _values);
        foreach (var text in texts ?? [])
            context.WriteString(text.ToString());
    }

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder)
    {
        if (Count > 0)
            builder.Add(AnnotationKinds.KeyValues, new VectorDataViewType(ItemType, Count), ConstantGetter.OfArray(_values));
    }

    public override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column)
        => ItemGetter.Create<T, uint>(row, column, value => IsMissing(value) ? 0 : _keys.GetValueOrDefault(value));
}

/// <summary>Getters that map values of a column, or the items of its vectors.</summary>
internal static class ItemGetter
{
    public static Delegate Create<TIn, TOut>(DataViewRow row, DataViewSchema.Column column, Func<TIn, TOut> map)
    {
        if (column.Type is VectorDataViewType vector)
            return Vectors(row.GetGetter<VBuffer<TIn>>(column), column.Name, vector.Size, map);
        var getter = row.GetGetter<TIn>(column);
        TIn value = default;
        return (ValueGetter<TOut>)((ref TOut dst) =>
        {
            getter(ref value);
            dst = map(value);
        });
    }

    /// <summary>Vectors of the one value of a column.</summary>
    public static ValueGetter<VBuffer<T>> AsVector<T>(ValueGetter<T> getter) => (ref VBuffer<T> dst) =>
    {
        var editor = VBufferEditor.Create(ref dst, 1);
        getter(ref editor.Values[0]);
        dst = editor.Commit();
    };

    private static ValueGetter<VBuffer<TOut>> Vectors<TIn, TOut>(ValueGetter<VBuffer<TIn>> getter, string name, int size, Func<TIn, TOut> map)
    {
        VBuffer<TIn> values = default;
        return (ref VBuffer<TOut> dst) =>
        {
            getter(ref values);
            Checks.State(size == 0 || size == values.Length, $"Column '{name}': {values.Length} slots, expected {size}");
            var editor = VBufferEditor.Create(ref dst, values.Length);
            foreach (var (i, value) in values.Items(all: true))
                editor.Values[i] = map(value);
            dst = editor.Commit();
        };
    }
}

/// <summary>Compares texts by their characters.</summary>
internal sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>
{
    public static readonly TextComparer Instance = new();
    public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);
    public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span, StringComparison.Ordinal);
}

/// <summary>The kinds of annotations that components agree on.</summary>
internal static class AnnotationKinds
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
}
