namespace Ntt.Compute;

/// <summary>
/// What a row of neighbouring positions reads through the taps of a convolution with stride 1, copied together:
/// [channels × kernel rows × (positions + kernel columns − 1) × columns], zeros where that is outside the image. The rows are a ring: the
/// next row of positions needs one more row of the image, which takes the place of the oldest. A ring may have more rows than the kernel, for
/// neighbouring rows of positions that are computed together.
/// </summary>
/// <remarks>
/// Images are cut into bands of positions and blocks of columns, so that a window stays in a second-level cache while all weights go by.
/// In the images themselves the same position of neighbouring channels is often a power of two apart, and many channels then compete
/// for the few places of one cache set; in a window they do not.
/// </remarks>
internal readonly unsafe struct ImageWindow
{
    /// <summary>The most floats of a window, if a band of one position does not need more: some half of a second-level cache.</summary>
    private const int WindowFloats = 144 * 1024;

    private const int MaximumBlock = 128;

    /// <summary>Floats between neighbouring addresses that compete for a set of the first-level cache.</summary>
    private const int SetFloats = 1024;

    private const int LineFloats = 16;

    private readonly int _columns;
    private readonly int _sourceHeight;
    private readonly int _sourceWidth;
    private readonly int _shiftRow;
    private readonly int _shiftColumn;
    private readonly int _kernelWidth;
    private readonly int _unit;

    /// <param name="geometry">The sizes; the stride is 1.</param>
    /// <param name="isAdjoint">Whether inputs are written and outputs read, or else the other way round.</param>
    /// <param name="columns">Columns of the batch, at least 1.</param>
    /// <param name="unit">Neighbouring positions that shall be in one band; more than there are mean all.</param>
    /// <param name="rows">Neighbouring rows of positions that a window holds what is read for.</param>
    public ImageWindow(ConvolutionGeometry geometry, bool isAdjoint, int columns, int unit = 1, int rows = 1)
    {
        ConvolutionGeometry g = geometry;
        _columns = columns;
        IsAdjoint = isAdjoint;
        _kernelWidth = g.KernelWidth;
        KernelHeight = g.KernelHeight;
        RingHeight = g.KernelHeight + rows - 1;
        (Height, Width) = isAdjoint ? (g.Height, g.Width) : (g.OutputHeight, g.OutputWidth);
        (Channels, _sourceHeight, _sourceWidth) = isAdjoint ? (g.Filters, g.OutputHeight, g.OutputWidth) : (g.Channels, g.Height, g.Width);
        _shiftRow = isAdjoint ? g.PadTop - g.KernelHeight + 1 : -g.PadTop;
        _shiftColumn = isAdjoint ? g.PadLeft - g.KernelWidth + 1 : -g.PadLeft;
        Block = Math.Min(columns, MaximumBlock);
        Blocks = (columns + Block - 1) / Block;
        unit = Math.Min(unit, Width);
        _unit = unit;
        int units = (Width + unit - 1) / unit;
        long positions = WindowFloats / ((long)Channels * RingHeight * Block) - g.KernelWidth + 1;
        int band = (int)Math.Clamp(positions / unit, 1, units);
        Bands = (units + band - 1) / band;
        int row = ((units + Bands - 1) / Bands * unit + g.KernelWidth - 1) * Block;
        RowPitch = row;
        int channel = RingHeight * row;
        ChannelPitch = channel % SetFloats == 0 ? channel + LineFloats : channel;
    }

    /// <summary>Whether inputs are written and outputs read.</summary>
    public bool IsAdjoint { get; }

    /// <summary>Channels of the image that is read.</summary>
    public int Channels { get; }

    /// <summary>Rows of the kernel.</summary>
    public int KernelHeight { get; }

    /// <summary>Rows of the ring.</summary>
    public int RingHeight { get; }

    /// <summary>Rows of positions.</summary>
    public int Height { get; }

    /// <summary>Positions in a row.</summary>
    public int Width { get; }

    /// <summary>Bands that a row of positions is cut into.</summary>
    public int Bands { get; }

    /// <summary>Blocks that the columns are cut into.</summary>
    public int Blocks { get; }

    /// <summary>Columns of a block, the last one apart; floats from a position of a window to its neighbour.</summary>
    public int Block { get; }

    /// <summary>Floats from a row of a window to the next.</summary>
    public int RowPitch { get; }

    /// <summary>Floats from a channel of a window to the next.</summary>
    public int ChannelPitch { get; }

    /// <summary>Whether a window has all columns, and neighbouring positions are contiguous in it as they are in the images.</summary>
    public bool HasAllColumns => Block == _columns;

    /// <summary>Floats of a window and a vector more, which may be read but means nothing.</summary>
    public nuint Length => (nuint)Channels * (nuint)ChannelPitch + LineFloats;

    /// <summary>The first position of a band.</summary>
    public int BandStart(int band) => Math.Min(Width, (int)((long)((Width + _unit - 1) / _unit) * band / Bands) * _unit);

    /// <summary>The columns of a block.</summary>
    public int BlockLength(int block) => Math.Min(Block, _columns - block * Block);

    /// <summary>How far from a position's own place in a window a weight of the first channel reads.</summary>
    /// <param name="tap">Tap of the kernel.</param>
    /// <param name="phase">The row of positions, modulo <see cref="RingHeight"/>.</param>
    public int Offset(int tap, int phase)
    {
        (int y, int x) = Math.DivRem(tap, _kernelWidth);
        if (IsAdjoint)
            (y, x) = (KernelHeight - 1 - y, _kernelWidth - 1 - x);
        return (phase + y) % RingHeight * RowPitch + x * Block;
    }

    /// <summary>Makes a window hold what a row of positions reads, or only the row that the row of positions before did not read.</summary>
    /// <param name="source">The image that is read.</param>
    /// <param name="window">The window.</param>
    /// <param name="band">The band.</param>
    /// <param name="block">The block of columns.</param>
    /// <param name="row">The row of positions.</param>
    /// <param name="isNext">Whether the window holds what the row of positions before reads.</param>
    public void Fill<TRows>(in TRows source, float* window, int band, int block, int row, bool isNext)
        where TRows : struct, IImageRows
    {
        int first = BandStart(band), positions = BandStart(band + 1) - first + _kernelWidth - 1;
        int left = first + _shiftColumn;
        int low = Math.Clamp(-left, 0, positions), high = Math.Clamp(_sourceWidth - left, low, positions);
        int length = BlockLength(block);
        for (int y = isNext ? KernelHeight - 1 : 0; y < KernelHeight; y++)
        {
            int sourceRow = row + y + _shiftRow;
            bool isInside = sourceRow >= 0 && sourceRow < _sourceHeight;
            float* target = window + (row + y) % RingHeight * RowPitch;
            for (int channel = 0; channel < Channels; channel++, target += ChannelPitch)
            {
                if (!isInside)
                {
                    new Span<float>(target, positions * Block).Clear();
                    continue;
                }
                new Span<float>(target, low * Block).Clear();
                source.Copy(channel, sourceRow, left + low, high - low, block * Block, length, target + low * Block, Block);
                new Span<float>(target + high * Block, (positions - high) * Block).Clear();
            }
        }
    }
}
