namespace Ntt.Compute;

/// <summary>The operands of one product C (+)= op(A)·op(B); see <see cref="Gemm.Multiply(WorkerTeam, bool, bool, int, int, int, ReadOnlySpan{float}, int, ReadOnlySpan{float}, int, Span{float}, int, bool)"/>.</summary>
internal readonly unsafe struct GemmProduct(
    bool transposeA, bool transposeB, int m, int n, int k,
    float* a, int lda, float* b, int ldb, float* c, int ldc, bool accumulate)
{
    /// <summary>
    /// The longest block of the sum: a panel of B (32 floats a step) then takes 51 KB, about a first-level cache, and one of A half.
    /// </summary>
    private const int MaximumDepth = 400;

    public readonly bool TransposeA = transposeA;
    public readonly bool TransposeB = transposeB;
    public readonly int M = m;
    public readonly int N = n;
    public readonly int K = k;
    public readonly nint Lda = lda;
    public readonly nint Ldb = ldb;
    public readonly nint Ldc = ldc;
    public readonly bool Accumulate = accumulate;
    public readonly float* C = c;
    private readonly float* _a = a;
    private readonly float* _b = b;

    /// <summary>
    /// Length of the blocks the sum is cut into, as even as they can be. It decides the bits of the result and so depends on K alone.
    /// </summary>
    public int Depth
    {
        get
        {
            int blocks = (K + MaximumDepth - 1) / MaximumDepth;
            return blocks == 0 ? 0 : (K + blocks - 1) / blocks;
        }
    }

    /// <summary>Element (row, step) of op(A).</summary>
    public float* A(int row, int step) => TransposeA ? _a + step * Lda + row : _a + row * Lda + step;

    /// <summary>Element (step, column) of op(B).</summary>
    public float* B(int step, int column) => TransposeB ? _b + column * Ldb + step : _b + step * Ldb + column;
}
