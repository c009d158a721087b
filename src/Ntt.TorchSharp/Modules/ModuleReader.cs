using System.Runtime.InteropServices;
using Ntt.Compute;
using Ntt.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>Reads a network out of a torch module, layer by layer.</summary>
/// <param name="input">The shape of one sample.</param>
internal sealed class ModuleReader(TensorShape input)
{
    /// <summary>Of the largest output, without the bias.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>Of the largest output, with a bias that may be far larger than what the weights make of the probe.</summary>
    private const double Rounding = 1e-6;

    private readonly List<Layer> _layers = [];
    private readonly List<(float[] Weights, float[] Bias, int[]? Kept)> _numbers = [];
    private readonly RandomStream _random = new(1, "torch module probes");
    private InputNormalization? _normalization;
    private (string Name, ZeroPad2d Module)? _padding;
    private long[] _shape = [];

    public Network Read(Sequential module)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var children = Children(module, "").ToArray();
        var first = children.Select(child => child.Module).FirstOrDefault(child => child is not (Standardization or Identity or ReLU or Dropout));
        _shape = Shapes.Of(input, isImage: !input.IsFlat || first is Conv2d or MaskedConv2d or ZeroPad2d or MaxPool2d or AvgPool2d);
        foreach (var (name, child) in children)
        {
            ReadLayer(name, child);
        }

        if (_padding is { } padding)
        {
            throw NotSupported(padding.Name, padding.Module, "is followed by no convolution");
        }

        var architecture = new NetworkArchitecture(input, _layers);
        var layers = architecture.WeightLayers.Select((shape, layer) =>
        {
            var (weights, bias, kept) = _numbers[layer];
            var dense = LayerWeights.Dense(shape, weights, bias);
            return kept is null ? dense : dense.Prune(Mask.FromIndices(shape.Rows, shape.Columns, kept));
        });
        return new Network(architecture, _normalization ?? InputNormalization.Identity(input.Channels), [.. layers]);
    }

    private static IEnumerable<(string Name, nn.Module Module)> Children(Sequential module, string path)
        => module.named_children().SelectMany(child => child.module is Sequential inner
            ? Children(inner, $"{path}{child.name}.")
            : [(path + child.name, child.module)]);

    private static NotSupportedException NotSupported(string name, nn.Module module, string why)
        => new($"The layer '{name}' ({module.GetType().Name}) {why}. A network has Linear, Conv2d, ReLU, MaxPool2d, AvgPool2d, Dropout and Flatten layers.");

    private static ArgumentException Unfit(string name, nn.Module module, string expected, long[] found)
        => new($"The layer '{name}' ({module.GetType().Name}) takes {expected}; what comes to it is [{string.Join(", ", found)}] for one sample.", nameof(module));

    private void ReadLayer(string name, nn.Module module)
    {
        if (_padding is { } padding && module is not (Conv2d or MaskedConv2d))
        {
            throw NotSupported(padding.Name, padding.Module, "is followed by no convolution");
        }

        switch (module)
        {
            case Standardization standardization when _layers.Count == 0 && _normalization is null:
                _normalization = new InputNormalization([.. standardization.Mean], [.. standardization.Scale]);
                break;
            case Linear linear:
                ReadDense(name, module, linear.weight!, linear.bias, mask: null);
                break;
            case MaskedLinear linear:
                ReadDense(name, module, linear.Weight, linear.Bias, linear.Mask);
                break;
            case Conv2d convolution:
                ReadConvolution(name, convolution, convolution.weight!, convolution.bias, mask: null);
                break;
            case MaskedConv2d convolution:
                ReadConvolution(name, convolution, convolution.Weight, convolution.Bias, convolution.Mask);
                break;
            case ZeroPad2d zeros:
                _padding = (name, zeros);
                break;
            case ReLU:
                _layers.Add(new ReluLayer());
                break;
            case MaxPool2d pool:
                ReadPool(name, pool, (size, stride) => new MaxPoolLayer(size, stride), (x, size, stride) => nn.functional.max_pool2d(x, size, stride));
                break;
            case AvgPool2d pool:
                ReadPool(name, pool, (size, stride) => new AveragePoolLayer(size, stride), (x, size, stride) => nn.functional.avg_pool2d(x, size, stride));
                break;
            case Dropout dropout:
                _layers.Add(new DropoutLayer(Rate(dropout)));
                break;
            case Flatten flatten:
                ReadFlatten(name, flatten);
                break;
            case Identity:
                break;
            default:
                throw NotSupported(name, module, module is Standardization ? "stands behind other layers" : "has no counterpart here");
        }
    }

    private void ReadDense(string name, nn.Module module, Tensor weight, Tensor? bias, Tensor? mask)
    {
        if (_shape is not [var inputs] || inputs != weight.shape[1])
        {
            throw Unfit(name, module, $"[{weight.shape[1]}]", _shape);
        }

        _layers.Add(new DenseLayer((int)weight.shape[0]));
        AddNumbers(weight, bias, mask);
        _shape = [weight.shape[0]];
    }

    private void ReadConvolution(string name, nn.Module<Tensor, Tensor> module, Tensor weight, Tensor? bias, Tensor? mask)
    {
        if (_shape is not [var channels, var height, var width])
        {
            throw Unfit(name, module, "[channels, height, width]", _shape);
        }

        if (channels != weight.shape[1])
        {
            throw NotSupported(name, module, $"has kernels of {weight.shape[1]} channels for an input of {channels}: groups have no counterpart here");
        }

        var probe = Probe(weight.dtype, weight.device);
        var padded = _padding is { } padding ? Ask(padding.Name, padding.Module, probe) : probe;
        var expected = Ask(name, module, padded);
        var image = new TensorShape((int)channels, (int)height, (int)width);
        var kept = mask is null ? weight : weight * mask;
        foreach (var kind in (ConvolutionPadding[])[ConvolutionPadding.Valid, ConvolutionPadding.Same])
        {
            for (var stride = 1; stride <= Math.Max(height, width); stride++)
            {
                var layer = new Conv2DLayer((int)weight.shape[0], (int)weight.shape[2], (int)weight.shape[3], stride, kind);
                var around = Shapes.Padding(layer, image);
                using var zeros = nn.functional.pad(probe, [around.Left, around.Right, around.Top, around.Bottom]);
                if (zeros.shape[2] < weight.shape[2] || zeros.shape[3] < weight.shape[3])
                {
                    continue;
                }

                using var actual = nn.functional.conv2d(zeros, kept, bias, strides: [stride, stride]);
                if (Agree(expected, actual, Tolerance, bias))
                {
                    _layers.Add(layer);
                    AddNumbers(weight, bias, mask);
                    _shape = expected.shape[1..];
                    _padding = null;
                    return;
                }
            }
        }

        throw NotSupported(name, module, "has a stride, padding, padding mode or dilation that no convolution of this library has");
    }

    private void ReadPool(string name, nn.Module<Tensor, Tensor> module, Func<int, int, Layer> create, Func<Tensor, long, long, Tensor> pool)
    {
        if (_shape is not [_, var height, var width])
        {
            throw Unfit(name, module, "[channels, height, width]", _shape);
        }

        var (probe, tolerance) = module is MaxPool2d ? (Slopes(), 0) : (Probe(float32, CPU), Tolerance);
        var expected = Ask(name, module, probe);
        var longest = (int)Math.Max(height, width);
        for (var size = 1; size <= Math.Min(height, width); size++)
        {
            // A window that is alone looks the same under every stride: the smallest is as good as any.
            IEnumerable<int> strides = expected.shape is [_, _, 1, 1] ? [longest - size + 1] : Enumerable.Range(1, longest);
            foreach (var stride in strides)
            {
                if (((height - size) / stride) + 1 != expected.shape[2] || ((width - size) / stride) + 1 != expected.shape[3])
                {
                    continue;
                }

                using var actual = pool(probe, size, stride);
                if (Agree(expected, actual, tolerance))
                {
                    _layers.Add(create(size, stride));
                    _shape = expected.shape[1..];
                    return;
                }
            }
        }

        throw NotSupported(name, module, "has windows, a padding or a dilation that no pooling of this library has");
    }

    private void ReadFlatten(string name, Flatten module)
    {
        var expected = Ask(name, module, Probe(float32, CPU)).shape;
        var size = Shapes.SizeOf(_shape);
        if (expected is not [1, var flat] || flat != size)
        {
            throw NotSupported(name, module, "does not flatten each sample to a vector");
        }

        _layers.Add(new FlattenLayer());
        _shape = [size];
    }

    /// <summary>Seen in the values that are kept, which are divided by 1 − rate. The caller's random numbers stay as they are.</summary>
    private static double Rate(Dropout module)
    {
        const int Values = 4096;
        var (state, isTraining) = (random.get_rng_state(), module.training);
        try
        {
            module.train();
            var largest = module.call(ones(Values)).max().ToSingle();
            return largest == 0 ? 1 : Math.Round(1 - (1 / largest), 6);
        }
        finally
        {
            module.train(isTraining);
            random.set_rng_state(state);
        }
    }

    /// <summary>A layer's output; torch itself finds out what does not fit, such as a kernel larger than its image.</summary>
    private static Tensor Ask(string name, nn.Module<Tensor, Tensor> module, Tensor probe)
    {
        try
        {
            return module.call(probe);
        }
        catch (ExternalException problem)
        {
            var why = problem.Message.Split('\n')[0];
            throw new ArgumentException(
                $"The layer '{name}' ({module.GetType().Name}) does not take [{string.Join(", ", probe.shape[1..])}] for one sample: {why}", nameof(module), problem);
        }
    }

    private static bool Agree(Tensor expected, Tensor actual, double tolerance, Tensor? bias = null)
    {
        if (!expected.shape.SequenceEqual(actual.shape))
        {
            return false;
        }

        using var scope = NewDisposeScope();
        var allowed = bias is null
            ? tolerance * Largest(actual)
            : (tolerance * Largest(actual - bias.reshape(-1, 1, 1))) + (Rounding * Largest(actual));
        return Largest(expected - actual) <= allowed;
    }

    private static double Largest(Tensor values) => values.abs().max().ToDouble();

    /// <summary>
    /// Six samples for max-pooling, three down the rows and three along the columns. By the ascending and the descending one every window tells its last
    /// and its first row, by the third, row 1 alone, the first window tells whether it has gaps. Layers that agree here agree on every image.
    /// </summary>
    private Tensor Slopes()
    {
        var down = arange(_shape[1], dtype: float32).reshape(1, -1, 1).expand(_shape);
        var along = arange(_shape[2], dtype: float32).reshape(1, 1, -1).expand(_shape);
        return stack([down, -down, down.eq(1).to(float32), along, -along, along.eq(1).to(float32)]);
    }

    private Tensor Probe(ScalarType type, Device device)
    {
        var values = new float[Shapes.SizeOf(_shape)];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = (float)_random.NextNormal();
        }

        return tensor(values, [1, .. _shape]).to(type).to(device);
    }

    private void AddNumbers(Tensor weight, Tensor? bias, Tensor? mask)
    {
        int[]? kept = mask is null ? null : [.. mask.ToArray().Index().Where(entry => entry.Item != 0).Select(entry => entry.Index)];
        _numbers.Add((weight.ToArray(), bias?.ToArray() ?? new float[weight.shape[0]], kept));
    }
}
