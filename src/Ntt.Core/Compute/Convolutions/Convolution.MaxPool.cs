using System.Buffers;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <content>Convolution, rectifier and max-pool at once.</content>
public static unsafe partial class Convolution
{
    /// <summary>Whether <see cref="MaxPooledForward"/> can be had: windows of 2 × 2 that share nothing, a stride of 1, and columns that are whole vectors.</summary>
    internal static bool CanMaxPool(ConvolutionGeometry geometry, in PoolingWindows windows, int columns) =>
        geometry.Stride == 1 && windows.Size == 2 && windows.Stride == 2 && columns % (int)VectorWidths.Widest == 0;

    /// <summary>y = max over each window of (W ∗ x + bias), rectified or not; places = where in the window it is, as <see cref="MaxPooling.Forward"/> has it.</summary>
    /// <param name="width">The widest vectors.</param>
    /// <param name="team">The threads to use.</param>
    /// <param name="geometry">The sizes of the convolution.</param>
    /// <param name="w">The kept weights.</param>
    /// <param name="bias">[filters], or empty for none.</param>
    /// <param name="rectify">Whether a rectifier lies between convolution and pool. Where a whole window is 0 behind it, the place is that of the largest sum before it.</param>
    /// <param name="windows">The windows; see <see cref="CanMaxPool"/>.</param>
    /// <param name="x">[inputs × columns].</param>
    /// <param name="y">Receives [windows × columns].</param>
    /// <param name="places">Receives as many; empty if they are not wanted.</param>
    /// <param name="columns">Columns of the batch.</param>
    internal static void MaxPooledForward(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix w, ReadOnlySpan<float> bias, bool rectify,
        in PoolingWindows windows, ReadOnlySpan<float> x, Span<float> y, Span<int> places, int columns)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(geometry);
        if (!CanMaxPool(geometry, windows, columns)
            || (windows.Channels, windows.Height, windows.Width) != (geometry.Filters, geometry.OutputHeight, geometry.OutputWidth))
            throw new ArgumentException("The windows must be those of 2 x 2 of the convolution's output, and the columns whole vectors.", nameof(windows));
        MatrixArgument.Check(x.Length, geometry.InputSize, columns, columns, nameof(x), nameof(columns));
        MatrixArgument.Check(y.Length, windows.Count, columns, columns, nameof(y), nameof(columns));
        CheckWeights(geometry, w, nameof(w));
        if (!bias.IsEmpty)
            MatrixArgument.CheckVector(bias.Length, geometry.Filters, nameof(bias));
        if (!places.IsEmpty)
            MatrixArgument.Check(places.Length, windows.Count, columns, columns, nameof(places), nameof(columns));
        var window = new ImageWindow(geometry, isAdjoint: false, columns, windows.Size, windows.Size);
        int[] offset = RowOffsets(window, geometry, w);
        fixed (int* start = w.RowStart, po = offset, pp = places)
        fixed (float* values = w.Values, pb = bias, px = x, py = y)
        {
            var entries = new WindowEntries(w.Rows, w.Count, start, po, values);
            var source = new ImageRows(geometry.Height, geometry.Width, columns, px);
            var target = new PooledTarget(windows, pb, rectify, py, pp);
            switch (width)
            {
                case VectorWidth.Vector512:
                    MaxPooledConvolutionWork<Lanes512, Vector512<float>>.Run(team, window, columns, entries, source, target);
                    break;
                case VectorWidth.Vector256:
                    MaxPooledConvolutionWork<Lanes256, Vector256<float>>.Run(team, window, columns, entries, source, target);
                    break;
                case VectorWidth.Vector128:
                    MaxPooledConvolutionWork<Lanes128, Vector128<float>>.Run(team, window, columns, entries, source, target);
                    break;
                default:
                    MaxPooledConvolutionWork<LanesScalar, float>.Run(team, window, columns, entries, source, target);
                    break;
            }
        }
        ArrayPool<int>.Shared.Return(offset);
    }
}
