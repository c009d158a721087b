using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>Max-pooling, which remembers who won each window.</summary>
internal sealed class MaxPoolTorchStep(long size, long stride) : TorchStep
{
    private Tensor? _winners;
    private long _height;
    private long _width;

    public override Tensor Forward(Tensor x)
    {
        (_height, _width) = (x.shape[2], x.shape[3]);
        var (y, winners) = nn.functional.max_pool2d_with_indices(x, [size, size], [stride, stride]);
        _winners = Keep(winners);
        return y;
    }

    public override Tensor Tangent(Tensor xDot)
    {
        var (samples, directions, channels) = (xDot.shape[0], xDot.shape[1], xDot.shape[2]);
        var won = xDot.reshape(samples, directions, channels, _height * _width).gather(3, Winners(directions));
        return won.reshape(samples, directions, channels, _winners!.shape[2], _winners.shape[3]);
    }

    public override Tensor Adjoint(Tensor yBar)
    {
        var (samples, directions, channels) = (yBar.shape[0], yBar.shape[1], yBar.shape[2]);
        var winners = Winners(directions);
        var planes = zeros([samples, directions, channels, _height * _width], device: yBar.device);
        planes.scatter_add_(3, winners, yBar.reshape(winners.shape));
        return planes.reshape(samples, directions, channels, _height, _width);
    }

    /// <summary>[samples, directions, channels, windows].</summary>
    private Tensor Winners(long directions)
    {
        var shape = _winners!.shape;
        return _winners.reshape(shape[0], 1, shape[1], shape[2] * shape[3]).expand(shape[0], directions, shape[1], shape[2] * shape[3]);
    }
}

/// <summary>Average-pooling: a convolution of each channel with a constant kernel.</summary>
internal sealed class AveragePoolTorchStep(long size, long stride) : TorchStep
{
    private long _height;
    private long _width;

    public override Tensor Forward(Tensor x)
    {
        (_height, _width) = (x.shape[2], x.shape[3]);
        return nn.functional.avg_pool2d(x, [size, size], [stride, stride]);
    }

    public override Tensor Tangent(Tensor xDot)
    {
        var y = nn.functional.avg_pool2d(xDot.flatten(0, 1), [size, size], [stride, stride]);
        return y.reshape([xDot.shape[0], xDot.shape[1], .. y.shape[1..]]);
    }

    public override Tensor Adjoint(Tensor yBar)
    {
        var kernel = tensor(Enumerable.Repeat(1f / (size * size), (int)(size * size)).ToArray(), [1, 1, size, size], device: yBar.device);
        var spread = nn.functional.conv_transpose2d(yBar.flatten(0, 2).unsqueeze(1), kernel, strides: [stride, stride]);

        // Rows and columns that no window reaches.
        var planes = nn.functional.pad(spread, (0, _width - spread.shape[3], 0, _height - spread.shape[2]));
        return planes.reshape(yBar.shape[0], yBar.shape[1], yBar.shape[2], _height, _width);
    }
}
