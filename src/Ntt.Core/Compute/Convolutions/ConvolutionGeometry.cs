using Ntt.Diagnostics;

namespace Ntt.Compute;

/// <summary>
/// The sizes of a convolution over images [channels × height × width]. A weight matrix is [filters × (channels · kernel height ·
/// kernel width)]; the column of channel c and tap (ky, kx) is (c · kernel height + ky) · kernel width + kx. The output at (y, x)
/// is the sum over c, ky and kx of weight times input at (y · stride + ky − top padding, x · stride + kx − left padding), where
/// the input is 0 outside the image.
/// </summary>
public sealed record ConvolutionGeometry
{
    private ConvolutionGeometry(
        int channels, int height, int width, int filters, int kernelHeight, int kernelWidth, int stride,
        int padTop, int padLeft, int outputHeight, int outputWidth)
    {
        Channels = channels;
        Height = height;
        Width = width;
        Filters = filters;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
        Stride = stride;
        PadTop = padTop;
        PadLeft = padLeft;
        OutputHeight = outputHeight;
        OutputWidth = outputWidth;
        Columns = CheckedSize(nameof(channels), channels, kernelHeight, kernelWidth);
        Positions = CheckedSize(nameof(height), outputHeight, outputWidth);
        InputSize = CheckedSize(nameof(channels), channels, height, width);
        OutputSize = CheckedSize(nameof(filters), filters, Positions);
        WeightCount = CheckedSize(nameof(filters), filters, Columns);
    }

    /// <summary>Channels of the input.</summary>
    public int Channels { get; }

    /// <summary>Rows of the input image.</summary>
    public int Height { get; }

    /// <summary>Columns of the input image.</summary>
    public int Width { get; }

    /// <summary>Channels of the output.</summary>
    public int Filters { get; }

    /// <summary>Rows of the kernel.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the kernel.</summary>
    public int KernelWidth { get; }

    /// <summary>Input positions from an output position to the next, in both directions.</summary>
    public int Stride { get; }

    /// <summary>Rows of zeros above the input image.</summary>
    public int PadTop { get; }

    /// <summary>Columns of zeros on the left of the input image.</summary>
    public int PadLeft { get; }

    /// <summary>Rows of the output image.</summary>
    public int OutputHeight { get; }

    /// <summary>Columns of the output image.</summary>
    public int OutputWidth { get; }

    /// <summary>Columns of the weight matrix, the length of a patch: channels · kernel height · kernel width.</summary>
    public int Columns { get; }

    /// <summary>Positions of the output image: output height · output width.</summary>
    public int Positions { get; }

    /// <summary>Values of an input sample: channels · height · width.</summary>
    public int InputSize { get; }

    /// <summary>Values of an output sample: filters · output height · output width.</summary>
    public int OutputSize { get; }

    /// <summary>Elements of the weight matrix: filters · <see cref="Columns"/>.</summary>
    public int WeightCount { get; }

    /// <summary>Taps of the kernel: kernel height · kernel width.</summary>
    internal int Taps => KernelHeight * KernelWidth;

    /// <summary>Whether every tap of every output position lies inside the input image.</summary>
    internal bool IsInside =>
        PadTop == 0 && PadLeft == 0
        && (OutputHeight - 1) * Stride + KernelHeight <= Height
        && (OutputWidth - 1) * Stride + KernelWidth <= Width;

    /// <summary>A convolution without padding: output size = (input size − kernel size) / stride + 1, rounded down.</summary>
    /// <param name="channels">Channels of the input, at least 1.</param>
    /// <param name="height">Rows of the input image, at least 1.</param>
    /// <param name="width">Columns of the input image, at least 1.</param>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelHeight">Rows of the kernel, at least 1 and at most <paramref name="height"/>.</param>
    /// <param name="kernelWidth">Columns of the kernel, at least 1 and at most <paramref name="width"/>.</param>
    /// <param name="stride">Input positions from an output position to the next, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is below 1, or a matrix would have 2^31 elements or more.</exception>
    /// <exception cref="ArgumentException">The kernel does not fit the input: the output would be empty.</exception>
    public static ConvolutionGeometry Valid(
        int channels, int height, int width, int filters, int kernelHeight, int kernelWidth, int stride)
    {
        CheckArguments(channels, height, width, filters, kernelHeight, kernelWidth, stride);
        if (kernelHeight > height || kernelWidth > width)
            throw new ArgumentException(
                $"A {kernelHeight}x{kernelWidth} kernel does not fit a {height}x{width} image without padding: the output would be empty.",
                kernelHeight > height ? nameof(kernelHeight) : nameof(kernelWidth));
        return new ConvolutionGeometry(
            channels, height, width, filters, kernelHeight, kernelWidth, stride, 0, 0,
            (height - kernelHeight) / stride + 1, (width - kernelWidth) / stride + 1);
    }

    /// <summary>
    /// A convolution with zeros around the image: output size = input size / stride, rounded up. Padding that cannot be split evenly
    /// has its smaller half above and on the left.
    /// </summary>
    /// <param name="channels">Channels of the input, at least 1.</param>
    /// <param name="height">Rows of the input image, at least 1.</param>
    /// <param name="width">Columns of the input image, at least 1.</param>
    /// <param name="filters">Channels of the output, at least 1.</param>
    /// <param name="kernelHeight">Rows of the kernel, at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernel, at least 1.</param>
    /// <param name="stride">Input positions from an output position to the next, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is below 1, or a matrix would have 2^31 elements or more.</exception>
    public static ConvolutionGeometry Same(
        int channels, int height, int width, int filters, int kernelHeight, int kernelWidth, int stride)
    {
        CheckArguments(channels, height, width, filters, kernelHeight, kernelWidth, stride);
        int outputHeight = (height - 1) / stride + 1, outputWidth = (width - 1) / stride + 1;
        return new ConvolutionGeometry(
            channels, height, width, filters, kernelHeight, kernelWidth, stride,
            Math.Max(0, (outputHeight - 1) * stride + kernelHeight - height) / 2,
            Math.Max(0, (outputWidth - 1) * stride + kernelWidth - width) / 2,
            outputHeight, outputWidth);
    }

    private static void CheckArguments(
        int channels, int height, int width, int filters, int kernelHeight, int kernelWidth, int stride)
    {
        Check.AtLeast(channels, 1);
        Check.AtLeast(height, 1);
        Check.AtLeast(width, 1);
        Check.AtLeast(filters, 1);
        Check.AtLeast(kernelHeight, 1);
        Check.AtLeast(kernelWidth, 1);
        Check.AtLeast(stride, 1);
    }

    private static int CheckedSize(string name, params ReadOnlySpan<int> factors)
    {
        long size = 1;
        foreach (int factor in factors)
        {
            size *= factor;
            if (size > int.MaxValue)
                throw new ArgumentOutOfRangeException(name, $"{string.Join(" x ", factors.ToArray())} values are more than {int.MaxValue}.");
        }
        return (int)size;
    }
}
