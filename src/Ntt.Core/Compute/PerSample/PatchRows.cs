namespace Ntt.Compute;

/// <summary>
/// Some consecutive rows of a matrix with one row for each weight of a convolution, or for each kept one, pinned: weight o · Patch + f is
/// element f of the patches that filter o sees.
/// </summary>
/// <param name="first">The first row, counted among all or among the kept weights.</param>
/// <param name="count">Number of rows.</param>
/// <param name="patch">Elements of a patch: channels · taps.</param>
/// <param name="kept">The flat indices of the kept weights, ascending; null for all weights.</param>
/// <param name="offset">[count]: where the row's element of a patch is, in floats from the patch's position.</param>
internal readonly unsafe struct PatchRows(int first, int count, int patch, int* kept, int* offset)
{
    /// <summary>Number of rows.</summary>
    public readonly int Count = count;

    /// <summary>Where each row's element of a patch is.</summary>
    public readonly int* Offset = offset;

    /// <summary>Filters that may have rows: from the one of the first row to the one of the last.</summary>
    public int Filters => Count == 0 ? 0 : FilterOf(Count - 1) - FilterOf(0) + 1;

    /// <summary>The filter of a row.</summary>
    public int FilterOf(int row) => Weight(row) / patch;

    /// <summary>The first row of a filter or of the ones after it; <see cref="Count"/> when there is none.</summary>
    public int StartOf(int filter) => RowOf((long)filter * patch);

    /// <summary>The first row of a filter's element of a patch or of the elements after it.</summary>
    public int StartOf(int filter, int element) => RowOf((long)filter * patch + element);

    /// <summary>The flat index of a row's weight.</summary>
    public int Weight(int row) => kept == null ? first + row : kept[first + row];

    private int RowOf(long weight)
    {
        if (kept == null)
            return (int)Math.Clamp(weight - first, 0, Count);
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (kept[first + middle] < weight)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
