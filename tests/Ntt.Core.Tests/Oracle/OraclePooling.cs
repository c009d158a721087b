using Ntt.Networks;

namespace Ntt.Core.Tests.Oracle;

/// <summary>Square windows over every channel.</summary>
internal abstract class OraclePooling(TensorShape input, int size, int stride)
    : OracleLayer(input, new TensorShape(input.Channels, ((input.Height - size) / stride) + 1, ((input.Width - size) / stride) + 1))
{
    /// <summary>The places of a window in the input, row by row.</summary>
    protected IEnumerable<int> Window(int output)
    {
        var (channel, row, column) = (output / Output.Positions, output % Output.Positions / Output.Width, output % Output.Width);
        for (var tap = 0; tap < size * size; tap++)
        {
            yield return (channel * Input.Positions) + (((row * stride) + (tap / size)) * Input.Width) + (column * stride) + (tap % size);
        }
    }
}

/// <summary>The largest value of each window. Of equal ones the first has the whole derivative.</summary>
internal sealed class OracleMaxPool(TensorShape input, MaxPoolLayer layer) : OraclePooling(input, layer.Size, layer.Stride)
{
    public override double[] Forward(double[] x, ReadOnlySpan<double> weights, ReadOnlySpan<double> biases)
        => [.. Enumerable.Range(0, Output.Size).Select(output => x[Winner(x, output)])];

    public override double[] Reverse(double[] x, double[] yBar, ReadOnlySpan<double> weights, Span<double> weightBar, Span<double> biasBar)
    {
        var xBar = new double[x.Length];
        for (var output = 0; output < yBar.Length; output++)
        {
            xBar[Winner(x, output)] += yBar[output];
        }

        return xBar;
    }

    private int Winner(double[] x, int output)
    {
        var winner = -1;
        foreach (var place in Window(output))
        {
            winner = winner < 0 || x[place] > x[winner] ? place : winner;
        }

        return winner;
    }
}

/// <summary>The mean of each window.</summary>
internal sealed class OracleAveragePool(TensorShape input, AveragePoolLayer layer) : OraclePooling(input, layer.Size, layer.Stride)
{
    public override double[] Forward(double[] x, ReadOnlySpan<double> weights, ReadOnlySpan<double> biases)
        => [.. Enumerable.Range(0, Output.Size).Select(output => Window(output).Average(place => x[place]))];

    public override double[] Reverse(double[] x, double[] yBar, ReadOnlySpan<double> weights, Span<double> weightBar, Span<double> biasBar)
    {
        var xBar = new double[x.Length];
        for (var output = 0; output < yBar.Length; output++)
        {
            foreach (var place in Window(output))
            {
                xBar[place] += yBar[output] / (layer.Size * layer.Size);
            }
        }

        return xBar;
    }
}
