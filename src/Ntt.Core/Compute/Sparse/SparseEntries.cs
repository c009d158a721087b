namespace Ntt.Compute;

/// <summary>
/// One direction of a <see cref="SparseMatrix"/>, pinned: output row r has the entries from Start[r] to before Start[r + 1],
/// entry e multiplies input row Index[e] by Values[e], or by Values[Position[e]] where there is a position.
/// </summary>
internal readonly unsafe struct SparseEntries(int rows, int count, int* start, int* index, int* position, float* values)
{
    /// <summary>Multiply-adds that make a part of their own: about two microseconds.</summary>
    private const long PartSize = 100_000;

    /// <summary>Multiply-adds below which the caller does it alone: some 20 microseconds, or what it takes to wake a thread and to wait for it.</summary>
    private const long Alone = 1_000_000;

    private const int MaximumParts = 256;

    public readonly int Rows = rows;
    public readonly int Count = count;
    public readonly int* Start = start;
    public readonly int* Index = index;
    public readonly int* Position = position;
    public readonly float* Values = values;

    /// <summary>Into how many parts a product is cut.</summary>
    /// <param name="size">Its multiply-adds.</param>
    /// <param name="most">The most parts that it can be cut into.</param>
    public static int Parts(long size, int most = MaximumParts)
        => size < Alone ? 1 : PartCount.PowerOfTwo(size, PartSize, Math.Clamp(most, 1, MaximumParts));

    /// <summary>
    /// The first row of a chunk, of <paramref name="chunks"/> chunks with about equal numbers of rows and entries together;
    /// rows count because each one is written even when it has no entries.
    /// </summary>
    public int ChunkStart(int chunk, int chunks)
    {
        if (chunk == chunks)
            return Rows;
        long target = ((long)Count + Rows) * chunk / chunks;
        int low = 0, high = Rows;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Start[middle] + (long)middle < target)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
