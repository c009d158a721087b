using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Ntt.Compute;

namespace Ntt.Tangents;

/// <summary>
/// Θ's rows (·, i) += Σ over units p of g_ip^a (A(p)ij + 1) g_jp^b, over the units whose gate is open at i and the outputs that they reach.
/// The sums of one sample are made in a place of their own, which stays in a first-level cache while the units go by: its rows of Θ are far
/// apart, by a whole number of pages in most cases, and would displace each other.
/// </summary>
internal readonly unsafe struct ReachedKernelWork(ReachedSide side, float[] kernel) : IPartitionedWork
{
    /// <summary>Samples that a part takes one after the other.</summary>
    private const int SamplesPerPart = 2;

    private readonly int _samples = side.Own.Samples;
    private readonly int _pairs = side.Other.Samples;
    private readonly int _columns = side.Columns;

    public static int Parts(ReachedSide side) => (side.Own.Samples + SamplesPerPart - 1) / SamplesPerPart;

    public void Run(int part)
    {
        var end = Math.Min((part + 1) * SamplesPerPart, _samples);
        var (gramStride, width) = (side.GramStride, side.Width);
        var room = ArrayPool<float>.Shared.Rent(side.Outputs * _columns);
        var sums = room.AsSpan(0, side.Outputs * _columns);
        fixed (float* ps = sums, pg = side.Cotangents, pa = side.Grams)
        {
            for (var i = part * SamplesPerPart; i < end; i++)
            {
                sums.Clear();
                foreach (var unit in side.Reach.LiveUnits)
                {
                    if (side.IsOpen(unit, i))
                    {
                        var g = pg + (unit * width);
                        Add(side.Reach.OutputsOf(unit), g + side.Own.ColumnStart + i, g + side.Other.ColumnStart, pa + (unit * gramStride) + (i * _pairs), ps);
                    }
                }

                for (var a = 0; a < side.Outputs; a++)
                {
                    Elementwise.Add(sums.Slice(a * _columns, _columns), kernel.AsSpan(((a * _samples) + i) * _columns, _columns));
                }
            }
        }

        ArrayPool<float>.Shared.Return(room);
    }

    /// <summary>One unit at one own sample.</summary>
    private void Add(ReadOnlySpan<int> outputs, float* own, float* other, float* gram, float* to)
    {
        fixed (int* reached = outputs)
        {
            var j = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                j = Strips<Lanes512, Vector512<float>>(j, reached, outputs.Length, own, other, gram, to);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                j = Strips<Lanes256, Vector256<float>>(j, reached, outputs.Length, own, other, gram, to);
            }

            if (j < _pairs)
            {
                Strips<LanesScalar, float>(j, reached, outputs.Length, own, other, gram, to);
            }
        }
    }

    /// <summary>A vector of the other side's samples at a time, from the first on; returns the first that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Strips<TLanes, TVector>(int j, int* outputs, int count, float* own, float* other, float* gram, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        nint pairs = _pairs, samples = _samples, across = _columns;
        for (; j + TLanes.Count <= pairs; j += TLanes.Count)
        {
            var weight = TLanes.Add(TLanes.Load(gram + j), TLanes.Broadcast(1));
            for (var right = 0; right < count; right++)
            {
                var b = outputs[right] * pairs;
                var weighed = TLanes.Multiply(weight, TLanes.Load(other + b + j));
                var column = to + b + j;
                for (var left = 0; left < count; left++)
                {
                    nint a = outputs[left];
                    var at = column + (a * across);
                    TLanes.Store(at, TLanes.MultiplyAdd(TLanes.Broadcast(own[a * samples]), weighed, TLanes.Load(at)));
                }
            }
        }

        return j;
    }
}
