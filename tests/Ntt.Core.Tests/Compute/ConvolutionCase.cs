using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

/// <summary>A convolution with weights, images and cotangents, and its products by plain loops in double precision.</summary>
internal sealed class ConvolutionCase
{
    private ConvolutionCase(Random random, ConvolutionGeometry geometry, int columns, double density)
    {
        Geometry = geometry;
        Columns = columns;
        W = Fill.Uniform(random, geometry.WeightCount);
        for (int i = 0; i < W.Length; i++)
        {
            // Some filters are left empty.
            if (random.NextDouble() >= density || i / geometry.Columns % 5 == 3)
                W[i] = 0;
        }
        Sparse = SparseMatrix.FromDense(geometry.Filters, geometry.Columns, W, i => W[i] != 0);
        Bias = random.Next(2) == 0 ? [] : Fill.Uniform(random, geometry.Filters);
        X = Fill.Uniform(random, geometry.InputSize * columns);
        Y = Fill.Uniform(random, geometry.OutputSize * columns);
    }

    public ConvolutionGeometry Geometry { get; }

    public int Columns { get; }

    public float[] W { get; }

    public SparseMatrix Sparse { get; }

    public float[] Bias { get; }

    public float[] X { get; }

    /// <summary>Something at the outputs: what a product is added to, or cotangents.</summary>
    public float[] Y { get; }

    /// <summary>Strides, paddings, odd sizes, kernels with one row or one column, and ones larger than the image.</summary>
    public static IEnumerable<ConvolutionGeometry> Geometries()
    {
        foreach ((int height, int width) in new[] { (1, 1), (3, 3), (2, 5) })
        {
            foreach (int stride in new[] { 1, 2, 3 })
            {
                yield return ConvolutionGeometry.Valid(3, 7, 6, 5, height, width, stride);
                yield return ConvolutionGeometry.Same(2, 5, 7, 16, height, width, stride);
            }
        }
        yield return ConvolutionGeometry.Valid(1, 9, 9, 20, 5, 5, 1);
        yield return ConvolutionGeometry.Valid(2, 4, 3, 3, 4, 3, 1);
        yield return ConvolutionGeometry.Same(2, 2, 3, 4, 5, 6, 1);
        yield return ConvolutionGeometry.Same(50, 3, 4, 3, 3, 3, 1);
    }

    /// <summary>Cases of every geometry and of columns around the widths of vectors.</summary>
    public static IEnumerable<ConvolutionCase> Draw(Random random)
    {
        foreach (ConvolutionGeometry geometry in Geometries())
            foreach (int columns in new[] { 1, 3, 16, 33 })
                yield return new ConvolutionCase(random, geometry, columns, random.Next(3) == 0 ? 1 : random.NextDouble());
    }

    public static ConvolutionCase Draw(Random random, ConvolutionGeometry geometry, int columns, double density) =>
        new(random, geometry, columns, density);

    public double[] Forward(bool accumulate)
    {
        var y = new double[Geometry.OutputSize * Columns];
        for (int i = 0; i < y.Length; i++)
            y[i] = (accumulate ? Y[i] : 0) + (Bias.Length > 0 ? Bias[i / (Geometry.Positions * Columns)] : 0);
        ForEach((weight, x, output) => y[output] += (double)W[weight] * X[x]);
        return y;
    }

    public double[] Adjoint()
    {
        var xBar = new double[X.Length];
        ForEach((weight, x, output) => xBar[x] += (double)W[weight] * Y[output]);
        return xBar;
    }

    public double[] WeightGradient(float[] start)
    {
        double[] gradient = [.. start.Select(v => (double)v)];
        ForEach((weight, x, output) => gradient[weight] += (double)X[x] * Y[output]);
        return gradient;
    }

    public override string ToString() => $"{Geometry} columns {Columns} kept {Sparse.Count}";

    /// <summary>Calls for each weight, input and output that meet: flat indices of all three.</summary>
    private void ForEach(Action<int, int, int> action)
    {
        ConvolutionGeometry g = Geometry;
        for (int filter = 0; filter < g.Filters; filter++)
            for (int channel = 0; channel < g.Channels; channel++)
                for (int ky = 0; ky < g.KernelHeight; ky++)
                    for (int kx = 0; kx < g.KernelWidth; kx++)
                        for (int oy = 0; oy < g.OutputHeight; oy++)
                            for (int ox = 0; ox < g.OutputWidth; ox++)
                            {
                                int y = oy * g.Stride + ky - g.PadTop, x = ox * g.Stride + kx - g.PadLeft;
                                if (y < 0 || y >= g.Height || x < 0 || x >= g.Width)
                                    continue;
                                int weight = (filter * g.Channels + channel) * g.KernelHeight * g.KernelWidth + ky * g.KernelWidth + kx;
                                for (int n = 0; n < Columns; n++)
                                    action(
                                        weight, ((channel * g.Height + y) * g.Width + x) * Columns + n,
                                        ((filter * g.OutputHeight + oy) * g.OutputWidth + ox) * Columns + n);
                            }
    }
}
