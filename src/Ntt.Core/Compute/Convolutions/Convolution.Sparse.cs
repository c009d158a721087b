using System.Buffers;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

public static unsafe partial class Convolution
{
    internal static void Forward(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix w, ReadOnlySpan<float> bias,
        ReadOnlySpan<float> x, Span<float> y, int columns, bool accumulate, bool rectify = false)
    {
        CheckImages(team, geometry, columns, x.Length, nameof(x), y.Length, nameof(y));
        CheckWeights(geometry, w, nameof(w));
        if (!bias.IsEmpty)
            MatrixArgument.CheckVector(bias.Length, geometry.Filters, nameof(bias));
        if (columns == 0)
            return;
        if (geometry.Stride == 1)
        {
            fixed (float* pb = bias, px = x, py = y)
                ForwardByWindows(width, team, geometry, w, columns, px, py, new SumEnding { Bias = pb, Accumulate = accumulate, Rectify = rectify });
            return;
        }
        var taps = new TapGrid(geometry, isAdjoint: false);
        int[] offset = ArrayPool<int>.Shared.Rent(w.Count);
        int[] position = [], tapStart = [];
        if (geometry.IsInside)
            FillOffsets(taps, w, columns, offset);
        else
        {
            position = ArrayPool<int>.Shared.Rent(w.Count);
            tapStart = ArrayPool<int>.Shared.Rent(w.Rows * taps.Taps + 1);
            SortByTap(taps, w, columns, tapStart, offset, position);
        }
        fixed (int* rowStart = w.RowStart, pt = tapStart, po = offset, pp = position)
        fixed (float* values = w.Values, pb = bias, px = x, py = y)
        {
            var entries = pt == null
                ? new TapEntries(w.Rows, 1, true, w.Count, rowStart, po, null, values)
                : new TapEntries(w.Rows, taps.Taps, false, w.Count, pt, po, pp, values);
            Gather(width, team, taps, columns, entries, px, pb, py, accumulate);
        }
        ArrayPool<int>.Shared.Return(offset);
        if (tapStart.Length > 0)
        {
            ArrayPool<int>.Shared.Return(position);
            ArrayPool<int>.Shared.Return(tapStart);
        }
        if (rectify)
            Relu.Forward(width, team, geometry.OutputSize, columns, y, columns, []);
    }

    internal static void Adjoint(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix w, ReadOnlySpan<float> yBar, Span<float> xBar,
        int columns, ReadOnlySpan<float> gate = default)
    {
        CheckImages(team, geometry, columns, xBar.Length, nameof(xBar), yBar.Length, nameof(yBar));
        CheckWeights(geometry, w, nameof(w));
        if (!gate.IsEmpty)
            MatrixArgument.Check(gate.Length, geometry.InputSize, columns, columns, nameof(gate), nameof(columns));
        if (columns == 0)
            return;
        if (geometry.Stride == 1)
        {
            fixed (float* pg = yBar, px = xBar, gates = gate)
                AdjointByWindows(width, team, geometry, w, columns, default, pg, px, new SumEnding { Gate = gates });
            return;
        }
        var taps = new TapGrid(geometry, isAdjoint: true);
        int[] offset = ArrayPool<int>.Shared.Rent(w.Count);
        for (int column = 0; column < w.Columns; column++)
        {
            int tap = taps.Offset(column % taps.Taps);
            for (int e = w.ColumnStart[column]; e < w.ColumnStart[column + 1]; e++)
                offset[e] = (w.RowIndex[e] * taps.SourcePlane + tap) * columns;
        }
        fixed (int* start = w.ColumnStart, position = w.ValuePosition, po = offset)
        fixed (float* values = w.Values, pg = yBar, px = xBar)
        {
            var entries = new TapEntries(geometry.Channels, taps.Taps, false, w.Count, start, po, position, values);
            Gather(width, team, taps, columns, entries, pg, null, px, accumulate: false);
        }
        ArrayPool<int>.Shared.Return(offset);
        if (!gate.IsEmpty)
            Relu.Gate(width, team, geometry.InputSize, columns, gate, columns, 1, xBar, columns);
    }

    internal static void WeightGradient(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix structure, ReadOnlySpan<float> yBar,
        ReadOnlySpan<float> x, Span<float> gradient, int columns)
    {
        CheckImages(team, geometry, columns, x.Length, nameof(x), yBar.Length, nameof(yBar));
        CheckWeights(geometry, structure, nameof(structure));
        MatrixArgument.CheckVector(gradient.Length, structure.Count, nameof(gradient));
        if (columns == 0)
            return;
        if (geometry.Stride == 1)
        {
            fixed (float* pg = yBar, px = x)
                WeightGradientByWindows(width, team, geometry, structure, columns, default, pg, px, gradient[..structure.Count]);
            return;
        }
        fixed (int* start = structure.RowStart, index = structure.ColumnIndex)
        fixed (float* pg = yBar, px = x, pr = gradient)
        {
            var entries = new SparseEntries(structure.Rows, structure.Count, start, index, null, null);
            switch (width)
            {
                case VectorWidth.Vector512:
                    SparseConvolutionGradientWork<Lanes512, Vector512<float>>.Run(team, geometry, columns, entries, pg, px, pr);
                    break;
                case VectorWidth.Vector256:
                    SparseConvolutionGradientWork<Lanes256, Vector256<float>>.Run(team, geometry, columns, entries, pg, px, pr);
                    break;
                case VectorWidth.Vector128:
                    SparseConvolutionGradientWork<Lanes128, Vector128<float>>.Run(team, geometry, columns, entries, pg, px, pr);
                    break;
                default:
                    SparseConvolutionGradientWork<LanesScalar, float>.Run(team, geometry, columns, entries, pg, px, pr);
                    break;
            }
        }
    }

    private static void Gather(
        VectorWidth width, WorkerTeam team, in TapGrid taps, int columns, in TapEntries entries,
        float* source, float* bias, float* target, bool accumulate)
    {
        switch (VectorWidths.Fitting(width, new StripGrid(taps, columns, int.MaxValue).ShortestRun))
        {
            case VectorWidth.Vector512:
                SparseConvolutionWork<Lanes512, Vector512<float>>.Run(team, taps, columns, entries, source, bias, target, accumulate);
                break;
            case VectorWidth.Vector256:
                SparseConvolutionWork<Lanes256, Vector256<float>>.Run(team, taps, columns, entries, source, bias, target, accumulate);
                break;
            case VectorWidth.Vector128:
                SparseConvolutionWork<Lanes128, Vector128<float>>.Run(team, taps, columns, entries, source, bias, target, accumulate);
                break;
            default:
                SparseConvolutionWork<LanesScalar, float>.Run(team, taps, columns, entries, source, bias, target, accumulate);
                break;
        }
    }

    /// <summary>Where each kept weight reads, in the order of the values.</summary>
    private static void FillOffsets(in TapGrid taps, SparseMatrix w, int columns, int[] offset)
    {
        ReadOnlySpan<int> index = w.ColumnIndex;
        int[] ofColumn = ArrayPool<int>.Shared.Rent(w.Columns);
        for (int column = 0; column < w.Columns; column++)
            ofColumn[column] = (column / taps.Taps * taps.SourcePlane + taps.Offset(column % taps.Taps)) * columns;
        for (int e = 0; e < index.Length; e++)
            offset[e] = ofColumn[index[e]];
        ArrayPool<int>.Shared.Return(ofColumn);
    }

    /// <summary>Sorts each row's kept weights by tap, so that the ones a position lacks at the border can be left out.</summary>
    private static void SortByTap(in TapGrid taps, SparseMatrix w, int columns, int[] start, int[] offset, int[] position)
    {
        ReadOnlySpan<int> index = w.ColumnIndex, rowStart = w.RowStart;
        int[] next = ArrayPool<int>.Shared.Rent(taps.Taps);
        start[0] = 0;
        for (int row = 0; row < w.Rows; row++)
        {
            Array.Clear(next, 0, taps.Taps);
            for (int e = rowStart[row]; e < rowStart[row + 1]; e++)
                next[index[e] % taps.Taps]++;
            for (int tap = 0, first = rowStart[row]; tap < taps.Taps; tap++)
            {
                (next[tap], first) = (first, first + next[tap]);
                start[row * taps.Taps + tap + 1] = first;
            }
            for (int e = rowStart[row]; e < rowStart[row + 1]; e++)
            {
                (int channel, int tap) = Math.DivRem(index[e], taps.Taps);
                int entry = next[tap]++;
                offset[entry] = (channel * taps.SourcePlane + taps.Offset(tap)) * columns;
                position[entry] = e;
            }
        }
        ArrayPool<int>.Shared.Return(next);
    }
}
