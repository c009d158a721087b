using System.Buffers;
using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// Target[channel, position] = bias[channel] + Σ over kept weights of value · source[channel, position] of the weight's tap, for a stride
/// of 1: the convolution and its adjoint. The source is read from an <see cref="ImageWindow"/>; a strip of up to eight vectors of the target
/// stays in registers while a channel's entries go by.
/// </summary>
internal readonly unsafe struct WindowConvolutionWork<TLanes, TVector, TRows> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TRows : struct, IImageRows
{
    private const int StripVectors = 8;

    /// <summary>Multiply-adds that make a part of their own: about two microseconds.</summary>
    private const long PartSize = 100_000;

    private readonly ImageWindow _window;
    private readonly int _columns;
    private readonly WindowEntries _entries;
    private readonly TRows _source;
    private readonly float* _target;
    private readonly nint _targetPlane;
    private readonly SumEnding _ending;
    private readonly bool _isPlain;
    private readonly bool _isPlaced;
    private readonly int _chunks;

    private WindowConvolutionWork(
        int threads, in ImageWindow window, int columns, in WindowEntries entries, in TRows source, float* target, in SumEnding ending)
    {
        _window = window;
        _columns = columns;
        _entries = entries;
        _source = source;
        _target = target;
        _targetPlane = (nint)(IsPooled(ending) ? ending.Pool.Windows.PlaneCount : window.Height * window.Width) * columns;
        _ending = ending;
        _isPlaced = IsPooled(ending) || ending.GateColumns.First != null;
        _isPlain = _isPlaced || !ending.Accumulate && !ending.Rectify && ending.Gate == null;
        // A chunk of rows begins with a whole window, so chunks are no more than all threads need, and not much lower than a window.
        int tiles = window.Bands * window.Blocks;
        long size = (entries.Count + (long)entries.Channels + window.Channels) * window.Height * window.Width * columns;
        int chunks = (int)Math.Min((4 * threads + tiles - 1) / tiles, size / PartSize / tiles);
        _chunks = Math.Clamp(chunks, 1, Math.Max(1, window.Height / (2 * window.KernelHeight)));
    }

    public static void Run(
        WorkerTeam team, in ImageWindow window, int columns, in WindowEntries entries, in TRows source, float* target, in SumEnding ending)
    {
        var work = new WindowConvolutionWork<TLanes, TVector, TRows>(team.Threads, window, columns, entries, source, target, ending);
        team.Run(window.Bands * window.Blocks * work._chunks, work);
    }

    public void Run(int part)
    {
        (int tile, int chunk) = Math.DivRem(part, _chunks);
        (int band, int block) = Math.DivRem(tile, _window.Blocks);
        int first = ChunkStart(chunk), end = ChunkStart(chunk + 1);
        int column = _window.BandStart(band), positions = _window.BandStart(band + 1) - column;
        float* window = GemmBuffers.B.Reserve(_window.Length);
        VectorPlace[] rented = ArrayPool<VectorPlace>.Shared.Rent(_isPlaced ? positions * _window.Block / TLanes.Count : 0);
        fixed (VectorPlace* places = rented)
            Rows(first, end, band, block, column, positions, window, places);
        ArrayPool<VectorPlace>.Shared.Return(rented);
    }

    private void Rows(int first, int end, int band, int block, int column, int positions, float* window, VectorPlace* places)
    {
        for (int row = first; row < end; row++)
        {
            _window.Fill(_source, window, band, block, row, isNext: row > first);
            int* offset = _entries.Offset + (nint)(row % _window.KernelHeight) * _entries.Count;
            if (_isPlaced)
            {
                Place(row, column, positions, block, places);
                int length = _window.BlockLength(block), vectors = length / TLanes.Count;
                for (int position = 0; position < positions; position++)
                    Stretch(window + position * _window.Block, _target, length, offset, places + position * vectors);
                continue;
            }
            float* target = _target + ((nint)row * _window.Width + column) * _columns + block * _window.Block;
            if (_window.HasAllColumns)
            {
                Stretch(window, target, positions * _columns, offset, null);
                continue;
            }
            for (int position = 0; position < positions; position++)
                Stretch(window + position * _window.Block, target + (nint)position * _columns, _window.BlockLength(block), offset, null);
        }
    }

    private static bool IsPooled(in SumEnding ending) => ending.Pool.Places != null;

    /// <summary>The first row of a chunk. All rows of a pool's windows are in one chunk.</summary>
    private int ChunkStart(int chunk)
    {
        int unit = IsPooled(_ending) ? Math.Min(_ending.Pool.Windows.Stride, _window.Height) : 1;
        return Math.Min(_window.Height, (int)((long)((_window.Height + unit - 1) / unit) * chunk / _chunks) * unit);
    }

    /// <summary>Says where the vectors of neighbouring positions belong.</summary>
    private void Place(int row, int column, int positions, int block, VectorPlace* places)
    {
        int vectors = _window.BlockLength(block) / TLanes.Count, first = block * (_window.Block / TLanes.Count);
        bool isPooled = IsPooled(_ending);
        VectorSamples samples = isPooled ? _ending.Pool.Columns : _ending.GateColumns;
        for (int position = 0; position < positions; position++)
        {
            (int at, int winner) = isPooled ? _ending.Pool.At(row, column + position) : (row * _window.Width + column + position, 0);
            for (int vector = first; vector < first + vectors; vector++, places++)
            {
                int target = at < 0 ? -1 : at * _columns + vector * TLanes.Count;
                *places = new VectorPlace(target, at * samples.Samples + samples.First[vector], winner);
            }
        }
    }

    /// <summary>Neighbouring floats of the target in all channels, for which the source's are neighbours too.</summary>
    private void Stretch(float* source, float* target, int length, int* offset, VectorPlace* places)
    {
        int i = 0;
        for (; i + StripVectors * TLanes.Count <= length; i += StripVectors * TLanes.Count)
            Channels<Eight>(source + i, target, i, offset, places);
        int vectors = (length - i) / TLanes.Count;
        if ((vectors & 4) != 0)
        {
            Channels<Four>(source + i, target, i, offset, places);
            i += 4 * TLanes.Count;
        }
        if ((vectors & 2) != 0)
        {
            Channels<Two>(source + i, target, i, offset, places);
            i += 2 * TLanes.Count;
        }
        if ((vectors & 1) != 0)
        {
            Channels<One>(source + i, target, i, offset, places);
            i += TLanes.Count;
        }
        if (i < length)
            Tails(source + i, target + i, length - i, offset);
    }

    /// <summary>Some vectors from float i of the stretch on.</summary>
    private void Channels<TVectors>(float* source, float* target, int i, int* offset, VectorPlace* places)
        where TVectors : struct, IConstant
    {
        if (places == null)
            Stored<TVectors>(source, target + i, offset);
        else
            Placed<TVectors>(source, target, offset, places + i / TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Stored<TVectors>(float* source, float* target, int* offset)
        where TVectors : struct, IConstant
    {
        for (int channel = 0; channel < _entries.Channels; channel++, target += _targetPlane)
            Sum<TVectors>(channel, source, target, offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Placed<TVectors>(float* source, float* target, int* offset, VectorPlace* places)
        where TVectors : struct, IConstant
    {
        float* sums = stackalloc float[StripVectors * TLanes.Count];
        for (int channel = 0; channel < _entries.Channels; channel++, target += _targetPlane)
        {
            Sum<TVectors>(channel, source, sums, offset);
            if (IsPooled(_ending))
                StoreWinners<TVectors>(channel, sums, target, places);
            else
                StoreGated<TVectors>(channel, sums, target, places);
        }
    }

    /// <summary>To each window the sum of the position that won: its first position comes first, and the others replace it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreWinners<TVectors>(int channel, float* sums, float* target, VectorPlace* places)
        where TVectors : struct, IConstant
    {
        int* winners = _ending.Pool.Places + (nint)channel * _ending.Pool.Windows.PlaneCount * _ending.Pool.Columns.Samples;
        for (int i = 0; i < TVectors.Value; i++, sums += TLanes.Count)
        {
            VectorPlace place = places[i];
            if (place.Target < 0)
                continue;
            float* at = target + place.Target;
            TVector value = TLanes.Load(sums);
            if (place.Winner > 0)
                value = TLanes.Select(TLanes.WhereEqual(winners + place.Sample, place.Winner), value, TLanes.Load(at));
            TLanes.Store(at, value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreGated<TVectors>(int channel, float* sums, float* target, VectorPlace* places)
        where TVectors : struct, IConstant
    {
        float* gate = _ending.Gate + (nint)channel * _window.Height * _window.Width * _ending.GateColumns.Samples;
        for (int i = 0; i < TVectors.Value; i++, sums += TLanes.Count)
            TLanes.Store(target + places[i].Target, TLanes.WherePositive(TLanes.Load(gate + places[i].Sample), TLanes.Load(sums)));
    }

    /// <summary>Fewer floats than a vector has: a whole vector is computed beside the target and its beginning copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tails(float* source, float* target, int length, int* offset)
    {
        for (int channel = 0; channel < _entries.Channels; channel++, target += _targetPlane)
        {
            TVector sum = TLanes.Broadcast(_ending.Bias == null ? 0 : _ending.Bias[channel]);
            for (int e = _entries.Start[channel]; e < _entries.Start[channel + 1]; e++)
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(_entries.Values[e]), TLanes.Load(source + offset[e]), sum);
            if (_ending.Accumulate)
                sum = TLanes.Add(PartialLanes<TLanes, TVector>.Load(target, length), sum);
            if (_ending.Rectify)
                sum = TLanes.Max(sum, TLanes.Zero);
            if (_ending.Gate != null)
                sum = TLanes.WherePositive(PartialLanes<TLanes, TVector>.Load(_ending.Gate + (target - _target), length), sum);
            PartialLanes<TLanes, TVector>.Store(target, sum, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Sum<TVectors>(int channel, float* source, float* target, int* offset)
        where TVectors : struct, IConstant
    {
        TVector y0 = TLanes.Broadcast(_ending.Bias == null ? 0 : _ending.Bias[channel]);
        TVector y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0, y7 = y0;
        float* values = _entries.Values;
        int end = _entries.Start[channel + 1];
        for (int e = _entries.Start[channel]; e < end; e++)
        {
            TVector w = TLanes.Broadcast(values[e]);
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
        // Sums that are placed afterwards are stored as they are.
        if (_isPlain)
        {
            TLanes.Store(target, y0);
            if (TVectors.Value > 1)
                TLanes.Store(target + TLanes.Count, y1);
            if (TVectors.Value > 2)
            {
                TLanes.Store(target + 2 * TLanes.Count, y2);
                TLanes.Store(target + 3 * TLanes.Count, y3);
            }
            if (TVectors.Value > 4)
            {
                TLanes.Store(target + 4 * TLanes.Count, y4);
                TLanes.Store(target + 5 * TLanes.Count, y5);
                TLanes.Store(target + 6 * TLanes.Count, y6);
                TLanes.Store(target + 7 * TLanes.Count, y7);
            }
            return;
        }
        Finish(target, y0);
        if (TVectors.Value > 1)
            Finish(target + TLanes.Count, y1);
        if (TVectors.Value > 2)
        {
            Finish(target + 2 * TLanes.Count, y2);
            Finish(target + 3 * TLanes.Count, y3);
        }
        if (TVectors.Value > 4)
        {
            Finish(target + 4 * TLanes.Count, y4);
            Finish(target + 5 * TLanes.Count, y5);
            Finish(target + 6 * TLanes.Count, y6);
            Finish(target + 7 * TLanes.Count, y7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(float* target, TVector value)
    {
        if (_ending.Accumulate)
            value = TLanes.Add(TLanes.Load(target), value);
        if (_ending.Rectify)
            value = TLanes.Max(value, TLanes.Zero);
        if (_ending.Gate != null)
            value = TLanes.WherePositive(TLanes.Load(_ending.Gate + (target - _target)), value);
        TLanes.Store(target, value);
    }

    /// <summary>Where a vector of sums belongs.</summary>
    /// <param name="Target">Floats from the channel's beginning; −1 for nowhere.</param>
    /// <param name="Sample">Its first sample at its position, or at its window of the pool, in the channel's gates or winners.</param>
    /// <param name="Winner">Its place in its window.</param>
    private readonly record struct VectorPlace(int Target, int Sample, int Winner);
}
