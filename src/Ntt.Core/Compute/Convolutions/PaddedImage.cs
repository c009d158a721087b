namespace Ntt.Compute;

/// <summary>Where the positions of an input image lie in one that has room for every patch.</summary>
internal readonly struct PaddedImage
{
    private readonly ConvolutionGeometry _geometry;
    private readonly int _top;
    private readonly int _left;

    private PaddedImage(ConvolutionGeometry geometry, int height, int width, int top, int left)
    {
        _geometry = geometry;
        Height = height;
        Width = width;
        _top = top;
        _left = left;
    }

    /// <summary>Channels of both images.</summary>
    public int Channels => _geometry.Channels;

    /// <summary>Rows, the padding included.</summary>
    public int Height { get; }

    /// <summary>Columns, the padding included.</summary>
    public int Width { get; }

    /// <summary>Positions of a channel, the padding included.</summary>
    public int Plane => Height * Width;

    /// <summary>Positions of a channel of the input image.</summary>
    public int InputPlane => _geometry.Height * _geometry.Width;

    /// <summary>Columns of the input image.</summary>
    public int InputWidth => _geometry.Width;

    /// <summary>Rows of the input image that patches reach.</summary>
    public int InnerHeight => Math.Min(_geometry.Height, Height - _top);

    /// <summary>Columns of the input image that patches reach.</summary>
    public int InnerWidth => Math.Min(_geometry.Width, Width - _left);

    /// <summary>The input image itself, for a geometry whose patches are all inside.</summary>
    public static PaddedImage InPlace(ConvolutionGeometry geometry) => new(geometry, geometry.Height, geometry.Width, 0, 0);

    /// <summary>Just room for the patches.</summary>
    public static PaddedImage Around(ConvolutionGeometry geometry) => new(
        geometry,
        (geometry.OutputHeight - 1) * geometry.Stride + geometry.KernelHeight,
        (geometry.OutputWidth - 1) * geometry.Stride + geometry.KernelWidth,
        geometry.PadTop,
        geometry.PadLeft);

    /// <summary>Where a row of the input image starts within a channel.</summary>
    public int InnerPosition(int y) => (y + _top) * Width + _left;

    /// <summary>Where the patches of the output positions start within a channel.</summary>
    /// <param name="unit">What a position is counted as.</param>
    /// <param name="position">Receives one for each output position.</param>
    public void FillPositions(int unit, Span<int> position)
    {
        int index = 0;
        for (int y = 0; y < _geometry.OutputHeight; y++)
            for (int x = 0; x < _geometry.OutputWidth; x++)
                position[index++] = (y * Width + x) * _geometry.Stride * unit;
    }

    /// <summary>Where the patches of the first output positions of windows over the output image start within a channel.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="unit">What a position is counted as.</param>
    /// <param name="position">Receives one for each window of a channel.</param>
    public void FillPositions(in PoolingWindows windows, int unit, Span<int> position)
    {
        int index = 0;
        for (int y = 0; y < windows.OutputHeight; y++)
            for (int x = 0; x < windows.OutputWidth; x++)
                position[index++] = (y * Width + x) * windows.Stride * _geometry.Stride * unit;
    }

    /// <summary>Where an element of a patch is, from the start of the patch.</summary>
    public int Offset(int element)
    {
        (int channel, int tap) = Math.DivRem(element, _geometry.Taps);
        (int y, int x) = Math.DivRem(tap, _geometry.KernelWidth);
        return channel * Plane + y * Width + x;
    }
}
