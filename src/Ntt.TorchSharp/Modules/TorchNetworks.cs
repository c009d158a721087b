using Ntt.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>Networks as torch modules and back.</summary>
public static class TorchNetworks
{
    /// <summary>
    /// The network as a torch module with numbers of its own: a <see cref="Standardization"/> named <c>normalization</c>, then the layers, those
    /// with weights under their names (<c>conv1</c>, <c>fc1</c>, ...). A pruned layer is a <see cref="MaskedLinear"/> or <see cref="MaskedConv2d"/>,
    /// whose pruned weights stay 0 while it is trained; a dense one is a Linear or Conv2d. The state is that of <see cref="Files.TorchSharpFile"/>.
    /// </summary>
    /// <param name="network">The network; left as it is.</param>
    /// <returns>Takes raw samples, [samples, features] or [samples, channels, height, width], and gives logits [samples, outputs]. On the CPU, in training mode.</returns>
    /// <exception cref="NotSupportedException">
    /// A convolution or pooling takes a vector for an image of one row and one channel, or a dense layer such an image for a vector, which torch tells
    /// apart; the message names the layer.
    /// </exception>
    public static Sequential ToTorchModule(this Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var architecture = network.Architecture;
        var shapes = Shapes.Between(architecture);
        var module = nn.Sequential();
        module.append("normalization", new Standardization(network.Normalization, shapes[0]));
        var ordinals = new Dictionary<string, int>();
        var weighted = 0;
        for (var index = 0; index < architecture.Layers.Count; index++)
        {
            var layer = architecture.Layers[index];
            var ordinal = ordinals[layer.Keyword] = ordinals.GetValueOrDefault(layer.Keyword) + 1;
            var name = $"{layer.Keyword}{ordinal}";
            switch (layer)
            {
                case DenseLayer:
                    var dense = network.Layers[weighted++];
                    module.append(dense.Shape.Name, ToLinear(dense));
                    break;
                case Conv2DLayer convolution:
                    var filters = network.Layers[weighted++];
                    if (Shapes.Padding(convolution, architecture.Shapes[index]) is var padding && padding != default)
                    {
                        module.append($"pad{ordinal}", nn.ZeroPad2d(padding));
                    }

                    module.append(filters.Shape.Name, ToConvolution(filters, convolution));
                    break;
                case MaxPoolLayer pool:
                    module.append(name, nn.MaxPool2d(pool.Size, pool.Stride));
                    break;
                case AveragePoolLayer pool:
                    module.append(name, nn.AvgPool2d(pool.Size, pool.Stride));
                    break;
                case DropoutLayer dropout:
                    module.append(name, nn.Dropout(dropout.Rate));
                    break;
                case ReluLayer:
                    module.append(name, nn.ReLU());
                    break;
                case FlattenLayer:
                    module.append(name, nn.Flatten());
                    break;
                default:
                    throw new NotSupportedException($"Layer {index + 1} ('{layer}') has no torch module.");
            }
        }

        return module;
    }

    /// <summary>
    /// The network of a torch module: a Sequential of Linear, Conv2d, <see cref="MaskedLinear"/>, <see cref="MaskedConv2d"/>, ReLU, MaxPool2d,
    /// AvgPool2d, Dropout, Flatten and Identity, with a ZeroPad2d before a convolution and a <see cref="Standardization"/> at the front where there are
    /// any, and of Sequentials of these. The last layer gives the logits. TorchSharp does not tell kernel sizes, strides and rates of its layers, so
    /// each layer is asked for its output on made-up input, which the network's layer reproduces.
    /// </summary>
    /// <param name="module">The module, on any device; left as it is.</param>
    /// <param name="inputShape">
    /// The shape of one sample. One row of one channel is an image where the module begins with a convolution or pooling, and a vector elsewhere.
    /// </param>
    /// <returns>A network with numbers of its own: masked layers are pruned, the others dense. A missing bias is 0.</returns>
    /// <exception cref="NotSupportedException">A layer has no counterpart here; the message names it and its type.</exception>
    /// <exception cref="ArgumentException">The layers do not take such an input or do not fit together; the message names the layer.</exception>
    public static Network FromTorchModule(Sequential module, TensorShape inputShape)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new ModuleReader(inputShape).Read(module);
    }

    private static nn.Module<Tensor, Tensor> ToLinear(LayerWeights layer)
    {
        if (layer.Mask is not null)
        {
            return new MaskedLinear(layer);
        }

        var linear = nn.Linear(layer.Shape.Columns, layer.Shape.Rows);
        Fill(linear.weight!, layer.Values);
        Fill(linear.bias!, layer.Bias);
        return linear;
    }

    private static nn.Module<Tensor, Tensor> ToConvolution(LayerWeights layer, Conv2DLayer convolution)
    {
        if (layer.Mask is not null)
        {
            return new MaskedConv2d(layer, convolution.Stride);
        }

        var channels = layer.Shape.Columns / (convolution.KernelHeight * convolution.KernelWidth);
        var conv = nn.Conv2d(channels, layer.Shape.Rows, (convolution.KernelHeight, convolution.KernelWidth), (convolution.Stride, convolution.Stride));
        Fill(conv.weight!, layer.Values);
        Fill(conv.bias!, layer.Bias);
        return conv;
    }

    private static void Fill(Tensor parameter, float[] values)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        parameter.copy_(tensor(values, parameter.shape));
    }
}
