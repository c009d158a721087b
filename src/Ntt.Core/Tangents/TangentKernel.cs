using Ntt.Diagnostics;

namespace Ntt.Tangents;

/// <summary>
/// An empirical neural tangent kernel: Θ[i, j, a, b] = ⟨∂f_a(x_i)/∂p, ∂f_b(x_j)/∂p⟩ for logits f and parameters p, weights and biases.
/// </summary>
public sealed class TangentKernel
{
    private readonly float[] _values;

    internal TangentKernel(KernelGeometry geometry, float[] values)
    {
        RowSamples = geometry.RowSide.Samples;
        ColumnSamples = geometry.ColumnSide.Samples;
        Outputs = geometry.Outputs;
        _values = values;
    }

    /// <summary>Number of samples i.</summary>
    public int RowSamples { get; }

    /// <summary>Number of samples j.</summary>
    public int ColumnSamples { get; }

    /// <summary>Number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>Θ[i, j, a, b].</summary>
    /// <param name="i">Sample of the row side, 0 to RowSamples − 1.</param>
    /// <param name="j">Sample of the column side, 0 to ColumnSamples − 1.</param>
    /// <param name="a">Output of sample i, 0 to Outputs − 1.</param>
    /// <param name="b">Output of sample j, 0 to Outputs − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public float this[int i, int j, int a, int b]
    {
        get
        {
            Check.InRange(i, 0, RowSamples - 1);
            Check.InRange(j, 0, ColumnSamples - 1);
            Check.InRange(a, 0, Outputs - 1);
            Check.InRange(b, 0, Outputs - 1);
            return _values[(((a * RowSamples) + i) * Outputs * ColumnSamples) + (b * ColumnSamples) + j];
        }
    }

    /// <summary>The mean squared difference of all entries, the kernel distance of Neural Tangent Transfer.</summary>
    /// <exception cref="ArgumentException">The kernels are of different sizes.</exception>
    public double DistanceTo(TangentKernel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if ((other.RowSamples, other.ColumnSamples, other.Outputs) != (RowSamples, ColumnSamples, Outputs))
        {
            throw new ArgumentException(
                $"The other kernel is {other.RowSamples} x {other.ColumnSamples} samples with {other.Outputs} outputs; this one is {RowSamples} x {ColumnSamples} with {Outputs}.", nameof(other));
        }

        double sum = 0;
        for (var index = 0; index < _values.Length; index++)
        {
            var difference = (double)_values[index] - other._values[index];
            sum += difference * difference;
        }

        return sum / _values.Length;
    }
}
