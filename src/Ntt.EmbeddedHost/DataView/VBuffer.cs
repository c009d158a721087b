namespace Microsoft.ML.Data;

/// <summary>A vector, dense or sparse: of a sparse one only the values at ascending indices are held, the others are the default.</summary>
public readonly struct VBuffer<T>
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    /// <summary>The number of items.</summary>
    public readonly int Length;

    /// <summary>A dense vector of the first <paramref name="length"/> values; <paramref name="indices"/> is kept as a spare buffer.</summary>
    public VBuffer(int length, T[] values, int[] indices = null)
        : this(length, length, values, indices) { }

    /// <summary>A vector that holds <paramref name="count"/> values; sparse when count is less than length.</summary>
    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Checks.Param(length >= 0, nameof(length));
        Checks.Param(0 <= count && count <= length, nameof(count));
        Checks.Param((values?.Length ?? 0) >= count, nameof(values));
        Checks.Param(count == length || (indices?.Length ?? 0) >= count, nameof(indices));
        (Length, _count, _values, _indices) = (length, count, values, indices);
    }

    /// <summary>Whether all items are held.</summary>
    public bool IsDense => _count == Length;

    /// <summary>A dense copy of part of an array.</summary>
    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        var available = source?.Length ?? 0;
        Checks.Param(0 <= length && length <= available, nameof(length));
        Checks.Param(0 <= sourceIndex && sourceIndex <= available - length, nameof(sourceIndex));
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>The held values.</summary>
    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The indices of the held values; empty for a dense vector.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    /// <summary>Copies into the buffers of another vector.</summary>
    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <summary>Writes all items to a span at least as long as the vector.</summary>
    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Writes all items to a span from an offset on, items not held as <paramref name="defaultValue"/>.</summary>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        var fits = 0 <= destinationIndex && destinationIndex <= destination.Length - Length;
        Checks.Param(fits, nameof(destination), $"Room for {Length} items is needed from {destinationIndex} on, but the length is {destination.Length}");
        var target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        // As in ML.NET, a vector without any held value is cleared rather than filled.
        target.Fill(_count == 0 ? default : defaultValue);
        for (var i = 0; i < _count; i++)
            target[_indices[i]] = _values[i];
    }

    /// <summary>Pairs of index and value: those held, or with <paramref name="all"/> every item.</summary>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        var held = 0;
        for (var i = 0; i < (all ? Length : _count); i++)
        {
            var index = all || IsDense ? i : _indices[i];
            var isHeld = held < _count && (IsDense || _indices[held] == index);
            yield return new KeyValuePair<int, T>(index, isHeld ? _values[held++] : default);
        }
    }

    /// <summary>Every item.</summary>
    public IEnumerable<T> DenseValues() => Items(all: true).Select(item => item.Value);

    /// <summary>The item at an index.</summary>
    public T GetItemOrDefault(int index)
    {
        Checks.Param(0 <= index && index < Length, nameof(index));
        var held = IsDense ? index : GetIndices().BinarySearch(index);
        return held >= 0 ? _values[held] : default;
    }

    internal VBufferEditor<T> Edit(int length, int? valuesCount, int? maxValuesCapacity, bool keepOldOnResize, bool requireIndicesOnDense)
    {
        Checks.Param(length >= 0, "newLogicalLength", $"A length cannot be {length}");
        var count = valuesCount ?? length;
        Checks.Param(0 <= count && count <= length, nameof(valuesCount), $"The number of values must lie in 0 to {length}, but is {count}");
        var hasIndices = count < length || requireIndicesOnDense;
        var values = Grown(_values, count, maxValuesCapacity, keepOldOnResize);
        return new VBufferEditor<T>(length, count, values, hasIndices ? Grown(_indices, count, maxValuesCapacity, keepOldOnResize) : _indices, hasIndices);
    }

    internal VBufferEditor<T> Edit() => Edit(Length, _count, null, keepOldOnResize: false, requireIndicesOnDense: false);

    private static TItem[] Grown<TItem>(TItem[] array, int size, int? maxCapacity, bool keepOld)
    {
        var have = array?.Length ?? 0;
        if (have >= size)
            return array ?? [];
        var grown = new TItem[Math.Max(size, Math.Min(maxCapacity ?? Array.MaxLength, Math.Min(2L * have, Array.MaxLength)))];
        if (keepOld)
            array?.CopyTo(grown, 0);
        return grown;
    }
}

/// <summary>Opens the buffers of a vector for writing.</summary>
public static class VBufferEditor
{
    /// <summary>An editor that keeps length and count.</summary>
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) => destination.Edit();

    /// <summary>An editor over the buffers of <paramref name="destination"/>, grown where needed; old values are not cleared.</summary>
    public static VBufferEditor<T> Create<T>(
        scoped ref VBuffer<T> destination, int newLogicalLength, int? valuesCount = null, int? maxValuesCapacity = null, bool keepOldOnResize = false,
        bool requireIndicesOnDense = false)
        => destination.Edit(newLogicalLength, valuesCount, maxValuesCapacity, keepOldOnResize, requireIndicesOnDense);
}

/// <summary>The buffers of a vector, writable until they are committed to a new vector.</summary>
public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    /// <summary>The values to write.</summary>
    public readonly Span<T> Values;

    /// <summary>The indices to write; empty for a dense vector unless they were asked for.</summary>
    public readonly Span<int> Indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool hasIndices)
    {
        (_length, _values, _indices) = (length, values, indices);
        Values = values.AsSpan(0, count);
        Indices = hasIndices ? indices.AsSpan(0, count) : default;
    }

    /// <summary>The vector over the buffers.</summary>
    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);
}
