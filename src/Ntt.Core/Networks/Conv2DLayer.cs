using System.Globalization;
using Ntt.Compute;
using Ntt.Diagnostics;

namespace Ntt.Networks;

/// <summary>How a convolution treats the image's border.</summary>
public enum ConvolutionPadding
{
    /// <summary>No padding: the kernel stays inside the image.</summary>
    Valid,

    /// <summary>Zeros around the image, so that the output has ⌈size / stride⌉ positions; an odd one goes below and to the right.</summary>
    Same,
}

/// <summary>
/// A two-dimensional convolution (cross-correlation) with a bias a filter. Text form: <c>conv 20 5x5</c>, with <c>stride 2</c> and <c>same</c>
/// behind it where they apply. A filter's weights are in the order input channel, kernel row, kernel column.
/// </summary>
public sealed record Conv2DLayer : Layer
{
    /// <summary>A convolution.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    /// <param name="kernelHeight">At least 1.</param>
    /// <param name="kernelWidth">At least 1.</param>
    /// <param name="stride">Step between two positions in both directions, at least 1.</param>
    /// <param name="padding">How the border is treated.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Conv2DLayer(int filters, int kernelHeight, int kernelWidth, int stride = 1, ConvolutionPadding padding = ConvolutionPadding.Valid)
    {
        Filters = Check.AtLeast(filters, 1);
        KernelHeight = Check.AtLeast(kernelHeight, 1);
        KernelWidth = Check.AtLeast(kernelWidth, 1);
        Stride = Check.AtLeast(stride, 1);
        Padding = Check.Defined(padding);
    }

    /// <summary>Output channels.</summary>
    public int Filters { get; }

    /// <summary>Rows of the kernel.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the kernel.</summary>
    public int KernelWidth { get; }

    /// <summary>Step between two positions.</summary>
    public int Stride { get; }

    /// <summary>How the border is treated.</summary>
    public ConvolutionPadding Padding { get; }

    /// <inheritdoc/>
    public override string Keyword => "conv";

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"conv {Filters} {KernelHeight}x{KernelWidth}{(Stride == 1 ? "" : $" stride {Stride}")}{(Padding == ConvolutionPadding.Same ? " same" : "")}");

    internal override TensorShape OutputShape(TensorShape input)
    {
        if (Padding == ConvolutionPadding.Valid && (KernelHeight > input.Height || KernelWidth > input.Width))
        {
            throw new ArgumentException($"a kernel of {KernelHeight}x{KernelWidth} is larger than its input of {input.Height}x{input.Width}");
        }

        var geometry = Geometry(input);
        return new TensorShape(geometry.Filters, geometry.OutputHeight, geometry.OutputWidth);
    }

    internal override WeightShape Weights(TensorShape input, int ordinal)
    {
        var geometry = Geometry(input);
        var kernel = KernelHeight * KernelWidth;
        return new WeightShape($"conv{ordinal}", Filters, geometry.Columns, input.Channels * kernel, Filters * kernel, geometry.Positions, KernelHeight, KernelWidth);
    }

    internal override LayerStep CreateStep(TensorShape input, LayerWeights? weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new ConvolutionStep(input, OutputShape(input), Geometry(input), weights);
    }

    private ConvolutionGeometry Geometry(TensorShape input) => Padding == ConvolutionPadding.Same
        ? ConvolutionGeometry.Same(input.Channels, input.Height, input.Width, Filters, KernelHeight, KernelWidth, Stride)
        : ConvolutionGeometry.Valid(input.Channels, input.Height, input.Width, Filters, KernelHeight, KernelWidth, Stride);
}
