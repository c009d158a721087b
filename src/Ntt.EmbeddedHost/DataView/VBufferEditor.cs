namespace Microsoft.ML.Data;

/// <summary>Opens the buffers of a vector for writing.</summary>
public static class VBufferEditor
{
    /// <summary>An editor that keeps length and count.</summary>
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) => destination.Edit();

    /// <summary>An editor over the buffers of <paramref name="destination"/>, grown where needed; old values are not cleared.</summary>
    public static VBufferEditor<T> Create<T>(
        scoped ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
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

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool withIndices, bool createdNewValues, bool createdNewIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = withIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = createdNewValues;
        CreatedNewIndices = createdNewIndices;
    }

    /// <summary>Whether the values are in a new array.</summary>
    public bool CreatedNewValues { get; }

    /// <summary>Whether the indices are in a new array.</summary>
    public bool CreatedNewIndices { get; }

    /// <summary>The vector over the buffers.</summary>
    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    /// <summary>The vector over the first values of the buffers.</summary>
    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        Checks.Param(
            physicalValuesCount <= Values.Length,
            nameof(physicalValuesCount),
            $"The number of values cannot grow from {Values.Length} to {physicalValuesCount}");
        return new VBuffer<T>(_length, physicalValuesCount, _values, _indices);
    }
}
