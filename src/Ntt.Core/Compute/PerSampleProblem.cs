namespace Ntt.Compute;

/// <summary>What the per-sample products of one segment of samples work on, pinned.</summary>
/// <param name="segment">The samples and their columns.</param>
/// <param name="columns">Columns of the matrices of cotangents, tangents and Jacobians.</param>
/// <param name="positions">Positions of an output image.</param>
/// <param name="position">[positions]: where the patch of each position is, in floats from the first one.</param>
/// <param name="rows">The rows of the matrix of Jacobians or directions.</param>
internal readonly unsafe struct PerSampleProblem(ColumnSegment segment, int columns, int positions, int* position, PatchRows rows)
{
    public readonly ColumnSegment Segment = segment;
    public readonly nint Columns = columns;
    public readonly int Positions = positions;
    public readonly int* Position = position;
    public readonly PatchRows Rows = rows;

    public OutputTiles Tiles => new(Segment.Repeats);
}

/// <summary>Steps that the per-sample products share.</summary>
internal static unsafe class PerSampleTiles<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Copies the vectors of some rows, of one tile of outputs, side by side.</summary>
    /// <param name="source">Row 0, first output, first lane.</param>
    /// <param name="rowStride">Floats from a row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="stride">Floats from an output to the next.</param>
    /// <param name="width">Outputs of the tile.</param>
    /// <param name="target">Receives rows · width vectors.</param>
    public static void Pack(float* source, nint rowStride, int rows, nint stride, int width, float* target)
    {
        for (int row = 0; row < rows; row++, source += rowStride)
            for (int a = 0; a < width; a++, target += TLanes.Count)
                TLanes.Store(target, TLanes.Load(source + a * stride));
    }

    /// <summary>
    /// A tile of up to four rows, the last of <paramref name="rows"/> repeated where there are fewer. A block of lanes that was moved back, or
    /// a tile with fewer rows, is computed beside the target and its own part copied.
    /// </summary>
    public static void Multiply(
        int rows, int width, float** x, int* offset, int count, float* b, float** target, in LaneBlock block, bool accumulate)
    {
        if (rows == 4 && block.Skip == 0)
        {
            PatchTile<TLanes, TVector>.Multiply(width, x, offset, count, b, target, block.Stride, accumulate);
            return;
        }
        float* tile = stackalloc float[4 * 5 * TLanes.Count];
        float** beside = stackalloc float*[4];
        for (int row = 0; row < 4; row++)
        {
            beside[row] = tile + row * 5 * TLanes.Count;
            if (row >= rows)
                x[row] = x[rows - 1];
        }
        PatchTile<TLanes, TVector>.Multiply(width, x, offset, count, b, beside, TLanes.Count, accumulate: false);
        for (int row = 0; row < rows; row++)
        {
            for (int a = 0; a < width; a++)
            {
                float* from = beside[row] + a * TLanes.Count;
                float* to = target[row] + (nint)a * block.Stride;
                for (int lane = block.Skip; lane < TLanes.Count; lane++)
                    to[lane] = accumulate ? to[lane] + from[lane] : from[lane];
            }
        }
    }
}
