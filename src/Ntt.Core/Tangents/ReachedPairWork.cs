using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Ntt.Compute;

namespace Ntt.Tangents;

/// <summary>What becomes of t(b, j) = Σ over a of g_ip^a M((a, i), (b, j)).</summary>
internal interface IPairEnding
{
    /// <summary>Whether t gives tangents, or else pair weights.</summary>
    static abstract bool GivesTangents { get; }
}

/// <summary>Tangents of the other side's samples: ż_jp^b += (A(p)ij + 1) t(b, j). The target is ż.</summary>
internal readonly struct TangentPairs : IPairEnding
{
    public static bool GivesTangents => true;
}

/// <summary>Pair weights c(p)ij = Σ over b of g_jp^b t(b, j). The target is laid out as the Gram matrices are that no units share.</summary>
internal readonly struct WeightPairs : IPairEnding
{
    public static bool GivesTangents => false;
}

/// <summary>Contracts M with the cotangents of some units at the own samples where their gate is open, over the outputs that they reach.</summary>
internal readonly unsafe struct ReachedPairWork<TEnding>(ReachedSide side, float[] m, float[] target) : IPartitionedWork
    where TEnding : struct, IPairEnding
{
    public void Run(int part)
    {
        fixed (float* pm = m, pt = target, pg = side.Cotangents, pa = side.Grams)
        {
            for (var i = 0; i < side.Own.Samples; i++)
            {
                foreach (var unit in side.UnitsOf(part))
                {
                    var pair = (unit * side.UnitStride) + (i * side.Other.Samples);
                    if (!TEnding.GivesTangents)
                    {
                        new Span<float>(pt + pair, side.Other.Samples).Clear();
                    }

                    if (side.IsOpen(unit, i))
                    {
                        Contract(i, unit, pm, pg, pa + (unit * side.GramStride) + (i * side.Other.Samples), TEnding.GivesTangents ? pt : pt + pair);
                    }
                }
            }
        }
    }

    /// <summary>One unit at one own sample.</summary>
    private void Contract(int i, int unit, float* pm, float* pg, float* gram, float* pt)
    {
        var pairs = side.Other.Samples;
        var outputs = side.Reach.OutputsOf(unit);
        var across = side.Own.Samples * side.Columns;
        var own = pg + (unit * side.Width) + side.Own.ColumnStart + i;
        fixed (int* reached = outputs)
        {
            foreach (var b in outputs)
            {
                var columns = (unit * side.Width) + side.Other.ColumnStart + (b * pairs);
                var factor = TEnding.GivesTangents ? gram : pg + columns;
                var to = TEnding.GivesTangents ? pt + columns : pt;
                var from = pm + (i * side.Columns) + (b * pairs);
                var j = 0;
                if (Vector512.IsHardwareAccelerated)
                {
                    j = Sum<Lanes512, Vector512<float>>(j, pairs, reached, outputs.Length, own, side.Own.Samples, from, across, factor, to);
                }
                else if (Vector256.IsHardwareAccelerated)
                {
                    j = Sum<Lanes256, Vector256<float>>(j, pairs, reached, outputs.Length, own, side.Own.Samples, from, across, factor, to);
                }

                Sum<LanesScalar, float>(j, pairs, reached, outputs.Length, own, side.Own.Samples, from, across, factor, to);
            }
        }
    }

    /// <summary>Two vectors of the other side's samples at a time, from the first on; returns the first that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Sum<TLanes, TVector>(
        int first, int end, int* outputs, int count, float* own, nint ownStep, float* m, nint across, float* factor, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var j = first;
        for (; j + (2 * TLanes.Count) <= end; j += 2 * TLanes.Count)
        {
            TVector left = TLanes.Zero, right = TLanes.Zero;
            for (var index = 0; index < count; index++)
            {
                nint a = outputs[index];
                var row = m + (a * across) + j;
                var weight = TLanes.Broadcast(own[a * ownStep]);
                left = TLanes.MultiplyAdd(weight, TLanes.Load(row), left);
                right = TLanes.MultiplyAdd(weight, TLanes.Load(row + TLanes.Count), right);
            }

            End<TLanes, TVector>(factor + j, left, to + j);
            End<TLanes, TVector>(factor + j + TLanes.Count, right, to + j + TLanes.Count);
        }

        for (; j + TLanes.Count <= end; j += TLanes.Count)
        {
            var sum = TLanes.Zero;
            for (var index = 0; index < count; index++)
            {
                nint a = outputs[index];
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(own[a * ownStep]), TLanes.Load(m + (a * across) + j), sum);
            }

            End<TLanes, TVector>(factor + j, sum, to + j);
        }

        return j;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End<TLanes, TVector>(float* factor, TVector sum, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var by = TEnding.GivesTangents ? TLanes.Add(TLanes.Load(factor), TLanes.Broadcast(1)) : TLanes.Load(factor);
        TLanes.Store(to, TLanes.MultiplyAdd(by, sum, TLanes.Load(to)));
    }
}
