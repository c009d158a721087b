using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>
/// result[e] (+)= G[row(e)]·X[index(e)]: dot products of pairs of rows. Four at a time share the row of G and the reduction
/// of their vectors of partial sums.
/// </summary>
internal readonly unsafe struct SampledProductWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
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
        _chunks = SparseEntries.Parts((long)entries.Count * samples, entries.Rows);
    }

    public static void Run(
        WorkerTeam team, in SparseEntries entries, float* g, nint ldg, float* x, nint ldx, int samples, float* result, bool accumulate)
    {
        var work = new SampledProductWork<TLanes, TVector>(entries, g, ldg, x, ldx, samples, result, accumulate);
        team.Run(work._chunks, work);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        int row = _entries.ChunkStart(part, _chunks);
        int endRow = _entries.ChunkStart(part + 1, _chunks);
        float* g = _g + row * _ldg;
        for (; row < endRow; row++, g += _ldg)
        {
            int end = _entries.Start[row + 1];
            for (int e = _entries.Start[row]; e < end; e += 4)
            {
                // The last group repeats its last entry: a sum is made in the same way wherever its entry stands.
                int* index = _entries.Index + e;
                int last = Math.Min(3, end - 1 - e);
                Vector128<float> sums = FourDots(
                    g, _x + index[0] * _ldx, _x + index[Math.Min(1, last)] * _ldx, _x + index[Math.Min(2, last)] * _ldx,
                    _x + index[last] * _ldx);
                float* result = _result + e;
                if (last == 3)
                {
                    (_accumulate ? Vector128.Load(result) + sums : sums).Store(result);
                    continue;
                }
                for (int i = 0; i <= last; i++)
                    result[i] = _accumulate ? result[i] + sums[i] : sums[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<float> FourDots(float* g, float* x0, float* x1, float* x2, float* x3)
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
        Vector128<float> sums = TLanes.Sums(sum0, sum1, sum2, sum3);
        for (; i < count; i++)
            sums = Vector128.FusedMultiplyAdd(Vector128.Create(g[i]), Vector128.Create(x0[i], x1[i], x2[i], x3[i]), sums);
        return sums;
    }
}
