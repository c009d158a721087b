using Ntt.Networks;

namespace Ntt.Core.Tests.Oracle;

/// <summary>
/// A network in double, one sample at a time, for parameters given as one plain array: the weights of the first weighted layer, row by row,
/// its biases, the weights of the second, ... Pruned weights are parameters like the others, with value 0.
/// </summary>
internal sealed class OracleNetwork
{
    private readonly OracleLayer[] _layers;

    public OracleNetwork(NetworkArchitecture architecture)
    {
        Architecture = architecture;
        _layers = [.. architecture.Layers.Select((layer, index) => OracleLayer.Create(layer, architecture.Shapes[index]))];
        ParameterCount = _layers.Sum(layer => layer.Weights + layer.Biases);
    }

    public NetworkArchitecture Architecture { get; }

    public int Outputs => Architecture.OutputCount;

    public int ParameterCount { get; }

    /// <summary>All weights and biases of a network's layers in the order of this oracle.</summary>
    public static double[] Parameters(IReadOnlyList<LayerWeights> layers)
        => [.. layers.SelectMany(layer => layer.ToDense().Concat(layer.Bias)).Select(value => (double)value)];

    /// <summary>1 for every kept weight and every bias, 0 for every pruned weight.</summary>
    public static double[] KeptParameters(IReadOnlyList<LayerWeights> layers)
        => [.. layers.SelectMany(layer =>
            Enumerable.Range(0, layer.Shape.Count).Select(index => layer.Mask is null || layer.Mask[index] ? 1.0 : 0.0).Concat(layer.Bias.Select(_ => 1.0)))];

    /// <summary>1 for every weight, 0 for every bias.</summary>
    public double[] WeightIndicator()
        => [.. _layers.SelectMany(layer => Enumerable.Repeat(1.0, layer.Weights).Concat(Enumerable.Repeat(0.0, layer.Biases)))];

    /// <summary>The standardised sample.</summary>
    public static double[] Standardize(InputNormalization normalization, ReadOnlySpan<float> sample, TensorShape shape)
    {
        var x = new double[sample.Length];
        for (var index = 0; index < x.Length; index++)
        {
            var channel = index / (shape.Height * shape.Width);
            x[index] = ((double)sample[index] - normalization.Mean[channel]) * normalization.Scale[channel];
        }

        return x;
    }

    public double[] Logits(double[] parameters, double[] x) => Activations(parameters, x)[^1];

    /// <summary>∂f_a/∂p for every output a: [outputs][parameters], by reverse loops.</summary>
    public double[][] Jacobian(double[] parameters, double[] x)
    {
        var activations = Activations(parameters, x);
        var rows = new double[Outputs][];
        for (var output = 0; output < rows.Length; output++)
        {
            var seed = new double[Outputs];
            seed[output] = 1;
            rows[output] = Reverse(parameters, activations, seed);
        }

        return rows;
    }

    /// <summary>The same by central differences.</summary>
    public double[][] JacobianByDifferences(double[] parameters, double[] x, double step = 1e-5)
    {
        var rows = Enumerable.Range(0, Outputs).Select(_ => new double[ParameterCount]).ToArray();
        var moved = (double[])parameters.Clone();
        for (var index = 0; index < ParameterCount; index++)
        {
            moved[index] = parameters[index] + step;
            var above = Logits(moved, x);
            moved[index] = parameters[index] - step;
            var below = Logits(moved, x);
            moved[index] = parameters[index];
            for (var output = 0; output < Outputs; output++)
            {
                rows[output][index] = (above[output] - below[output]) / (2 * step);
            }
        }

        return rows;
    }

    /// <summary>The derivative of Σ seed_a f_a by all parameters.</summary>
    private double[] Reverse(double[] parameters, double[][] activations, double[] seed)
    {
        var gradient = new double[ParameterCount];
        var bar = seed;
        var end = ParameterCount;
        for (var index = _layers.Length - 1; index >= 0; index--)
        {
            var layer = _layers[index];
            var start = end - layer.Weights - layer.Biases;
            bar = layer.Reverse(
                activations[index],
                bar,
                parameters.AsSpan(start, layer.Weights),
                gradient.AsSpan(start, layer.Weights),
                gradient.AsSpan(start + layer.Weights, layer.Biases));
            end = start;
        }

        return gradient;
    }

    private double[][] Activations(double[] parameters, double[] x)
    {
        var activations = new double[_layers.Length + 1][];
        activations[0] = x;
        var start = 0;
        for (var index = 0; index < _layers.Length; index++)
        {
            var layer = _layers[index];
            activations[index + 1] = layer.Forward(
                activations[index], parameters.AsSpan(start, layer.Weights), parameters.AsSpan(start + layer.Weights, layer.Biases));
            start += layer.Weights + layer.Biases;
        }

        return activations;
    }
}
