using System.Buffers;
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
    /// <summary>Copying M for one own sample pays when its elements are read so many times.</summary>
    private const int ReadingsForCopy = 2;

    private readonly int _samples = side.Own.Samples;
    private readonly int _pairs = side.Other.Samples;
    private readonly int _columns = side.Columns;

    public void Run(int part)
    {
        var units = side.UnitsOf(part);
        var readings = 0;
        foreach (var unit in units)
        {
            var reached = side.Reach.OutputsOf(unit).Length;
            readings += reached * reached;
            if (!TEnding.GivesTangents)
            {
                target.AsSpan(unit * side.UnitStride, _samples * _pairs).Clear();
            }
        }

        var room = ArrayPool<int>.Shared.Rent(_samples);
        var copy = ArrayPool<float>.Shared.Rent(side.Outputs * _columns);
        fixed (float* pm = m, pt = target, pg = side.Cotangents, pa = side.Grams, rows = copy)
        fixed (int* open = room)
        {
            if (readings < ReadingsForCopy * side.Outputs * side.Outputs)
            {
                foreach (var unit in units)
                {
                    Contract(unit, open, side.OpenSamples(unit, open), pm, (nint)_samples * _columns, _columns, pg, pa, pt);
                }
            }
            else
            {
                SampleBySample(units, open, pm, rows, pg, pa, pt);
            }
        }

        ArrayPool<int>.Shared.Return(room);
        ArrayPool<float>.Shared.Return(copy);
    }

    /// <summary>
    /// M's rows of one own sample are far apart, by a whole number of pages in most cases, so that they displace each other in a cache. Side by
    /// side they stay in it for all units. The sums are made in the same order.
    /// </summary>
    private void SampleBySample(ReadOnlySpan<int> units, int* open, float* pm, float* rows, float* pg, float* pa, float* pt)
    {
        for (var i = 0; i < _samples; i++)
        {
            for (var a = 0; a < side.Outputs; a++)
            {
                new ReadOnlySpan<float>(pm + (((nint)a * _samples) + i) * _columns, _columns).CopyTo(new Span<float>(rows + (a * _columns), _columns));
            }

            *open = i;
            foreach (var unit in units)
            {
                if (side.IsOpen(unit, i))
                {
                    Contract(unit, open, 1, rows, _columns, 0, pg, pa, pt);
                }
            }
        }
    }

    /// <summary>One unit at some own samples; M's element ((a, i), (b, j)) is at a · across + i · down + b · pairs + j.</summary>
    private void Contract(int unit, int* open, int openCount, float* pm, nint across, nint down, float* pg, float* pa, float* pt)
    {
        var own = pg + (unit * side.Width) + side.Own.ColumnStart;
        var outputs = side.Reach.OutputsOf(unit);
        fixed (int* reached = outputs)
        {
            var contraction = new Contraction(open, openCount, reached, outputs.Length, _samples, _pairs, own, across, down);
            foreach (var b in outputs)
            {
                var columns = (unit * side.Width) + side.Other.ColumnStart + (b * _pairs);
                var from = pm + (b * _pairs);
                if (TEnding.GivesTangents)
                {
                    contraction.Run(from, pa + (unit * side.GramStride), pt + columns);
                }
                else
                {
                    contraction.Run(from, pg + columns, pt + (unit * side.UnitStride));
                }
            }
        }
    }

    /// <summary>The sums of one unit.</summary>
    private readonly struct Contraction(
        int* open, int openCount, int* outputs, int outputCount, int samples, int pairs, float* own, nint across, nint down)
    {
        /// <summary>Those of one output b.</summary>
        /// <param name="m">M from (0, 0), (b, 0) on.</param>
        /// <param name="factor">A(p), or the other side's cotangents of b.</param>
        /// <param name="to">ż from (b, 0) on, or c(p).</param>
        public void Run(float* m, float* factor, float* to)
        {
            var j = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                j = Strips<Lanes512, Vector512<float>>(j, m, factor, to);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                j = Strips<Lanes256, Vector256<float>>(j, m, factor, to);
            }

            if (j < pairs)
            {
                Strips<LanesScalar, float>(j, m, factor, to);
            }
        }

        /// <summary>Two vectors of the other side's samples at a time, from the first on; returns the first that is left.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Strips<TLanes, TVector>(int j, float* m, float* factor, float* to)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (; j + (2 * TLanes.Count) <= pairs; j += 2 * TLanes.Count)
            {
                Strip<TLanes, TVector, Two>(m + j, factor + j, to + j);
            }

            for (; j + TLanes.Count <= pairs; j += TLanes.Count)
            {
                Strip<TLanes, TVector, One>(m + j, factor + j, to + j);
            }

            return j;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Strip<TLanes, TVector, TVectors>(float* m, float* factor, float* to)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
            where TVectors : struct, IConstant
        {
            var one = TLanes.Broadcast(1);
            var left = TLanes.Load(TEnding.GivesTangents ? to : factor);
            var right = TVectors.Value > 1 ? TLanes.Load((TEnding.GivesTangents ? to : factor) + TLanes.Count) : TLanes.Zero;
            for (var at = 0; at < openCount; at++)
            {
                nint i = open[at];
                TVector sumLeft = TLanes.Zero, sumRight = TLanes.Zero;
                for (var index = 0; index < outputCount; index++)
                {
                    nint a = outputs[index];
                    var row = m + (a * across) + (i * down);
                    var weight = TLanes.Broadcast(own[(a * samples) + i]);
                    sumLeft = TLanes.MultiplyAdd(weight, TLanes.Load(row), sumLeft);
                    if (TVectors.Value > 1)
                    {
                        sumRight = TLanes.MultiplyAdd(weight, TLanes.Load(row + TLanes.Count), sumRight);
                    }
                }

                if (TEnding.GivesTangents)
                {
                    var gram = factor + (i * pairs);
                    left = TLanes.MultiplyAdd(TLanes.Add(TLanes.Load(gram), one), sumLeft, left);
                    if (TVectors.Value > 1)
                    {
                        right = TLanes.MultiplyAdd(TLanes.Add(TLanes.Load(gram + TLanes.Count), one), sumRight, right);
                    }
                }
                else
                {
                    var weights = to + (i * pairs);
                    TLanes.Store(weights, TLanes.MultiplyAdd(left, sumLeft, TLanes.Load(weights)));
                    if (TVectors.Value > 1)
                    {
                        TLanes.Store(weights + TLanes.Count, TLanes.MultiplyAdd(right, sumRight, TLanes.Load(weights + TLanes.Count)));
                    }
                }
            }

            if (TEnding.GivesTangents)
            {
                TLanes.Store(to, left);
                if (TVectors.Value > 1)
                {
                    TLanes.Store(to + TLanes.Count, right);
                }
            }
        }
    }
}
