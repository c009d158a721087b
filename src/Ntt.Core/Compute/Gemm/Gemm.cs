using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>Dense matrix products in single precision.</summary>
/// <remarks>
/// Every element of the result has the same bits for every number of threads, every place of the element in the matrix
/// and every vector width: the sum over k runs in ascending order, in one accumulator with fused multiply-adds. A long sum is
/// cut into blocks whose length depends on k alone; the sums of the blocks are added to C in order.
/// </remarks>
public static unsafe class Gemm
{
    /// <summary>C = op(A)·op(B), or C += op(A)·op(B), of row-major matrices, where op(X) is X or its transpose.</summary>
    /// <param name="team">The threads to share the work out to. Small products are computed by the caller alone.</param>
    /// <param name="transposeA">Whether <paramref name="a"/> holds the transpose of the left factor.</param>
    /// <param name="transposeB">Whether <paramref name="b"/> holds the transpose of the right factor.</param>
    /// <param name="m">Rows of C and op(A).</param>
    /// <param name="n">Columns of C and op(B).</param>
    /// <param name="k">Columns of op(A), rows of op(B). With 0 the product is zero.</param>
    /// <param name="a">A: [m × k], or [k × m] when transposed.</param>
    /// <param name="lda">Floats from a row of A to the next, at least its columns.</param>
    /// <param name="b">B: [k × n], or [n × k] when transposed.</param>
    /// <param name="ldb">Floats from a row of B to the next, at least its columns.</param>
    /// <param name="c">C: [m × n]; must not overlap A or B. What lies between its rows is left alone.</param>
    /// <param name="ldc">Floats from a row of C to the next, at least <paramref name="n"/>.</param>
    /// <param name="accumulate">Whether the product is added to C, or else overwrites it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or a leading dimension less than the columns.</exception>
    /// <exception cref="ArgumentException">A span is too short for its matrix.</exception>
    public static void Multiply(
        WorkerTeam team, bool transposeA, bool transposeB, int m, int n, int k,
        ReadOnlySpan<float> a, int lda, ReadOnlySpan<float> b, int ldb, Span<float> c, int ldc, bool accumulate) =>
        Multiply(VectorWidths.Widest, team, transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate);

    /// <summary>The same with a given vector width.</summary>
    internal static void Multiply(
        VectorWidth width, WorkerTeam team, bool transposeA, bool transposeB, int m, int n, int k,
        ReadOnlySpan<float> a, int lda, ReadOnlySpan<float> b, int ldb, Span<float> c, int ldc, bool accumulate)
    {
        ArgumentNullException.ThrowIfNull(team);
        MatrixArgument.CheckSize(m, nameof(m));
        MatrixArgument.CheckSize(n, nameof(n));
        MatrixArgument.CheckSize(k, nameof(k));
        MatrixArgument.Check(a.Length, transposeA ? k : m, transposeA ? m : k, lda, nameof(a), nameof(lda));
        MatrixArgument.Check(b.Length, transposeB ? n : k, transposeB ? k : n, ldb, nameof(b), nameof(ldb));
        MatrixArgument.Check(c.Length, m, n, ldc, nameof(c), nameof(ldc));
        fixed (float* pa = a, pb = b, pc = c)
        {
            var product = new GemmProduct(transposeA, transposeB, m, n, k, pa, lda, pb, ldb, pc, ldc, accumulate);
            switch (width)
            {
                case VectorWidth.Vector512: GemmWork<Lanes512, Vector512<float>>.Multiply(team, product); break;
                case VectorWidth.Vector256: GemmWork<Lanes256, Vector256<float>>.Multiply(team, product); break;
                case VectorWidth.Vector128: GemmWork<Lanes128, Vector128<float>>.Multiply(team, product); break;
                default: GemmWork<LanesScalar, float>.Multiply(team, product); break;
            }
        }
    }

    /// <summary>The same on the calling thread only, for callers that are parallel themselves.</summary>
    internal static void MultiplyOnCaller(
        bool transposeA, bool transposeB, int m, int n, int k,
        ReadOnlySpan<float> a, int lda, ReadOnlySpan<float> b, int ldb, Span<float> c, int ldc, bool accumulate)
    {
        fixed (float* pa = a, pb = b, pc = c)
            MultiplyOnCaller(transposeA, transposeB, m, n, k, pa, lda, pb, ldb, pc, ldc, accumulate);
    }

    /// <summary>The same on the calling thread only and without checks.</summary>
    internal static void MultiplyOnCaller(
        bool transposeA, bool transposeB, int m, int n, int k,
        float* a, int lda, float* b, int ldb, float* c, int ldc, bool accumulate)
    {
        var product = new GemmProduct(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate);
        switch (VectorWidths.Widest)
        {
            case VectorWidth.Vector512: GemmBlock<Lanes512, Vector512<float>>.Multiply(product, 0, m, 0, n); break;
            case VectorWidth.Vector256: GemmBlock<Lanes256, Vector256<float>>.Multiply(product, 0, m, 0, n); break;
            case VectorWidth.Vector128: GemmBlock<Lanes128, Vector128<float>>.Multiply(product, 0, m, 0, n); break;
            default: GemmBlock<LanesScalar, float>.Multiply(product, 0, m, 0, n); break;
        }
    }
}
