namespace Microsoft.ML.Data;

/// <summary>A vector, dense or sparse: of a sparse one only the values at ascending indices are held, the others are the default.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    /// <summary>The number of items.</summary>
    public readonly int Length;

    /// <summary>A dense vector of the first <paramref name="length"/> values; <paramref name="indices"/> is kept as a spare buffer.</summary>
    public VBuffer(int length, T[] values, int[] indices = null)
        : this(length, length, values, indices)
    {
    }

    /// <summary>A vector that holds <paramref name="count"/> values; sparse when count is less than length.</summary>
    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Checks.Param(length >= 0, nameof(length));
        Checks.Param(0 <= count && count <= length, nameof(count));
        Checks.Param((values?.Length ?? 0) >= count, nameof(values));
        Checks.Param(count == length || (indices?.Length ?? 0) >= count, nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
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

    /// <summary>Copies into the buffers of another vector, which becomes dense.</summary>
    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Copies into the buffers of another vector.</summary>
    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <summary>Copies a slice into the buffers of another vector.</summary>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Checks.Param(0 <= sourceIndex && sourceIndex <= Length, nameof(sourceIndex));
        Checks.Param(0 <= length && sourceIndex <= Length - length, nameof(length));
        if (IsDense)
        {
            var dense = VBufferEditor.Create(ref destination, length);
            _values.AsSpan(sourceIndex, length).CopyTo(dense.Values);
            destination = dense.Commit();
            return;
        }

        var from = FirstAtOrAfter(sourceIndex);
        var count = FirstAtOrAfter(sourceIndex + length) - from;
        var editor = VBufferEditor.Create(ref destination, length, count);
        _values.AsSpan(from, count).CopyTo(editor.Values);
        for (var i = 0; i < editor.Indices.Length; i++)
            editor.Indices[i] = _indices[from + i] - sourceIndex;
        destination = editor.Commit();
    }

    /// <summary>Writes all items to a span at least as long as the vector.</summary>
    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Writes all items to a span from an offset on, items not held as <paramref name="defaultValue"/>.</summary>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Checks.Param(
            0 <= destinationIndex && destinationIndex <= destination.Length - Length,
            nameof(destination),
            $"Room for {Length} items is needed from {destinationIndex} on, but the length is {destination.Length}");
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
        var dense = IsDense;
        if (dense || all)
        {
            for (var i = 0; i < Length; i++)
            {
                var isHeld = dense || (held < _count && _indices[held] == i);
                yield return new KeyValuePair<int, T>(i, isHeld ? _values[held++] : default);
            }
        }
        else
        {
            for (; held < _count; held++)
                yield return new KeyValuePair<int, T>(_indices[held], _values[held]);
        }
    }

    /// <summary>Every item.</summary>
    public IEnumerable<T> DenseValues() => Items(all: true).Select(item => item.Value);

    /// <summary>The item at an index.</summary>
    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    /// <summary>The item at an index.</summary>
    public T GetItemOrDefault(int index)
    {
        Checks.Param(0 <= index && index < Length, nameof(index));
        if (IsDense)
            return _values[index];
        var found = FirstAtOrAfter(index);
        return found < _count && _indices[found] == index ? _values[found] : default;
    }

    /// <inheritdoc/>
    public IEnumerator GetEnumerator() => _values.GetEnumerator();

    /// <inheritdoc/>
    public override string ToString()
        => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    internal VBufferEditor<T> Edit(int length, int? valuesCount, int? maxValuesCapacity, bool keepOldOnResize, bool requireIndicesOnDense)
    {
        Checks.Param(length >= 0, "newLogicalLength", $"A length cannot be {length}");
        var count = valuesCount ?? length;
        Checks.Param(0 <= count && count <= length, nameof(valuesCount), $"The number of values must lie in 0 to {length}, but is {count}");
        var values = _values;
        var indices = _indices;
        var newValues = Grow(ref values, count, maxValuesCapacity, keepOldOnResize);
        var needIndices = count < length || requireIndicesOnDense;
        var newIndices = needIndices && Grow(ref indices, count, maxValuesCapacity, keepOldOnResize);
        return new VBufferEditor<T>(length, count, values, indices, needIndices, newValues, newIndices);
    }

    internal VBufferEditor<T> Edit() => Edit(Length, _count, null, keepOldOnResize: false, requireIndicesOnDense: false);

    private static bool Grow<TItem>(ref TItem[] array, int size, int? maxCapacity, bool keepOld)
    {
        var have = array?.Length ?? 0;
        if (have >= size)
        {
            array ??= [];
            return false;
        }

        var doubled = Math.Min(maxCapacity ?? int.MaxValue, Math.Min(2L * have, Array.MaxLength));
        var grown = new TItem[Math.Max(size, doubled)];
        if (keepOld && have > 0)
            Array.Copy(array, grown, have);
        array = grown;
        return true;
    }

    private int FirstAtOrAfter(int index)
    {
        if (_count == 0)
            return 0;
        var found = Array.BinarySearch(_indices, 0, _count, index);
        return found >= 0 ? found : ~found;
    }
}
