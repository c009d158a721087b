using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// A convolution with a stride of 1, a rectifier and a max-pool over windows of 2 × 2 that share nothing, without the images between: the
/// four sums of a window are made side by side in registers. The same bits as in separate passes.
/// </summary>
internal readonly unsafe struct MaxPooledConvolutionWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows and columns of a window.</summary>
    public const int Size = 2;

    /// <summary>Multiply-adds that make a part of their own: about two microseconds.</summary>
    private const long PartSize = 100_000;

    private readonly ImageWindow _window;
    private readonly int _columns;
    private readonly WindowEntries _entries;
    private readonly ImageRows _source;
    private readonly PooledTarget _target;
    private readonly int _chunks;

    private MaxPooledConvolutionWork(
        int threads, in ImageWindow window, int columns, in WindowEntries entries, in ImageRows source, in PooledTarget target)
    {
        _window = window;
        _columns = columns;
        _entries = entries;
        _source = source;
        _target = target;
        int tiles = window.Bands * window.Blocks;
        long size = (entries.Count + (long)entries.Channels + window.Channels) * window.Height * window.Width * columns;
        int chunks = (int)Math.Min((4 * threads + tiles - 1) / tiles, size / PartSize / tiles);
        _chunks = Math.Clamp(chunks, 1, Math.Max(1, window.Height / (2 * window.RingHeight)));
    }

    public static void Run(
        WorkerTeam team, in ImageWindow window, int columns, in WindowEntries entries, in ImageRows source, in PooledTarget target)
    {
        var work = new MaxPooledConvolutionWork<TLanes, TVector>(team.Threads, window, columns, entries, source, target);
        team.Run(window.Bands * window.Blocks * work._chunks, work);
    }

    public void Run(int part)
    {
        (int tile, int chunk) = Math.DivRem(part, _chunks);
        (int band, int block) = Math.DivRem(tile, _window.Blocks);
        int rows = _target.Windows.OutputHeight;
        int first = (int)((long)rows * chunk / _chunks), end = (int)((long)rows * (chunk + 1) / _chunks);
        float* window = GemmBuffers.B.Reserve(_window.Length);
        for (int row = first; row < end; row++)
        {
            _window.Fill(_source, window, band, block, Size * row, isNext: row > first);
            _window.Fill(_source, window, band, block, Size * row + 1, isNext: true);
            Row(row, band, block, window);
        }
    }

    /// <summary>The windows of a row that are in a band, in all channels.</summary>
    private void Row(int row, int band, int block, float* source)
    {
        int phase = Size * row % _window.RingHeight;
        int* above = _entries.Offset + (nint)phase * _entries.Count;
        int* below = _entries.Offset + (nint)((phase + 1) % _window.RingHeight) * _entries.Count;
        int column = _window.BandStart(band) / Size, end = Math.Min(_window.BandStart(band + 1) / Size, _target.Windows.OutputWidth);
        int length = _window.BlockLength(block);
        nint target = ((nint)row * _target.Windows.OutputWidth + column) * _columns + block * _window.Block;
        for (; column + 2 <= end; column += 2, source += 2 * Size * _window.Block, target += 2 * _columns)
        {
            for (int i = 0; i < length; i += TLanes.Count)
                Channels<Two>(source + i, target + i, above, below);
        }
        if (column < end)
        {
            for (int i = 0; i < length; i += TLanes.Count)
                Channels<One>(source + i, target + i, above, below);
        }
    }

    /// <summary>One vector of one window or of two neighbours, in all channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Channels<TWindows>(float* source, nint target, int* above, int* below)
        where TWindows : struct, IConstant
    {
        nint beside = _window.Block, plane = (nint)_target.Windows.PlaneCount * _columns;
        float* values = _entries.Values;
        float* y = _target.Values + target;
        float* places = _target.Places == null ? null : (float*)(_target.Places + target);
        for (int channel = 0; channel < _entries.Channels; channel++, y += plane)
        {
            TVector bias = TLanes.Broadcast(_target.Bias == null ? 0 : _target.Bias[channel]);
            TVector a0 = bias, a1 = bias, a2 = bias, a3 = bias, b0 = bias, b1 = bias, b2 = bias, b3 = bias;
            int end = _entries.Start[channel + 1];
            for (int e = _entries.Start[channel]; e < end; e++)
            {
                TVector w = TLanes.Broadcast(values[e]);
                float* a = source + above[e];
                float* b = source + below[e];
                a0 = TLanes.MultiplyAdd(w, TLanes.Load(a), a0);
                a1 = TLanes.MultiplyAdd(w, TLanes.Load(a + beside), a1);
                b0 = TLanes.MultiplyAdd(w, TLanes.Load(b), b0);
                b1 = TLanes.MultiplyAdd(w, TLanes.Load(b + beside), b1);
                if (TWindows.Value > 1)
                {
                    a2 = TLanes.MultiplyAdd(w, TLanes.Load(a + 2 * beside), a2);
                    a3 = TLanes.MultiplyAdd(w, TLanes.Load(a + 3 * beside), a3);
                    b2 = TLanes.MultiplyAdd(w, TLanes.Load(b + 2 * beside), b2);
                    b3 = TLanes.MultiplyAdd(w, TLanes.Load(b + 3 * beside), b3);
                }
            }
            Store(a0, a1, b0, b1, y, places);
            if (TWindows.Value > 1)
                Store(a2, a3, b2, b3, y + _columns, places == null ? null : places + _columns);
            if (places != null)
                places += plane;
        }
    }

    /// <summary>The maximum of a window's four sums, and which of them it is, the first of equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(TVector first, TVector second, TVector third, TVector fourth, float* y, float* place)
    {
        TVector beats = TLanes.WhereBeats(second, first);
        TVector maximum = TLanes.Select(beats, second, first);
        TVector at = TLanes.Select(beats, Place(1), TLanes.Zero);
        beats = TLanes.WhereBeats(third, maximum);
        maximum = TLanes.Select(beats, third, maximum);
        at = TLanes.Select(beats, Place(2), at);
        beats = TLanes.WhereBeats(fourth, maximum);
        maximum = TLanes.Select(beats, fourth, maximum);
        if (_target.Rectify)
            maximum = TLanes.Max(maximum, TLanes.Zero);
        TLanes.Store(y, maximum);
        if (place != null)
            TLanes.Store(place, TLanes.Select(beats, Place(3), at));
    }

    /// <summary>An integer's bits in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Place(int place) => TLanes.Broadcast(BitConverter.Int32BitsToSingle(place));
}

/// <summary>What is behind a convolution and its max-pool, pinned.</summary>
/// <param name="windows">The windows of the pool.</param>
/// <param name="bias">One for each channel, or null.</param>
/// <param name="rectify">Whether there is a rectifier between.</param>
/// <param name="values">Receives the maxima, [windows × columns].</param>
/// <param name="places">Receives where in the windows they are, as many; or null.</param>
internal readonly unsafe struct PooledTarget(in PoolingWindows windows, float* bias, bool rectify, float* values, int* places)
{
    public readonly PoolingWindows Windows = windows;
    public readonly float* Bias = bias;
    public readonly bool Rectify = rectify;
    public readonly float* Values = values;
    public readonly int* Places = places;
}
