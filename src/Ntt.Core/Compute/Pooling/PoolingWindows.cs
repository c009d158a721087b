using Ntt.Diagnostics;

namespace Ntt.Compute;

/// <summary>The windows of a pooling layer over images [channels × height × width]. Windows that do not fit the image are dropped.</summary>
internal readonly struct PoolingWindows
{
    public PoolingWindows(int channels, int height, int width, int size, int stride)
    {
        Channels = Check.AtLeast(channels, 1);
        Height = Check.AtLeast(height, 1);
        Width = Check.AtLeast(width, 1);
        Size = Check.InRange(size, 1, Math.Min(height, width));
        Stride = Check.AtLeast(stride, 1);
        OutputHeight = (height - size) / stride + 1;
        OutputWidth = (width - size) / stride + 1;
    }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Rows and columns of a window.</summary>
    public int Size { get; }

    /// <summary>Positions from a window to the next.</summary>
    public int Stride { get; }

    public int OutputHeight { get; }

    public int OutputWidth { get; }

    /// <summary>Windows of a channel.</summary>
    public int PlaneCount => OutputHeight * OutputWidth;

    /// <summary>Windows of all channels.</summary>
    public int Count => checked(Channels * PlaneCount);

    /// <summary>Values of a sample.</summary>
    public int InputSize => checked(Channels * Height * Width);

    /// <summary>The input position, of all channels, that is the first of a window.</summary>
    /// <param name="row">Row of the window, counted through all channels.</param>
    /// <param name="column">Column of the window.</param>
    public nint Corner(int row, int column)
    {
        (int channel, int y) = Math.DivRem(row, OutputHeight);
        return ((nint)channel * Height + y * Stride) * Width + column * Stride;
    }

    /// <summary>Checks images, and cotangents or tangents, of so many columns.</summary>
    public void CheckImages(WorkerTeam team, int columns, int inputLength, string inputName, int outputLength, string outputName)
    {
        ArgumentNullException.ThrowIfNull(team);
        MatrixArgument.CheckSize(columns, nameof(columns));
        MatrixArgument.Check(inputLength, InputSize, columns, columns, inputName, nameof(columns));
        MatrixArgument.Check(outputLength, Count, columns, columns, outputName, nameof(columns));
    }
}
