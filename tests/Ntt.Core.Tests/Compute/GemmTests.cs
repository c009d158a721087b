using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class GemmTests
{
    [TestMethod]
    public void MatchesThePlainProductForOddSizesStridesAndTransposes()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(1);
        for (int trial = 0; trial < 400; trial++)
        {
            GemmCase x = GemmCase.Draw(random, () => Widths.Sizes[random.Next(Widths.Sizes.Length)]);
            float[] expected = x.MultiplyPlainly();
            float[] actual = x.Multiply(team, VectorWidths.Widest);
            for (int i = 0; i < expected.Length; i++)
                Assert.AreEqual(expected[i], actual[i], 2e-6f * (x.K + 1), $"{x} at {i}");
        }
    }

    [TestMethod]
    [DataRow(30, 70, 801)]
    [DataRow(400, 33, 399)]
    [DataRow(33, 1100, 401)]
    [DataRow(1, 1, 2000)]
    public void MatchesThePlainProductBeyondTheBlockSizes(int m, int n, int k)
    {
        using var team = new WorkerTeam(2);
        var random = new Random(m);
        for (int trial = 0; trial < 4; trial++)
        {
            int next = 0;
            GemmCase x = GemmCase.Draw(random, () => new[] { m, n, k }[next++]);
            float[] expected = x.MultiplyPlainly();
            float[] actual = x.Multiply(team, VectorWidths.Widest);
            for (int i = 0; i < expected.Length; i++)
                Assert.AreEqual(expected[i], actual[i], 1e-3f, $"{x} at {i}");
        }
    }

    [TestMethod]
    public void HasTheSameBitsForEveryVectorWidthAndNumberOfThreads()
    {
        using var one = new WorkerTeam(1);
        using var two = new WorkerTeam(2);
        using var three = new WorkerTeam(3);
        var random = new Random(2);
        int[] sizes = [.. Widths.Sizes, 129, 200, 420];
        for (int trial = 0; trial < 60; trial++)
        {
            GemmCase x = GemmCase.Draw(random, () => sizes[random.Next(sizes.Length)]);
            float[] expected = x.Multiply(one, VectorWidth.Scalar);
            foreach (VectorWidth width in Widths.All)
            {
                foreach (WorkerTeam team in new[] { one, two, three })
                    CollectionAssert.AreEqual(expected, x.Multiply(team, width), $"{x} {width} {team.Threads}");
            }
        }
    }

    [TestMethod]
    public void AnElementHasTheSameBitsInAPartOfTheProduct()
    {
        using var team = new WorkerTeam(2);
        const int M = 100, N = 70, K = 900;
        var random = new Random(3);
        float[] a = Fill.Uniform(random, M * K), b = Fill.Uniform(random, K * N);
        var whole = new float[M * N];
        Gemm.Multiply(team, false, false, M, N, K, a, K, b, N, whole, N, accumulate: false);
        var part = new float[9 * 5];
        Gemm.Multiply(team, false, false, 9, 5, K, a.AsSpan(13 * K), K, b.AsSpan(31), N, part, 5, accumulate: false);
        for (int i = 0; i < 9; i++)
            for (int j = 0; j < 5; j++)
                Assert.AreEqual(whole[(13 + i) * N + 31 + j], part[i * 5 + j]);
    }

    [TestMethod]
    public unsafe void OnTheCallerAloneHasTheSameBits()
    {
        using var team = new WorkerTeam(2);
        const int M = 65, N = 300, K = 420;
        var random = new Random(4);
        float[] a = Fill.Uniform(random, M * K), b = Fill.Uniform(random, K * N), expected = new float[M * N], actual = new float[M * N];
        Gemm.Multiply(team, true, true, M, N, K, a, M, b, K, expected, N, accumulate: false);
        fixed (float* pa = a, pb = b, pc = actual)
            Gemm.MultiplyOnCaller(true, true, M, N, K, pa, M, pb, K, pc, N, accumulate: false);
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void AProductAllocatesNothing()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(5);
        float[] a = Fill.Uniform(random, 300 * 200), b = Fill.Uniform(random, 200 * 100), c = new float[300 * 100];
        Assert.AreEqual(0, Allocations.InSteadyState(() => Gemm.Multiply(team, false, false, 300, 100, 200, a, 200, b, 100, c, 100, accumulate: false)));
    }

    [TestMethod]
    public void AnEmptySumIsZeroOrLeavesCAlone()
    {
        using var team = new WorkerTeam(1);
        float[] c = [1, 2, 3, 4, 5, 6];
        Gemm.Multiply(team, false, false, 2, 2, 0, [], 0, [], 2, c, 3, accumulate: true);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5, 6 }, c);
        Gemm.Multiply(team, false, false, 2, 2, 0, [], 0, [], 2, c, 3, accumulate: false);
        CollectionAssert.AreEqual(new float[] { 0, 0, 3, 0, 0, 6 }, c);
        Gemm.Multiply(team, false, false, 0, 5, 3, [], 3, new float[15], 5, [], 5, accumulate: false);
        Gemm.Multiply(team, false, false, 5, 0, 3, new float[15], 3, [], 0, [], 0, accumulate: false);
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        float[] six = new float[6];
        Refusal.Of<ArgumentOutOfRangeException>("m", () => Gemm.Multiply(team, false, false, -1, 2, 3, six, 3, six, 2, six, 2, false));
        Refusal.Of<ArgumentOutOfRangeException>("n", () => Gemm.Multiply(team, false, false, 2, -2, 3, six, 3, six, 2, six, 2, false));
        Refusal.Of<ArgumentOutOfRangeException>("k", () => Gemm.Multiply(team, false, false, 2, 2, -3, six, 3, six, 2, six, 2, false));
        Refusal.Of<ArgumentOutOfRangeException>("lda", () => Gemm.Multiply(team, false, false, 2, 2, 3, six, 2, six, 2, six, 2, false));
        Refusal.Of<ArgumentOutOfRangeException>("ldb", () => Gemm.Multiply(team, false, true, 2, 2, 3, six, 3, six, 2, six, 2, false));
        Refusal.Of<ArgumentOutOfRangeException>("ldc", () => Gemm.Multiply(team, false, false, 2, 2, 3, six, 3, six, 2, six, 1, false));
        Refusal.Of<ArgumentException>("a", () => Gemm.Multiply(team, false, false, 2, 2, 3, new float[5], 3, six, 2, six, 2, false));
        Refusal.Of<ArgumentException>("b", () => Gemm.Multiply(team, false, false, 2, 2, 3, six, 3, new float[5], 2, six, 2, false));
        Refusal.Of<ArgumentException>("c", () => Gemm.Multiply(team, false, false, 2, 2, 3, six, 3, six, 2, new float[3], 2, false));
        Refusal.Of<ArgumentNullException>("team", () => Gemm.Multiply(null!, false, false, 2, 2, 3, six, 3, six, 2, six, 2, false));
    }
}
