using Ntt.Tangents;

namespace TangentKernels;

/// <summary>A kernel of all samples with all samples as the matrix it is, [(sample, output) × (sample, output)].</summary>
internal sealed class KernelMatrix(TangentKernel kernel)
{
    private const int PowerIterations = 100;

    /// <summary>The kernel.</summary>
    public TangentKernel Kernel { get; } = kernel;

    private int Count => Kernel.RowSamples * Kernel.Outputs;

    /// <summary>vᵀKv / vᵀv.</summary>
    public double Rate(ReadOnlySpan<float> vector)
    {
        double[] values = [.. vector.ToArray().Select(value => (double)value)];
        return Dot(values, Multiply(values)) / Dot(values, values);
    }

    /// <summary>The largest eigenvalue, by power iteration.</summary>
    public double LargestEigenvalue()
    {
        double[] vector = [.. Enumerable.Range(0, Count).Select(index => 1 + Math.Sin(index))];
        double eigenvalue = 0;
        for (var iteration = 0; iteration < PowerIterations; iteration++)
        {
            var image = Multiply(vector);
            eigenvalue = Dot(vector, image) / Dot(vector, vector);
            var length = Math.Sqrt(Dot(image, image));
            vector = [.. image.Select(value => value / length)];
        }

        return eigenvalue;
    }

    private double[] Multiply(double[] vector)
    {
        var product = new double[Count];
        Parallel.For(0, Count, row => product[row] = Enumerable.Range(0, Count).Sum(column => At(row, column) * vector[column]));
        return product;
    }

    private double At(int row, int column)
        => Kernel[row / Kernel.Outputs, column / Kernel.Outputs, row % Kernel.Outputs, column % Kernel.Outputs];

    private static double Dot(double[] first, double[] second) => first.Zip(second, (one, other) => one * other).Sum();
}
