namespace Ntt.Compute;

/// <summary>
/// The two axes of a convolution, seen from the image that is written: the output image in the forward direction, the input image in
/// the adjoint one. Taps are numbered row by row.
/// </summary>
internal readonly struct TapGrid
{
    private readonly int _sourceWidth;
    private readonly int _kernelWidth;

    public TapGrid(ConvolutionGeometry geometry, bool isAdjoint)
    {
        ConvolutionGeometry g = geometry;
        (int targetHeight, int targetWidth) = isAdjoint ? (g.Height, g.Width) : (g.OutputHeight, g.OutputWidth);
        (int sourceHeight, int sourceWidth) = isAdjoint ? (g.OutputHeight, g.OutputWidth) : (g.Height, g.Width);
        Rows = new TapAxis(targetHeight, sourceHeight, g.KernelHeight, g.Stride, g.PadTop, isAdjoint);
        Columns = new TapAxis(targetWidth, sourceWidth, g.KernelWidth, g.Stride, g.PadLeft, isAdjoint);
        Taps = g.Taps;
        TargetPlane = targetHeight * targetWidth;
        SourcePlane = sourceHeight * sourceWidth;
        _sourceWidth = sourceWidth;
        _kernelWidth = g.KernelWidth;
    }

    public TapAxis Rows { get; }

    public TapAxis Columns { get; }

    public int Taps { get; }

    /// <summary>Positions of a channel of the image that is written.</summary>
    public int TargetPlane { get; }

    /// <summary>Positions of a channel of the image that is read.</summary>
    public int SourcePlane { get; }

    /// <summary>Where a position would read through tap 0; may lie outside the image.</summary>
    public int Base(int row, int column) => Rows.Base(row) * _sourceWidth + Columns.Base(column);

    /// <summary>How far from <see cref="Base"/> a tap reads.</summary>
    public int Offset(int tap) => Rows.Offset(tap / _kernelWidth) * _sourceWidth + Columns.Offset(tap % _kernelWidth);

    /// <summary>Collects the taps of a position as ranges [first, end) of tap numbers, ascending and with gaps between them.</summary>
    /// <param name="row">Row of the position.</param>
    /// <param name="column">Column of the position.</param>
    /// <param name="ranges">Receives first and end of each range; room for 2 · <see cref="Taps"/>.</param>
    /// <returns>The number of ranges.</returns>
    public int Ranges(int row, int column, Span<int> ranges)
    {
        int count = 0;
        int first = Columns.First(column), end = Columns.End(column);
        int endRow = Rows.End(row);
        for (int y = Rows.First(row); y < endRow; y += Rows.Step)
        {
            for (int x = first; x < end; x += Columns.Step)
            {
                int tap = y * _kernelWidth + x;
                if (count > 0 && ranges[2 * count - 1] == tap)
                {
                    ranges[2 * count - 1]++;
                    continue;
                }
                ranges[2 * count] = tap;
                ranges[2 * count + 1] = tap + 1;
                count++;
            }
        }
        return count;
    }
}
