using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

/// <summary>A sparse matrix, the dense one it stands for, inputs X for its columns and gradients G for its rows.</summary>
internal sealed class SparseCase
{
    private SparseCase(SparseMatrix w, float[] dense, int samples, int stride, float[] x, float[] g) =>
        (W, Dense, Samples, Stride, X, G) = (w, dense, samples, stride, x, g);

    public SparseMatrix W { get; }

    public float[] Dense { get; }

    public int Samples { get; }

    public int Stride { get; }

    public float[] X { get; }

    public float[] G { get; }

    public static SparseCase Draw(Random random, int rows, int columns, int samples, double density)
    {
        float[] dense = Fill.Uniform(random, rows * columns);
        for (int i = 0; i < dense.Length; i++)
        {
            // Some rows are left empty.
            if (random.NextDouble() >= density || i / columns % 7 == 3)
                dense[i] = 0;
        }
        int stride = samples + random.Next(3);
        return new SparseCase(
            SparseMatrix.FromDense(rows, columns, dense, i => dense[i] != 0), dense, samples, stride,
            Fill.Uniform(random, columns * stride), Fill.Uniform(random, rows * stride));
    }

    public float[] ForRows(Random random) => Fill.Uniform(random, W.Rows * Stride);

    public float[] ForColumns(Random random) => Fill.Uniform(random, W.Columns * Stride);

    public override string ToString() => $"{W.Rows} x {W.Columns}, {W.Count} kept, {Samples} samples {Stride} apart";
}
