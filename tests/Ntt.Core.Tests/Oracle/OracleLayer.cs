using Ntt.Networks;

namespace Ntt.Core.Tests.Oracle;

/// <summary>
/// One layer on one sample, by plain loops in double. A sample is in [channel, row, column] order. Another kind of layer is one more class
/// and one more line in <see cref="Create"/>.
/// </summary>
internal abstract class OracleLayer(TensorShape input, TensorShape output)
{
    public TensorShape Input { get; } = input;

    public TensorShape Output { get; } = output;

    public virtual int Weights => 0;

    public virtual int Biases => 0;

    public abstract double[] Forward(double[] x, ReadOnlySpan<double> weights, ReadOnlySpan<double> biases);

    /// <summary>The adjoint of the input for the adjoint <paramref name="yBar"/> of the output; adds the gradients to the bars given.</summary>
    public abstract double[] Reverse(double[] x, double[] yBar, ReadOnlySpan<double> weights, Span<double> weightBar, Span<double> biasBar);

    public static OracleLayer Create(Layer layer, TensorShape input) => layer switch
    {
        DenseLayer dense => new OracleDense(input, dense.Units),
        ReluLayer => new OracleRelu(input),
        FlattenLayer => new OracleFlatten(input),
        Conv2DLayer convolution => new OracleConvolution(input, convolution),
        MaxPoolLayer pooling => new OracleMaxPool(input, pooling),
        AveragePoolLayer pooling => new OracleAveragePool(input, pooling),
        DropoutLayer => new OracleDropout(input),
        _ => throw new NotSupportedException($"The oracle does not know the layer '{layer}'."),
    };
}

internal sealed class OracleDense(TensorShape input, int units) : OracleLayer(input, TensorShape.Flat(units))
{
    public override int Weights => Output.Size * Input.Size;

    public override int Biases => Output.Size;

    public override double[] Forward(double[] x, ReadOnlySpan<double> weights, ReadOnlySpan<double> biases)
    {
        var z = new double[Output.Size];
        for (var p = 0; p < z.Length; p++)
        {
            z[p] = biases[p];
            for (var q = 0; q < x.Length; q++)
            {
                z[p] += weights[(p * x.Length) + q] * x[q];
            }
        }

        return z;
    }

    public override double[] Reverse(double[] x, double[] yBar, ReadOnlySpan<double> weights, Span<double> weightBar, Span<double> biasBar)
    {
        var xBar = new double[x.Length];
        for (var p = 0; p < yBar.Length; p++)
        {
            biasBar[p] += yBar[p];
            for (var q = 0; q < x.Length; q++)
            {
                weightBar[(p * x.Length) + q] += yBar[p] * x[q];
                xBar[q] += weights[(p * x.Length) + q] * yBar[p];
            }
        }

        return xBar;
    }
}

internal sealed class OracleRelu(TensorShape input) : OracleLayer(input, input)
{
    public override double[] Forward(double[] x, ReadOnlySpan<double> weights, ReadOnlySpan<double> biases)
        => Array.ConvertAll(x, value => value > 0 ? value : 0);

    public override double[] Reverse(double[] x, double[] yBar, ReadOnlySpan<double> weights, Span<double> weightBar, Span<double> biasBar)
        => [.. x.Zip(yBar, (value, bar) => value > 0 ? bar : 0)];
}

internal sealed class OracleFlatten(TensorShape input) : OracleLayer(input, TensorShape.Flat(input.Size))
{
    public override double[] Forward(double[] x, ReadOnlySpan<double> weights, ReadOnlySpan<double> biases) => x;

    public override double[] Reverse(double[] x, double[] yBar, ReadOnlySpan<double> weights, Span<double> weightBar, Span<double> biasBar) => yBar;
}

/// <summary>Dropout outside of training: nothing.</summary>
internal sealed class OracleDropout(TensorShape input) : OracleLayer(input, input)
{
    public override double[] Forward(double[] x, ReadOnlySpan<double> weights, ReadOnlySpan<double> biases) => x;

    public override double[] Reverse(double[] x, double[] yBar, ReadOnlySpan<double> weights, Span<double> weightBar, Span<double> biasBar) => yBar;
}
