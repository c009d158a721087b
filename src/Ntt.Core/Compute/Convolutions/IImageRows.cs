namespace Ntt.Compute;

/// <summary>An image [channels × height × width × columns] that is read by parts of its rows.</summary>
internal unsafe interface IImageRows
{
    /// <summary>Where columns of a position are, if those of its neighbours follow so many floats behind; null if they do not, or are nowhere.</summary>
    /// <param name="channel">Channel.</param>
    /// <param name="row">Row.</param>
    /// <param name="position">Position of the row.</param>
    /// <param name="column">First column.</param>
    /// <param name="pitch">Floats from a position to the next.</param>
    float* Find(int channel, int row, int position, int column, int pitch);

    /// <summary>Copies some columns of neighbouring positions of a row, all inside the image.</summary>
    /// <param name="channel">Channel.</param>
    /// <param name="row">Row.</param>
    /// <param name="first">First position of the row.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="column">First column.</param>
    /// <param name="length">Number of columns.</param>
    /// <param name="target">Receives the columns of the first position.</param>
    /// <param name="pitch">Floats of the target from a position to the next.</param>
    void Copy(int channel, int row, int first, int count, int column, int length, float* target, int pitch);
}

/// <summary>An image in memory, pinned.</summary>
internal readonly unsafe struct ImageRows(int height, int width, int columns, float* values) : IImageRows
{
    public float* Find(int channel, int row, int position, int column, int pitch) => pitch == columns ? At(channel, row, position, column) : null;

    public void Copy(int channel, int row, int first, int count, int column, int length, float* target, int pitch)
    {
        float* from = At(channel, row, first, column);
        if (length == columns && pitch == columns)
        {
            new ReadOnlySpan<float>(from, length * count).CopyTo(new Span<float>(target, length * count));
            return;
        }
        // Images of so many columns are in no cache, and the next channel's positions, which follow, are far from here.
        float* next = from + (nint)height * width * columns;
        for (int position = 0; position < count; position++)
        {
            Prefetch.Read(next + (nint)position * columns, length);
            new ReadOnlySpan<float>(from + (nint)position * columns, length).CopyTo(new Span<float>(target + position * pitch, length));
        }
    }

    private float* At(int channel, int row, int position, int column) => values + (((nint)channel * height + row) * width + position) * columns + column;
}
