using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>
/// result[e] += Σ over positions and columns of Ȳ[filter(e)] · X[channel(e)] shifted by the tap of e, for a stride of 1. X is read from an
/// <see cref="ImageWindow"/>; up to four kept weights at a time share the rows of Ȳ and the reduction of their vectors of partial sums.
/// </summary>
internal readonly unsafe struct WindowConvolutionGradientWork<TLanes, TVector, TRows> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
    where TRows : struct, IImageRows
{
    /// <summary>Multiply-adds that make a part of their own: about two microseconds.</summary>
    private const long PartSize = 100_000;

    /// <summary>Every part has sums of its own, which are added up in order.</summary>
    private const int MaximumParts = 16;

    private readonly ImageWindow _window;
    private readonly WindowEntries _entries;
    private readonly TRows _yBar;
    private readonly ImageRows _x;
    private readonly float* _sums;
    private readonly int _chunks;
    private readonly int _parts;

    private WindowConvolutionGradientWork(
        in ImageWindow window, in WindowEntries entries, in TRows yBar, in ImageRows x, float* sums, int chunks, int parts)
    {
        _window = window;
        _entries = entries;
        _yBar = yBar;
        _x = x;
        _sums = sums;
        _chunks = chunks;
        _parts = parts;
    }

    public static void Run(
        WorkerTeam team, in ImageWindow window, int columns, in WindowEntries entries, in TRows yBar, in ImageRows x, Span<float> result)
    {
        // Parts decide the order of the sums: they depend on sizes alone.
        int tiles = window.Bands * window.Blocks;
        long size = ((long)entries.Count + window.Channels) * window.Height * window.Width * columns;
        int wanted = (int)Math.Clamp(size / PartSize, 1, MaximumParts);
        int chunks = Math.Clamp(wanted / tiles, 1, Math.Max(1, window.Height / (2 * window.KernelHeight)));
        int parts = Math.Min(wanted, tiles * chunks);
        float[] sums = ArrayPool<float>.Shared.Rent(parts * entries.Count);
        fixed (float* ps = sums)
            team.Run(parts, new WindowConvolutionGradientWork<TLanes, TVector, TRows>(window, entries, yBar, x, ps, chunks, parts));
        for (int part = 0; part < parts; part++)
            Elementwise.Add(sums.AsSpan(part * entries.Count, entries.Count), result);
        ArrayPool<float>.Shared.Return(sums);
    }

    public void Run(int part)
    {
        float* sums = _sums + (nint)part * _entries.Count;
        new Span<float>(sums, _entries.Count).Clear();
        float* window = GemmBuffers.B.Reserve(_window.Length);
        int units = _window.Bands * _window.Blocks * _chunks;
        int end = (int)((long)units * (part + 1) / _parts);
        for (int unit = (int)((long)units * part / _parts); unit < end; unit++)
        {
            (int tile, int chunk) = Math.DivRem(unit, _chunks);
            (int band, int block) = Math.DivRem(tile, _window.Blocks);
            int first = (int)((long)_window.Height * chunk / _chunks), last = (int)((long)_window.Height * (chunk + 1) / _chunks);
            for (int row = first; row < last; row++)
            {
                _window.Fill(_x, window, band, block, row, isNext: row > first);
                Row(window, band, block, row, sums);
            }
        }
    }

    private void Row(float* window, int band, int block, int row, float* sums)
    {
        int* offset = _entries.Offset + (nint)(row % _window.KernelHeight) * _entries.Count;
        int column = _window.BandStart(band), positions = _window.BandStart(band + 1) - column;
        float* room = PatchBuffers.Selected.Reserve((nuint)(positions * _window.Block));
        int length = _window.BlockLength(block), pieces = positions;
        if (length == _window.Block)
            (length, pieces) = (positions * length, 1);
        for (int filter = 0; filter < _entries.Channels; filter++)
        {
            int e = _entries.Start[filter], end = _entries.Start[filter + 1];
            if (e == end)
                continue;
            float* yBar = _yBar.Find(filter, row, column, block * _window.Block, _window.Block);
            if (yBar == null)
                _yBar.Copy(filter, row, column, positions, block * _window.Block, _window.BlockLength(block), yBar = room, _window.Block);
            for (; e + 4 <= end; e += 4)
                (Vector128.Load(sums + e) + Sums<Four>(yBar, window, offset + e, pieces, length)).Store(sums + e);
            // A sum is made in the same way however many others are made beside it.
            Vector128<float> rest = (end - e) switch
            {
                1 => Sums<One>(yBar, window, offset + e, pieces, length),
                2 => Sums<Two>(yBar, window, offset + e, pieces, length),
                3 => Sums<Three>(yBar, window, offset + e, pieces, length),
                _ => default,
            };
            for (int i = 0; e < end; e++, i++)
                sums[e] += rest[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector128<float> Sums<TEntries>(float* yBar, float* window, int* offset, int pieces, int length)
        where TEntries : struct, IConstant
    {
        float* x0 = window + offset[0];
        float* x1 = TEntries.Value > 1 ? window + offset[1] : x0;
        float* x2 = TEntries.Value > 2 ? window + offset[2] : x0;
        float* x3 = TEntries.Value > 3 ? window + offset[3] : x0;
        TVector sum0 = TLanes.Zero, sum1 = TLanes.Zero, sum2 = TLanes.Zero, sum3 = TLanes.Zero;
        TVector odd0 = TLanes.Zero, odd1 = TLanes.Zero, odd2 = TLanes.Zero, odd3 = TLanes.Zero;
        Vector128<float> tail = Vector128<float>.Zero;
        nint step = _window.Block;
        for (int piece = 0; piece < pieces; piece++, yBar += step, x0 += step, x1 += step, x2 += step, x3 += step)
        {
            int i = 0;
            for (; i + 2 * TLanes.Count <= length; i += 2 * TLanes.Count)
            {
                TVector y = TLanes.Load(yBar + i), z = TLanes.Load(yBar + i + TLanes.Count);
                sum0 = TLanes.MultiplyAdd(y, TLanes.Load(x0 + i), sum0);
                odd0 = TLanes.MultiplyAdd(z, TLanes.Load(x0 + i + TLanes.Count), odd0);
                if (TEntries.Value > 1)
                {
                    sum1 = TLanes.MultiplyAdd(y, TLanes.Load(x1 + i), sum1);
                    odd1 = TLanes.MultiplyAdd(z, TLanes.Load(x1 + i + TLanes.Count), odd1);
                }
                if (TEntries.Value > 2)
                {
                    sum2 = TLanes.MultiplyAdd(y, TLanes.Load(x2 + i), sum2);
                    odd2 = TLanes.MultiplyAdd(z, TLanes.Load(x2 + i + TLanes.Count), odd2);
                }
                if (TEntries.Value > 3)
                {
                    sum3 = TLanes.MultiplyAdd(y, TLanes.Load(x3 + i), sum3);
                    odd3 = TLanes.MultiplyAdd(z, TLanes.Load(x3 + i + TLanes.Count), odd3);
                }
            }
            for (; i < length; i++)
                tail = Vector128.FusedMultiplyAdd(Vector128.Create(yBar[i]), Vector128.Create(x0[i], x1[i], x2[i], x3[i]), tail);
        }
        return TLanes.Sums(TLanes.Add(sum0, odd0), TLanes.Add(sum1, odd1), TLanes.Add(sum2, odd2), TLanes.Add(sum3, odd3)) + tail;
    }
}
