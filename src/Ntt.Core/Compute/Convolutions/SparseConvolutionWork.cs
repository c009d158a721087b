using System.Buffers;
using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// Target[channel, position] (+)= bias[channel] + Σ over kept weights of value · source[channel, position] of the weight's tap: the
/// convolution, and its adjoint by the rows and columns of the input image. A strip of up to eight vectors of the target stays in
/// registers while the channel's entries go by.
/// </summary>
internal readonly unsafe struct SparseConvolutionWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int StripVectors = 8;

    /// <summary>Multiply-adds that make a part of their own: about two microseconds.</summary>
    private const long PartSize = 100_000;

    private const int MaximumParts = 256;

    private readonly TapGrid _taps;
    private readonly StripGrid _strips;
    private readonly TapEntries _entries;
    private readonly float* _source;
    private readonly float* _bias;
    private readonly float* _target;
    private readonly nint _targetPlane;
    private readonly bool _accumulate;
    private readonly int _parts;

    private SparseConvolutionWork(
        in TapGrid taps, int columns, in TapEntries entries, float* source, float* bias, float* target, bool accumulate)
    {
        _taps = taps;
        _strips = new StripGrid(taps, columns, StripVectors * TLanes.Count);
        _entries = entries;
        _source = source;
        _bias = bias;
        _target = target;
        _targetPlane = (nint)taps.TargetPlane * columns;
        _accumulate = accumulate;
        long size = ((long)entries.Count + entries.Channels) * taps.TargetPlane * columns;
        _parts = PartCount.PowerOfTwo(size, PartSize, Math.Min(MaximumParts, _strips.Count));
    }

    public static void Run(
        WorkerTeam team, in TapGrid taps, int columns, in TapEntries entries, float* source, float* bias, float* target, bool accumulate)
    {
        var work = new SparseConvolutionWork<TLanes, TVector>(taps, columns, entries, source, bias, target, accumulate);
        team.Run(work._parts, work);
    }

    public void Run(int part)
    {
        int first = (int)((long)_strips.Count * part / _parts);
        int end = (int)((long)_strips.Count * (part + 1) / _parts);
        int[] ranges = ArrayPool<int>.Shared.Rent(2 * _taps.Taps);
        StripCursor strip = _strips.At(first);
        int count = Ranges(strip, ranges);
        fixed (int* pr = ranges)
        {
            for (int index = first; ;)
            {
                Strip(_source + strip.Source, _target + strip.Target, strip.Length, pr, count);
                if (++index == end)
                    break;
                if (strip.MoveNext())
                    count = Ranges(strip, ranges);
            }
        }
        ArrayPool<int>.Shared.Return(ranges);
    }

    /// <summary>The groups of entries that a strip has, as ranges.</summary>
    private int Ranges(in StripCursor strip, int[] ranges)
    {
        if (!_entries.AllTaps)
            return _taps.Ranges(strip.Row, strip.Column, ranges);
        (ranges[0], ranges[1]) = (0, 1);
        return 1;
    }

    private void Strip(float* source, float* target, int length, int* ranges, int count)
    {
        int vectors = length / TLanes.Count;
        if (vectors == StripVectors)
        {
            Channels<Eight>(source, target, ranges, count);
            return;
        }
        if ((vectors & 4) != 0)
        {
            Channels<Four>(source, target, ranges, count);
            source += 4 * TLanes.Count;
            target += 4 * TLanes.Count;
        }
        if ((vectors & 2) != 0)
        {
            Channels<Two>(source, target, ranges, count);
            source += 2 * TLanes.Count;
            target += 2 * TLanes.Count;
        }
        if ((vectors & 1) != 0)
        {
            Channels<One>(source, target, ranges, count);
            source += TLanes.Count;
            target += TLanes.Count;
        }
        int tail = length - vectors * TLanes.Count;
        if (tail > 0)
            Tails(source, target, tail, ranges, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Channels<TVectors>(float* source, float* target, int* ranges, int count)
        where TVectors : struct, IConstant
    {
        bool accumulate = _accumulate;
        for (int channel = 0; channel < _entries.Channels; channel++, target += _targetPlane)
            Sum<TVectors>(channel, source, target, ranges, count, accumulate);
    }

    /// <summary>The last floats of a run: a whole vector that ends with the run is computed beside it and its end copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tails(float* source, float* target, int length, int* ranges, int count)
    {
        float* vector = stackalloc float[TLanes.Count];
        float* tail = vector + TLanes.Count - length;
        source -= TLanes.Count - length;
        for (int channel = 0; channel < _entries.Channels; channel++, target += _targetPlane)
        {
            Sum<One>(channel, source, vector, ranges, count, accumulate: false);
            for (int i = 0; i < length; i++)
                target[i] = _accumulate ? target[i] + tail[i] : tail[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Sum<TVectors>(int channel, float* source, float* target, int* ranges, int count, bool accumulate)
        where TVectors : struct, IConstant
    {
        TVector y0 = TLanes.Broadcast(_bias == null ? 0 : _bias[channel]);
        TVector y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0, y7 = y0;
        int* start = _entries.Start + (nint)channel * _entries.Groups;
        int* offset = _entries.Offset;
        int* position = _entries.Position;
        float* values = _entries.Values;
        for (int range = 0; range < count; range++)
        {
            int end = start[ranges[2 * range + 1]];
            for (int e = start[ranges[2 * range]]; e < end; e++)
            {
                TVector w = TLanes.Broadcast(values[position == null ? e : position[e]]);
                float* x = source + offset[e];
                y0 = TLanes.MultiplyAdd(w, TLanes.Load(x), y0);
                if (TVectors.Value > 1)
                    y1 = TLanes.MultiplyAdd(w, TLanes.Load(x + TLanes.Count), y1);
                if (TVectors.Value > 2)
                {
                    y2 = TLanes.MultiplyAdd(w, TLanes.Load(x + 2 * TLanes.Count), y2);
                    y3 = TLanes.MultiplyAdd(w, TLanes.Load(x + 3 * TLanes.Count), y3);
                }
                if (TVectors.Value > 4)
                {
                    y4 = TLanes.MultiplyAdd(w, TLanes.Load(x + 4 * TLanes.Count), y4);
                    y5 = TLanes.MultiplyAdd(w, TLanes.Load(x + 5 * TLanes.Count), y5);
                    y6 = TLanes.MultiplyAdd(w, TLanes.Load(x + 6 * TLanes.Count), y6);
                    y7 = TLanes.MultiplyAdd(w, TLanes.Load(x + 7 * TLanes.Count), y7);
                }
            }
        }
        Store(target, y0, accumulate);
        if (TVectors.Value > 1)
            Store(target + TLanes.Count, y1, accumulate);
        if (TVectors.Value > 2)
        {
            Store(target + 2 * TLanes.Count, y2, accumulate);
            Store(target + 3 * TLanes.Count, y3, accumulate);
        }
        if (TVectors.Value > 4)
        {
            Store(target + 4 * TLanes.Count, y4, accumulate);
            Store(target + 5 * TLanes.Count, y5, accumulate);
            Store(target + 6 * TLanes.Count, y6, accumulate);
            Store(target + 7 * TLanes.Count, y7, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, TVector value, bool accumulate) =>
        TLanes.Store(target, accumulate ? TLanes.Add(TLanes.Load(target), value) : value);
}
