namespace Ntt.Compute;

/// <summary>
/// Vectors of some rows and outputs of one block of lanes: vector (row, a) is at Start + row · Step + a · Across. They are read where they
/// lie, or side by side from a copy, which pays when they are read many times.
/// </summary>
internal readonly unsafe struct VectorBlock<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>From so many readings on a copy pays.</summary>
    private const int ReadingsForCopy = 5;

    public readonly float* Start;
    public readonly nint Step;
    public readonly nint Across;

    /// <param name="source">Row 0, first output, first lane.</param>
    /// <param name="step">Floats from a row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="across">Floats from an output to the next.</param>
    /// <param name="width">Number of outputs.</param>
    /// <param name="readings">How often the vectors will be read.</param>
    /// <param name="room">Room for rows · width vectors.</param>
    public VectorBlock(float* source, nint step, int rows, nint across, int width, int readings, float* room)
    {
        if (readings < ReadingsForCopy)
        {
            Start = source;
            Step = step;
            Across = across;
            return;
        }
        Start = room;
        Step = width * TLanes.Count;
        Across = TLanes.Count;
        for (int row = 0; row < rows; row++, source += step)
            for (int a = 0; a < width; a++, room += TLanes.Count)
                TLanes.Store(room, TLanes.Load(source + a * across));
    }

    private VectorBlock(float* start, nint step, nint across)
    {
        Start = start;
        Step = step;
        Across = across;
    }

    /// <summary>The same rows from an output on.</summary>
    public VectorBlock<TLanes, TVector> From(int output) => new(Start + output * Across, Step, Across);

    /// <summary>
    /// A tile of up to four rows X[j, t] · this. A block of lanes that was moved back, or a tile with fewer rows, is computed beside the
    /// target and its own part copied.
    /// </summary>
    public void Multiply(
        int rows, int width, float** x, int* offset, int count, float** target, in LaneBlock block, bool accumulate)
    {
        if (rows == 4 && block.Skip == 0)
        {
            PatchTile<TLanes, TVector>.Multiply(width, x, offset, count, Start, Step, Across, target, block.Stride, accumulate);
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
        PatchTile<TLanes, TVector>.Multiply(width, x, offset, count, Start, Step, Across, beside, TLanes.Count, accumulate: false);
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
