using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>
/// result[e] += Σ over positions and columns of Ȳ[filter(e)] · X[channel(e)] shifted by the tap of e, for strides above 1. Four
/// kept weights at a time share the rows of Ȳ and the reduction of their vectors of partial sums.
/// </summary>
internal readonly unsafe struct SparseConvolutionGradientWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Multiply-adds that make a part of their own: about two microseconds.</summary>
    private const long PartSize = 100_000;

    /// <summary>Floats of X that should be kept in a second-level cache while the filters go by.</summary>
    private const int BlockFloats = 192 * 1024;

    private readonly ConvolutionGeometry _geometry;
    private readonly TapGrid _taps;
    private readonly int _columns;
    private readonly SparseEntries _entries;
    private readonly float* _yBar;
    private readonly float* _x;
    private readonly float* _result;
    private readonly int _chunks;
    private readonly int _blockRows;

    private SparseConvolutionGradientWork(
        int threads, ConvolutionGeometry geometry, int columns, in SparseEntries entries, float* yBar, float* x, float* result)
    {
        _geometry = geometry;
        _taps = new TapGrid(geometry, isAdjoint: false);
        _columns = columns;
        _entries = entries;
        _yBar = yBar;
        _x = x;
        _result = result;
        // Every part reads all of X, so there is but one for each thread. Blocks decide the order of the sums: they depend on sizes alone.
        long size = (long)entries.Count * geometry.Positions * columns;
        _chunks = (int)Math.Clamp(size / PartSize, 1, Math.Min(threads, Math.Max(1, entries.Rows)));
        long rows = BlockFloats / ((long)geometry.Channels * geometry.Width * columns);
        _blockRows = (int)Math.Clamp((rows - geometry.KernelHeight) / geometry.Stride + 1, 1, geometry.OutputHeight);
    }

    public static void Run(
        WorkerTeam team, ConvolutionGeometry geometry, int columns, in SparseEntries entries, float* yBar, float* x, float* result)
    {
        var work = new SparseConvolutionGradientWork<TLanes, TVector>(team.Threads, geometry, columns, entries, yBar, x, result);
        team.Run(work._chunks, work);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        int firstFilter = _entries.ChunkStart(part, _chunks);
        int endFilter = _entries.ChunkStart(part + 1, _chunks);
        for (int row = 0; row < _geometry.OutputHeight; row += _blockRows)
        {
            int endRow = Math.Min(_geometry.OutputHeight, row + _blockRows);
            for (int filter = firstFilter; filter < endFilter; filter++)
                Filter(filter, row, endRow);
        }
    }

    private void Filter(int filter, int firstRow, int endRow)
    {
        int end = _entries.Start[filter + 1];
        for (int e = _entries.Start[filter]; e < end; e += 4)
        {
            // The last group repeats its last entry: a sum is made in the same way wherever its entry stands.
            int* index = _entries.Index + e;
            int last = Math.Min(3, end - 1 - e);
            Vector128<float> sums = Group(
                filter, index[0], index[Math.Min(1, last)], index[Math.Min(2, last)], index[last], firstRow, endRow);
            for (int i = 0; i <= last; i++)
                _result[e + i] += sums[i];
        }
    }

    /// <summary>Four sums over the rows from the first to before the end.</summary>
    private Vector128<float> Group(int filter, int index0, int index1, int index2, int index3, int firstRow, int endRow)
    {
        Area area = AreaOf(index0, firstRow, endRow);
        if (AreaOf(index1, firstRow, endRow) == area && AreaOf(index2, firstRow, endRow) == area && AreaOf(index3, firstRow, endRow) == area)
            return Sums(filter, index0, index1, index2, index3, area);

        // At the border taps have areas of their own.
        return Vector128.Create(
            Sums(filter, index0, index0, index0, index0, area)[0],
            Sums(filter, index1, index1, index1, index1, AreaOf(index1, firstRow, endRow))[0],
            Sums(filter, index2, index2, index2, index2, AreaOf(index2, firstRow, endRow))[0],
            Sums(filter, index3, index3, index3, index3, AreaOf(index3, firstRow, endRow))[0]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector128<float> Sums(int filter, int index0, int index1, int index2, int index3, Area area)
    {
        float* x0 = Source(index0), x1 = Source(index1), x2 = Source(index2), x3 = Source(index3);
        float* yBar = _yBar + (nint)filter * _geometry.Positions * _columns;
        int count = _columns;
        nint step = (nint)_geometry.Stride * count;
        TVector sum0 = TLanes.Zero, sum1 = TLanes.Zero, sum2 = TLanes.Zero, sum3 = TLanes.Zero;
        Vector128<float> tail = Vector128<float>.Zero;
        for (int row = area.FirstRow; row < area.EndRow; row++)
        {
            float* g = yBar + ((nint)row * _geometry.OutputWidth + area.FirstColumn) * _columns;
            nint start = (nint)_taps.Base(row, area.FirstColumn) * _columns;
            for (int column = area.FirstColumn; column < area.EndColumn; column++, g += count, start += step)
            {
                nint x = start;
                int i = 0;
                for (; i + TLanes.Count <= count; i += TLanes.Count, x += TLanes.Count)
                {
                    TVector y = TLanes.Load(g + i);
                    sum0 = TLanes.MultiplyAdd(y, TLanes.Load(x0 + x), sum0);
                    sum1 = TLanes.MultiplyAdd(y, TLanes.Load(x1 + x), sum1);
                    sum2 = TLanes.MultiplyAdd(y, TLanes.Load(x2 + x), sum2);
                    sum3 = TLanes.MultiplyAdd(y, TLanes.Load(x3 + x), sum3);
                }
                for (; i < count; i++, x++)
                    tail = Vector128.FusedMultiplyAdd(Vector128.Create(g[i]), Vector128.Create(x0[x], x1[x], x2[x], x3[x]), tail);
            }
        }
        return TLanes.Sums(sum0, sum1, sum2, sum3) + tail;
    }

    /// <summary>What tap and channel of a weight add to where tap 0 of channel 0 reads.</summary>
    private float* Source(int index)
    {
        (int channel, int tap) = Math.DivRem(index, _taps.Taps);
        return _x + ((nint)channel * _taps.SourcePlane + _taps.Offset(tap)) * _columns;
    }

    /// <summary>The output positions, of the rows from the first to before the end, at which a weight's tap is inside the input image.</summary>
    private Area AreaOf(int index, int firstRow, int endRow)
    {
        if (_geometry.IsInside)
            return new Area(firstRow, endRow, 0, _geometry.OutputWidth);
        (int tapRow, int tapColumn) = Math.DivRem(index % _taps.Taps, _geometry.KernelWidth);
        int stride = _geometry.Stride, top = _geometry.PadTop - tapRow, left = _geometry.PadLeft - tapColumn;
        return new Area(
            Math.Max(firstRow, CeilingOf(top, stride)), Math.Min(endRow, CeilingOf(_geometry.Height + top, stride)),
            CeilingOf(left, stride), Math.Min(_geometry.OutputWidth, CeilingOf(_geometry.Width + left, stride)));
    }

    /// <summary>dividend / divisor, rounded up, and at least 0.</summary>
    private static int CeilingOf(int dividend, int divisor) => dividend <= 0 ? 0 : (dividend + divisor - 1) / divisor;

    private readonly record struct Area(int FirstRow, int EndRow, int FirstColumn, int EndColumn);
}
