using Ntt.Networks;

namespace Ntt.Core.Tests.Oracle;

/// <summary>A convolution by the sum of its definition; places outside the image count as 0.</summary>
internal sealed class OracleConvolution : OracleLayer
{
    private readonly Conv2DLayer _layer;

    /// <summary>Every product of a weight and an input value inside the image, and the output value that it is part of.</summary>
    private readonly (int Weight, int From, int To)[] _terms;

    public OracleConvolution(TensorShape input, Conv2DLayer layer)
        : base(input, new TensorShape(layer.Filters, Places(input.Height, layer.KernelHeight, layer), Places(input.Width, layer.KernelWidth, layer)))
    {
        _layer = layer;
        _terms = [.. Terms()];
    }

    public override int Weights => Output.Channels * Input.Channels * _layer.KernelHeight * _layer.KernelWidth;

    public override int Biases => Output.Channels;

    public override double[] Forward(double[] x, ReadOnlySpan<double> weights, ReadOnlySpan<double> biases)
    {
        var z = new double[Output.Size];
        for (var index = 0; index < z.Length; index++)
        {
            z[index] = biases[index / Output.Positions];
        }

        foreach (var (weight, from, to) in _terms)
        {
            z[to] += weights[weight] * x[from];
        }

        return z;
    }

    public override double[] Reverse(double[] x, double[] yBar, ReadOnlySpan<double> weights, Span<double> weightBar, Span<double> biasBar)
    {
        var xBar = new double[x.Length];
        for (var index = 0; index < yBar.Length; index++)
        {
            biasBar[index / Output.Positions] += yBar[index];
        }

        foreach (var (weight, from, to) in _terms)
        {
            weightBar[weight] += yBar[to] * x[from];
            xBar[from] += weights[weight] * yBar[to];
        }

        return xBar;
    }

    private static int Places(int size, int kernel, Conv2DLayer layer) => layer.Padding == ConvolutionPadding.Same
        ? (int)Math.Ceiling((double)size / layer.Stride)
        : (int)Math.Floor((double)(size - kernel) / layer.Stride) + 1;

    /// <summary>Half of the zeros that all places need, the smaller half of an odd number. None when they fit the image.</summary>
    private int ZerosBefore(int places, int size, int kernel) => Math.Max(0, ((places - 1) * _layer.Stride) + kernel - size) / 2;

    private IEnumerable<(int Weight, int From, int To)> Terms()
    {
        var (top, left) = (ZerosBefore(Output.Height, Input.Height, _layer.KernelHeight), ZerosBefore(Output.Width, Input.Width, _layer.KernelWidth));
        var patch = Weights / Output.Channels;
        for (var to = 0; to < Output.Size; to++)
        {
            var (filter, row, column) = (to / Output.Positions, to % Output.Positions / Output.Width, to % Output.Width);
            for (var tap = 0; tap < patch; tap++)
            {
                var channel = tap / (_layer.KernelHeight * _layer.KernelWidth);
                var y = (row * _layer.Stride) - top + (tap / _layer.KernelWidth % _layer.KernelHeight);
                var x = (column * _layer.Stride) - left + (tap % _layer.KernelWidth);
                if (y >= 0 && y < Input.Height && x >= 0 && x < Input.Width)
                {
                    yield return ((filter * patch) + tap, (channel * Input.Positions) + (y * Input.Width) + x, to);
                }
            }
        }
    }
}
