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
    /// <summary>Number of blocks of a layout whose segments all have at least as many samples as lanes.</summary>
    public static int CountOf(ColumnLayout layout, int lanes)
    {
        int count = 0;
        foreach (ColumnSegment segment in layout.Segments)
            count += (segment.Count + lanes - 1) / lanes;
        return count;
    }

    /// <summary>A block of a layout.</summary>
    public static LaneBlock At(ColumnLayout layout, int lanes, int index)
    {
        int at = 0;
        while (index * lanes >= layout.Segments[at].Count)
            index -= (layout.Segments[at++].Count + lanes - 1) / lanes;
        ColumnSegment segment = layout.Segments[at];
        int first = Math.Min(index * lanes, segment.Count - lanes);
        return new LaneBlock(segment.Sample + first, segment.Column + first, segment.Count, index * lanes - first);
    }
}
