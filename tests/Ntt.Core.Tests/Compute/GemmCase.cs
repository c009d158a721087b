using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

/// <summary>One product with all its operands, multiplied by the library or plainly in double.</summary>
internal sealed record GemmCase(bool TransposeA, bool TransposeB, int M, int N, int K, int Lda, int Ldb, int Ldc, bool Accumulate)
{
    private float[] A { get; init; } = [];

    private float[] B { get; init; } = [];

    private float[] C { get; init; } = [];

    public static GemmCase Draw(Random random, Func<int> size)
    {
        int m = size(), n = size(), k = size();
        bool transposeA = random.Next(2) == 0, transposeB = random.Next(2) == 0;
        int lda = (transposeA ? m : k) + random.Next(3);
        int ldb = (transposeB ? k : n) + random.Next(3);
        int ldc = n + random.Next(3);
        return new GemmCase(transposeA, transposeB, m, n, k, lda, ldb, ldc, random.Next(2) == 0)
        {
            A = Fill.Uniform(random, ((transposeA ? k : m) - 1) * lda + (transposeA ? m : k)),
            B = Fill.Uniform(random, ((transposeB ? n : k) - 1) * ldb + (transposeB ? k : n)),
            C = Fill.Uniform(random, (m - 1) * ldc + n),
        };
    }

    public float[] Multiply(WorkerTeam team, VectorWidth width)
    {
        var c = (float[])C.Clone();
        Gemm.Multiply(width, team, TransposeA, TransposeB, M, N, K, A, Lda, B, Ldb, c, Ldc, Accumulate);
        return c;
    }

    public float[] MultiplyPlainly()
    {
        var c = (float[])C.Clone();
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < N; j++)
            {
                double sum = Accumulate ? C[i * Ldc + j] : 0;
                for (int p = 0; p < K; p++)
                    sum += (double)A[TransposeA ? p * Lda + i : i * Lda + p] * B[TransposeB ? j * Ldb + p : p * Ldb + j];
                c[i * Ldc + j] = (float)sum;
            }
        }
        return c;
    }
}
