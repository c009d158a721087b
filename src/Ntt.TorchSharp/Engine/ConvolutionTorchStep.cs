using Ntt.Networks;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>A convolution. Images are padded first, so that the convolution itself pads nothing.</summary>
internal sealed class ConvolutionTorchStep(Conv2DLayer layer, TensorShape image, WeightShape shape, Device device, long chunkBytes)
    : TorchWeightStep(shape, device)
{
    private readonly (long Left, long Right, long Top, long Bottom) _padding = Shapes.Padding(layer, image);
    private readonly long[] _stride = [layer.Stride, layer.Stride];
    private Tensor? _input;

    /// <summary>[samples, channels, height, width], not padded.</summary>
    public override Tensor Input => _input!;

    private long PaddedHeight => image.Height + _padding.Top + _padding.Bottom;

    private long PaddedWidth => image.Width + _padding.Left + _padding.Right;

    public override Tensor Forward(Tensor x)
    {
        _input = Keep(x);
        return nn.functional.conv2d(Pad(x), Filters(Weight), Bias, _stride);
    }

    public override Tensor Tangent(Tensor xDot, Tensor weight)
    {
        var y = nn.functional.conv2d(Pad(xDot.flatten(0, 1)), Filters(weight), strides: _stride);
        return y.reshape([xDot.shape[0], xDot.shape[1], .. y.shape[1..]]);
    }

    public override Tensor Adjoint(Tensor yBar, Tensor weight)
    {
        var spread = nn.functional.conv_transpose2d(yBar.flatten(0, 1), Filters(weight), strides: _stride);

        // Rows and columns that the last stride does not reach.
        var padded = nn.functional.pad(spread, (0, PaddedWidth - spread.shape[3], 0, PaddedHeight - spread.shape[2]));
        return Crop(padded).reshape(yBar.shape[0], yBar.shape[1], image.Channels, image.Height, image.Width);
    }

    public override Tensor WeightGradient(Tensor yBar, Tensor x)
    {
        var bars = yBar.reshape(-1, Shape.Rows, Shape.Positions);
        var images = x.flatten(0, 1);
        var gradient = zeros([Shape.Rows, Shape.Columns], device: Device);
        var chunk = Math.Max(1, chunkBytes / (sizeof(float) * (long)Shape.Columns * Math.Max(Shape.Positions, Shape.Rows)));
        for (long start = 0; start < images.shape[0]; start += chunk)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(chunk, images.shape[0] - start);
            var patches = Patches(images.narrow(0, start, count));
            gradient.add_(bars.narrow(0, start, count).bmm(patches.transpose(1, 2)).sum(dim: 0));
        }

        return gradient;
    }

    public override Tensor BiasGradient(Tensor yBar) => yBar.flatten(0, 1).flatten(2, 3).sum(2).sum(dim: 0);

    /// <summary>What each position of the kernel sees of images, [images, columns, positions].</summary>
    public Tensor Patches(Tensor images) => nn.functional.unfold(Pad(images), (layer.KernelHeight, layer.KernelWidth), stride: (layer.Stride, layer.Stride));

    /// <summary>The adjoint of <see cref="Patches"/>: [samples, columns, positions] to [samples, channels, height, width].</summary>
    public Tensor Gather(Tensor patches) => Crop(
        nn.functional.fold(patches, (PaddedHeight, PaddedWidth), (layer.KernelHeight, layer.KernelWidth), stride: (layer.Stride, layer.Stride)));

    private Tensor Filters(Tensor weight) => weight.reshape(Shapes.Of(Shape));

    private Tensor Pad(Tensor images) => _padding == default ? images : nn.functional.pad(images, _padding);

    private Tensor Crop(Tensor padded) => _padding == default
        ? padded
        : padded.narrow(2, _padding.Top, image.Height).narrow(3, _padding.Left, image.Width);
}
