namespace Ntt.Compute;

/// <summary>A max-pool over an image whose windows share no position, pinned: which of its positions won in each window, and for which columns.</summary>
/// <param name="windows">The windows; their stride is at least their size.</param>
/// <param name="places">The winners, [windows × samples], as in <see cref="MaxPoolWinners"/>; null where there is no pool.</param>
/// <param name="columns">The samples of the columns.</param>
internal readonly unsafe struct PoolPlaces(in PoolingWindows windows, int* places, VectorSamples columns)
{
    public readonly PoolingWindows Windows = windows;
    public readonly int* Places = places;
    public readonly VectorSamples Columns = columns;

    /// <summary>The window of a channel that a position lies in and its place there; −1 for a position outside all windows.</summary>
    public (int Window, int Place) At(int row, int column)
    {
        (int y, int placeRow) = Math.DivRem(row, Windows.Stride);
        (int x, int placeColumn) = Math.DivRem(column, Windows.Stride);
        return placeRow < Windows.Size && placeColumn < Windows.Size && y < Windows.OutputHeight && x < Windows.OutputWidth
            ? (y * Windows.OutputWidth + x, placeRow * Windows.Size + placeColumn)
            : (-1, 0);
    }
}
