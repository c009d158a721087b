using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// result[e] (+)= G[row(e)]·X[index(e)]: dot products of pairs of rows. Four at a time share the row of G and the reduction
/// of their vectors of partial sums.
/// </summary>
internal readonly unsafe struct SampledProductWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Multiply-adds that make a part of their own: about two microseconds.</summary>
    private const long PartSize = 100_000;

    private const int MaximumParts = 256;

    private readonly SparseEntries _entries;
    private readonly float* _g;
    private readonly nint _ldg;
    private readonly float* _x;
    private readonly nint _ldx;
    private readonly int _samples;
    private readonly float* _result;
    private readonly bool _accumulate;
    private readonly int _chunks;

    private SampledProductWork(
        in SparseEntries entries, float* g, nint ldg, float* x, nint ldx, int samples, float* result, bool accumulate)
    {
        _entries = entries;
        _g = g;
        _ldg = ldg;
        _x = x;
        _ldx = ldx;
        _samples = samples;
        _result = result;
        _accumulate = accumulate;
        long size = (long)entries.Count * samples;
        _chunks = (int)Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)(size / PartSize + 1)) / 2, 1, Math.Clamp(entries.Rows, 1, MaximumParts));
    }

    public static void Run(
        WorkerTeam team, in SparseEntries entries, float* g, nint ldg, float* x, nint ldx, int samples, float* result, bool accumulate)
    {
        var work = new SampledProductWork<TLanes, TVector>(entries, g, ldg, x, ldx, samples, result, accumulate);
        team.Run(work._chunks, work);
    }

    public void Run(int part)
    {
        int endRow = _entries.ChunkStart(part + 1, _chunks);
        for (int row = _entries.ChunkStart(part, _chunks); row < endRow; row++)
            Row(row);
    }

    private void Row(int row)
    {
        float* sums = stackalloc float[4];
        float* g = _g + row * _ldg;
        int end = _entries.Start[row + 1];
        for (int e = _entries.Start[row]; e < end; e += 4)
        {
            // The last group repeats its last entry: a sum is made in the same way wherever its entry stands.
            int last = Math.Min(3, end - 1 - e);
            int* index = _entries.Index + e;
            FourDots(
                g, _x + index[0] * _ldx, _x + index[Math.Min(1, last)] * _ldx, _x + index[Math.Min(2, last)] * _ldx,
                _x + index[last] * _ldx, sums);
            for (int i = 0; i <= last; i++)
                _result[e + i] = _accumulate ? _result[e + i] + sums[i] : sums[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FourDots(float* g, float* x0, float* x1, float* x2, float* x3, float* sums)
    {
        TVector sum0 = TLanes.Zero, sum1 = TLanes.Zero, sum2 = TLanes.Zero, sum3 = TLanes.Zero;
        int count = _samples;
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
        {
            TVector y = TLanes.Load(g + i);
            sum0 = TLanes.MultiplyAdd(y, TLanes.Load(x0 + i), sum0);
            sum1 = TLanes.MultiplyAdd(y, TLanes.Load(x1 + i), sum1);
            sum2 = TLanes.MultiplyAdd(y, TLanes.Load(x2 + i), sum2);
            sum3 = TLanes.MultiplyAdd(y, TLanes.Load(x3 + i), sum3);
        }
        sums[0] = TLanes.Sum(sum0);
        sums[1] = TLanes.Sum(sum1);
        sums[2] = TLanes.Sum(sum2);
        sums[3] = TLanes.Sum(sum3);
        for (; i < count; i++)
        {
            sums[0] = MathF.FusedMultiplyAdd(g[i], x0[i], sums[0]);
            sums[1] = MathF.FusedMultiplyAdd(g[i], x1[i], sums[1]);
            sums[2] = MathF.FusedMultiplyAdd(g[i], x2[i], sums[2]);
            sums[3] = MathF.FusedMultiplyAdd(g[i], x3[i], sums[3]);
        }
    }
}
