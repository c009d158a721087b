using System.Runtime.InteropServices;
using Ntt.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>The shapes of torch's tensors for those of this library, and tensors of a layer's numbers.</summary>
internal static class Shapes
{
    /// <summary>The shape of one sample: [features] or [channels, height, width]. One row of one channel may be either.</summary>
    public static long[] Of(TensorShape shape, bool isImage) => isImage ? [shape.Channels, shape.Height, shape.Width] : [shape.Size];

    /// <summary>The number of values of a shape.</summary>
    public static int SizeOf(long[] shape) => (int)shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>
    /// The shapes of one sample between the layers, the input's first. One row of one channel is an image where a convolution or a pooling gives it,
    /// and at the input where one takes it.
    /// </summary>
    /// <exception cref="NotSupportedException">A vector comes to a layer for images, or such an image to a dense layer; the message names the layer.</exception>
    public static long[][] Between(NetworkArchitecture architecture)
    {
        var layers = architecture.Layers;
        var isImage = !architecture.Input.IsFlat || layers.First(layer => layer is not (ReluLayer or DropoutLayer)) is Conv2DLayer or PoolingLayer;
        var shapes = new long[layers.Count + 1][];
        for (var index = 0; index < layers.Count; index++)
        {
            var shape = architecture.Shapes[index];
            shapes[index] = Of(shape, isImage);
            isImage = layers[index] switch
            {
                Conv2DLayer or PoolingLayer when !isImage => throw new NotSupportedException(
                    $"Layer {index + 1} ('{layers[index]}') takes an image; what comes to it is a vector of {shape.Size} values."),
                DenseLayer when isImage => throw new NotSupportedException(
                    $"Layer {index + 1} ('{layers[index]}') takes a vector; what comes to it is an image of 1x{shape.Width}x1: put 'flatten' before it."),
                DenseLayer or FlattenLayer => false,
                _ => isImage,
            };
        }

        shapes[^1] = Of(architecture.Shapes[^1], isImage);
        return shapes;
    }

    /// <summary>[units, inputs] or [filters, channels, kernel height, kernel width].</summary>
    public static long[] Of(WeightShape shape) => shape.KernelHeight == 0
        ? [shape.Rows, shape.Columns]
        : [shape.Rows, shape.Columns / (shape.KernelHeight * shape.KernelWidth), shape.KernelHeight, shape.KernelWidth];

    /// <summary>Zeros around a sample of that shape under which a convolution without padding is the layer: left, right, top, bottom.</summary>
    public static (long Left, long Right, long Top, long Bottom) Padding(Conv2DLayer layer, TensorShape input)
    {
        if (layer.Padding == ConvolutionPadding.Valid)
        {
            return default;
        }

        var (top, bottom) = Around(input.Height, layer.KernelHeight, layer.Stride);
        var (left, right) = Around(input.Width, layer.KernelWidth, layer.Stride);
        return (left, right, top, bottom);
    }

    /// <summary>The values of a tensor on any device, row by row.</summary>
    public static float[] ToArray(this Tensor values)
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, float>(values.detach().to(CPU).to(float32).contiguous().bytes).ToArray();
    }

    /// <summary>Gives a module the weights, the biases and the mask of a pruned layer.</summary>
    public static void RegisterPruned(nn.Module<Tensor, Tensor> module, LayerWeights layer)
    {
        var shape = Of(layer.Shape);
        var mask = new bool[layer.Shape.Count];
        foreach (var index in layer.Mask!.KeptIndices())
        {
            mask[index] = true;
        }

        module.register_parameter("weight", Parameter(layer.ToDense(), shape));
        module.register_parameter("bias", Parameter(layer.Bias, [layer.Shape.Rows]));
        module.register_buffer("mask", tensor(mask, shape).DetachFromDisposeScope());
    }

    private static Parameter Parameter(float[] values, long[] shape)
    {
        var parameter = new Parameter(tensor(values, shape));
        _ = parameter.DetachFromDisposeScope();
        return parameter;
    }

    private static (long Before, long Behind) Around(int size, int kernel, int stride)
    {
        var positions = (size + stride - 1) / stride;
        var zeros = Math.Max(0, ((positions - 1) * stride) + kernel - size);
        return (zeros / 2, zeros - (zeros / 2));
    }
}
