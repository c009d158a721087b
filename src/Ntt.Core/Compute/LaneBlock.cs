namespace Ntt.Compute;

/// <summary>
/// As many samples of a segment as a vector has lanes, and their columns. The last block of a segment is moved back to end with it;
/// its first lanes then belong to the block before.
/// </summary>
/// <param name="Sample">The first lane's sample.</param>
/// <param name="Column">The first lane's column for output 0.</param>
/// <param name="Stride">Columns from an output to the next.</param>
/// <param name="Skip">Lanes that belong to the block before.</param>
internal readonly record struct LaneBlock(int Sample, int Column, int Stride, int Skip)
{
    /// <summary>Number of blocks of a segment with at least as many samples as lanes.</summary>
    public static int CountOf(in ColumnSegment segment, int lanes) => (segment.Count + lanes - 1) / lanes;

    /// <summary>A block of a segment.</summary>
    public static LaneBlock At(in ColumnSegment segment, int lanes, int index)
    {
        int first = Math.Min(index * lanes, segment.Count - lanes);
        return new LaneBlock(segment.Sample + first, segment.Column + first, segment.Count, index * lanes - first);
    }
}
