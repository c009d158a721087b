using System.Buffers;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

public static unsafe partial class Convolution
{
    /// <summary>Products with a stride of 1, over windows of the images.</summary>
    private static void ForwardByWindows(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix w, int columns, float* x, float* y, in SumEnding ending)
    {
        var window = new ImageWindow(geometry, isAdjoint: false, columns, ending.Pool.Places == null ? 1 : ending.Pool.Windows.Stride);
        int[] offset = RowOffsets(window, geometry, w);
        fixed (int* start = w.RowStart, po = offset)
        fixed (float* values = w.Values)
            Run(width, team, window, columns, new WindowEntries(w.Rows, w.Count, start, po, values), geometry, default, x, y, ending);
        ArrayPool<int>.Shared.Return(offset);
    }

    private static void AdjointByWindows(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix w, int columns, in PoolPlaces pool, float* yBar,
        float* xBar, in SumEnding ending)
    {
        var window = new ImageWindow(geometry, isAdjoint: true, columns);
        int taps = geometry.Taps, count = w.Count;
        int[] offset = ArrayPool<int>.Shared.Rent(count * geometry.KernelHeight), start = ArrayPool<int>.Shared.Rent(geometry.Channels + 1);
        float[] values = ArrayPool<float>.Shared.Rent(count);
        ReadOnlySpan<int> columnStart = w.ColumnStart, filter = w.RowIndex, position = w.ValuePosition;
        for (int channel = 0; channel <= geometry.Channels; channel++)
            start[channel] = columnStart[channel * taps];
        for (int e = 0; e < count; e++)
            values[e] = w.Values[position[e]];
        int[] ofTap = TapOffsets(window, taps);
        for (int phase = 0; phase < geometry.KernelHeight; phase++)
        {
            Span<int> target = offset.AsSpan(phase * count, count);
            for (int first = 0; first < w.Columns; first += taps)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    int shift = ofTap[phase * taps + tap];
                    for (int e = columnStart[first + tap]; e < columnStart[first + tap + 1]; e++)
                        target[e] = filter[e] * window.ChannelPitch + shift;
                }
            }
        }
        ArrayPool<int>.Shared.Return(ofTap);
        fixed (int* ps = start, po = offset)
        fixed (float* pv = values)
            Run(width, team, window, columns, new WindowEntries(geometry.Channels, count, ps, po, pv), geometry, pool, yBar, xBar, ending);
        ArrayPool<float>.Shared.Return(values);
        ArrayPool<int>.Shared.Return(start);
        ArrayPool<int>.Shared.Return(offset);
    }

    private static void WeightGradientByWindows(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix structure, int columns, in PoolPlaces pool, float* yBar,
        float* x, Span<float> gradient)
    {
        var window = new ImageWindow(geometry, isAdjoint: false, columns);
        int[] offset = RowOffsets(window, geometry, structure);
        fixed (int* start = structure.RowStart, po = offset)
        {
            var entries = new WindowEntries(structure.Rows, structure.Count, start, po, null);
            switch (width)
            {
                case VectorWidth.Vector512:
                    RunGradient<Lanes512, Vector512<float>>(team, window, columns, entries, geometry, pool, yBar, x, gradient);
                    break;
                case VectorWidth.Vector256:
                    RunGradient<Lanes256, Vector256<float>>(team, window, columns, entries, geometry, pool, yBar, x, gradient);
                    break;
                case VectorWidth.Vector128:
                    RunGradient<Lanes128, Vector128<float>>(team, window, columns, entries, geometry, pool, yBar, x, gradient);
                    break;
                default:
                    RunGradient<LanesScalar, float>(team, window, columns, entries, geometry, pool, yBar, x, gradient);
                    break;
            }
        }
        ArrayPool<int>.Shared.Return(offset);
    }

    private static void Run(
        VectorWidth width, WorkerTeam team, in ImageWindow window, int columns, in WindowEntries entries, ConvolutionGeometry geometry,
        in PoolPlaces pool, float* source, float* target, in SumEnding ending)
    {
        switch (width)
        {
            case VectorWidth.Vector512:
                Run<Lanes512, Vector512<float>>(team, window, columns, entries, geometry, pool, source, target, ending);
                break;
            case VectorWidth.Vector256:
                Run<Lanes256, Vector256<float>>(team, window, columns, entries, geometry, pool, source, target, ending);
                break;
            case VectorWidth.Vector128:
                Run<Lanes128, Vector128<float>>(team, window, columns, entries, geometry, pool, source, target, ending);
                break;
            default:
                Run<LanesScalar, float>(team, window, columns, entries, geometry, pool, source, target, ending);
                break;
        }
    }

    private static void Run<TLanes, TVector>(
        WorkerTeam team, in ImageWindow window, int columns, in WindowEntries entries, ConvolutionGeometry geometry, in PoolPlaces pool,
        float* source, float* target, in SumEnding ending)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        if (pool.Places != null)
        {
            WindowConvolutionWork<TLanes, TVector, PooledRows<TLanes, TVector>>.Run(
                team, window, columns, entries, new PooledRows<TLanes, TVector>(pool, columns, source), target, ending);
            return;
        }
        (int height, int width) = window.IsAdjoint ? (geometry.OutputHeight, geometry.OutputWidth) : (geometry.Height, geometry.Width);
        WindowConvolutionWork<TLanes, TVector, ImageRows>.Run(
            team, window, columns, entries, new ImageRows(height, width, columns, source), target, ending);
    }

    private static void RunGradient<TLanes, TVector>(
        WorkerTeam team, in ImageWindow window, int columns, in WindowEntries entries, ConvolutionGeometry geometry, in PoolPlaces pool,
        float* yBar, float* x, Span<float> gradient)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var input = new ImageRows(geometry.Height, geometry.Width, columns, x);
        if (pool.Places != null)
        {
            WindowConvolutionGradientWork<TLanes, TVector, PooledRows<TLanes, TVector>>.Run(
                team, window, columns, entries, new PooledRows<TLanes, TVector>(pool, columns, yBar), input, gradient);
            return;
        }
        WindowConvolutionGradientWork<TLanes, TVector, ImageRows>.Run(
            team, window, columns, entries, new ImageRows(geometry.OutputHeight, geometry.OutputWidth, columns, yBar), input, gradient);
    }

    /// <summary>Where each kept weight reads, in the order of the values, phase by phase. A rented array.</summary>
    private static int[] RowOffsets(in ImageWindow window, ConvolutionGeometry geometry, SparseMatrix w)
    {
        int taps = geometry.Taps;
        int[] offset = ArrayPool<int>.Shared.Rent(w.Count * window.RingHeight), ofColumn = ArrayPool<int>.Shared.Rent(w.Columns);
        int[] ofTap = TapOffsets(window, taps);
        ReadOnlySpan<int> index = w.ColumnIndex;
        for (int phase = 0; phase < window.RingHeight; phase++)
        {
            for (int first = 0, channel = 0; first < w.Columns; first += taps, channel += window.ChannelPitch)
            {
                for (int tap = 0; tap < taps; tap++)
                    ofColumn[first + tap] = channel + ofTap[phase * taps + tap];
            }
            Span<int> target = offset.AsSpan(phase * w.Count, w.Count);
            for (int e = 0; e < index.Length; e++)
                target[e] = ofColumn[index[e]];
        }
        ArrayPool<int>.Shared.Return(ofTap);
        ArrayPool<int>.Shared.Return(ofColumn);
        return offset;
    }

    /// <summary>How far in a channel each tap reads, phase by phase. A rented array.</summary>
    private static int[] TapOffsets(in ImageWindow window, int taps)
    {
        int[] offset = ArrayPool<int>.Shared.Rent(taps * window.RingHeight);
        for (int phase = 0; phase < window.RingHeight; phase++)
        {
            for (int tap = 0; tap < taps; tap++)
                offset[phase * taps + tap] = window.Offset(tap, phase);
        }
        return offset;
    }
}
