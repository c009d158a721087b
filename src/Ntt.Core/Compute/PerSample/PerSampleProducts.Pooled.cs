using System.Buffers;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <remarks>
/// Behind a convolution that is followed by a max-pool, cotangents are zero but at the winners of the windows, and tangents matter there
/// alone. G and Ẏ are then those at the pool's output, and products are made for one position a window: that of (o, w, i) is the position at
/// which sample i has the maximum of window w of filter o.
/// </remarks>
internal static unsafe partial class PerSampleProducts
{
    /// <summary>Jacobian[row(o, f), (a, i)] = Σ_w G[o, w, (a, i)] · X[f, winner of (o, w, i), i].</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="geometry">The sizes of the convolution.</param>
    /// <param name="winners">The pool over its output.</param>
    /// <param name="layout">The columns of G and the Jacobian, and the samples of X.</param>
    /// <param name="keptIndices">The flat indices o · patch + f of the rows, ascending; null for all weights.</param>
    /// <param name="firstRow">The first row to compute.</param>
    /// <param name="rows">Number of rows to compute.</param>
    /// <param name="x">X [channels × height × width × samples].</param>
    /// <param name="g">G [windows × columns].</param>
    /// <param name="jacobian">Receives [<paramref name="rows"/> × columns].</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void PooledJacobian(
        WorkerTeam team, ConvolutionGeometry geometry, in MaxPoolWinners winners, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> x, ReadOnlySpan<float> g, Span<float> jacobian) =>
        PooledJacobian(VectorWidths.Widest, team, geometry, winners, layout, keptIndices, firstRow, rows, x, g, jacobian);

    /// <summary>Ẏ[o, w, (a, i)] += Σ_f V[row(o, f), (a, i)] · X[f, winner of (o, w, i), i].</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="geometry">The sizes of the convolution.</param>
    /// <param name="winners">The pool over its output.</param>
    /// <param name="layout">The columns of V and Ẏ, and the samples of X.</param>
    /// <param name="keptIndices">The flat indices o · patch + f of the rows, ascending; null for all weights.</param>
    /// <param name="firstRow">The first row of V.</param>
    /// <param name="rows">Number of rows of V.</param>
    /// <param name="v">V [<paramref name="rows"/> × columns].</param>
    /// <param name="x">X [channels × height × width × samples].</param>
    /// <param name="yDot">Ẏ [windows × columns]; added to.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void AddPooledTangent(
        WorkerTeam team, ConvolutionGeometry geometry, in MaxPoolWinners winners, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> v, ReadOnlySpan<float> x, Span<float> yDot) =>
        AddPooledTangent(VectorWidths.Widest, team, geometry, winners, layout, keptIndices, firstRow, rows, v, x, yDot);

    /// <summary>X̄[c, position of (f, winner of (o, w, i)), i] += Σ over o, w and a of V[row(o, f), (a, i)] · G[o, w, (a, i)], inside the image.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="geometry">The sizes of the convolution.</param>
    /// <param name="winners">The pool over its output.</param>
    /// <param name="layout">The columns of V and G, and the samples of X̄.</param>
    /// <param name="keptIndices">The flat indices o · patch + f of the rows, ascending; null for all weights.</param>
    /// <param name="firstRow">The first row of V.</param>
    /// <param name="rows">Number of rows of V.</param>
    /// <param name="v">V [<paramref name="rows"/> × columns].</param>
    /// <param name="g">G [windows × columns].</param>
    /// <param name="xBar">X̄ [channels × height × width × samples]; added to.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void AddPooledAdjoint(
        WorkerTeam team, ConvolutionGeometry geometry, in MaxPoolWinners winners, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> v, ReadOnlySpan<float> g, Span<float> xBar) =>
        AddPooledAdjoint(VectorWidths.Widest, team, geometry, winners, layout, keptIndices, firstRow, rows, v, g, xBar);

    internal static void AddPooledAdjoint(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, in MaxPoolWinners winners, ColumnLayout layout, int[]? keptIndices,
        int firstRow, int rows, ReadOnlySpan<float> v, ReadOnlySpan<float> g, Span<float> xBar)
    {
        CheckRows(team, geometry, layout, keptIndices, firstRow, rows);
        CheckInputs(geometry, layout, xBar.Length, nameof(xBar));
        CheckWindows(geometry, winners, layout, g.Length, nameof(g));
        MatrixArgument.Check(v.Length, rows, layout.Columns, layout.Columns, nameof(v), nameof(layout));
        if (rows > 0 && layout.Columns > 0)
            AddAdjoint(width, team, geometry, winners, layout, keptIndices, firstRow, rows, v, g, xBar);
    }

    internal static void PooledJacobian(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, in MaxPoolWinners winners, ColumnLayout layout, int[]? keptIndices,
        int firstRow, int rows, ReadOnlySpan<float> x, ReadOnlySpan<float> g, Span<float> jacobian)
    {
        CheckRows(team, geometry, layout, keptIndices, firstRow, rows);
        CheckInputs(geometry, layout, x.Length, nameof(x));
        CheckWindows(geometry, winners, layout, g.Length, nameof(g));
        MatrixArgument.Check(jacobian.Length, rows, layout.Columns, layout.Columns, nameof(jacobian), nameof(layout));
        if (rows == 0 || layout.Columns == 0)
            return;
        float[] padded = Pad(team, geometry, layout.Samples, x, out PaddedImage image);
        fixed (int* places = winners.Places)
        fixed (float* ps = x, pd = padded, pg = g, pj = jacobian)
        {
            float* px = pd == null ? ps : pd;
            using var tables = new PatchTables(geometry, image, layout.Samples, keptIndices, firstRow, rows, winners.Windows);
            var pool = new PooledImage(winners.Windows, places, layout.Samples, image.Width, geometry.Stride, layout.Samples);
            PerSampleProblem problem = tables.Problem(layout);
            switch (VectorWidths.Fitting(width, layout))
            {
                case VectorWidth.Vector512: Jacobian<Lanes512, Vector512<float>>(team, problem, pool, px, pg, pj); break;
                case VectorWidth.Vector256: Jacobian<Lanes256, Vector256<float>>(team, problem, pool, px, pg, pj); break;
                case VectorWidth.Vector128: Jacobian<Lanes128, Vector128<float>>(team, problem, pool, px, pg, pj); break;
                default: Jacobian<LanesScalar, float>(team, problem, pool, px, pg, pj); break;
            }
        }
        ArrayPool<float>.Shared.Return(padded);
    }

    internal static void AddPooledTangent(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, in MaxPoolWinners winners, ColumnLayout layout, int[]? keptIndices,
        int firstRow, int rows, ReadOnlySpan<float> v, ReadOnlySpan<float> x, Span<float> yDot)
    {
        CheckRows(team, geometry, layout, keptIndices, firstRow, rows);
        CheckInputs(geometry, layout, x.Length, nameof(x));
        CheckWindows(geometry, winners, layout, yDot.Length, nameof(yDot));
        MatrixArgument.Check(v.Length, rows, layout.Columns, layout.Columns, nameof(v), nameof(layout));
        if (rows == 0 || layout.Columns == 0)
            return;
        float[] padded = Pad(team, geometry, layout.Samples, x, out PaddedImage image);
        fixed (int* places = winners.Places)
        fixed (float* ps = x, pd = padded, pv = v, py = yDot)
        {
            float* px = pd == null ? ps : pd;
            using var tables = new PatchTables(geometry, image, layout.Samples, keptIndices, firstRow, rows, winners.Windows);
            var pool = new PooledImage(winners.Windows, places, layout.Samples, image.Width, geometry.Stride, layout.Samples);
            PerSampleProblem problem = tables.Problem(layout);
            switch (VectorWidths.Fitting(width, layout))
            {
                case VectorWidth.Vector512: AddTangent<Lanes512, Vector512<float>>(team, problem, pool, pv, px, py); break;
                case VectorWidth.Vector256: AddTangent<Lanes256, Vector256<float>>(team, problem, pool, pv, px, py); break;
                case VectorWidth.Vector128: AddTangent<Lanes128, Vector128<float>>(team, problem, pool, pv, px, py); break;
                default: AddTangent<LanesScalar, float>(team, problem, pool, pv, px, py); break;
            }
        }
        ArrayPool<float>.Shared.Return(padded);
    }

    private static void Jacobian<TLanes, TVector>(
        WorkerTeam team, in PerSampleProblem problem, in PooledImage pool, float* x, float* g, float* jacobian)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        PooledJacobianWork<TLanes, TVector>.Run(team, problem, pool.Patches<TLanes, TVector>(), x, g, jacobian);

    private static void AddTangent<TLanes, TVector>(
        WorkerTeam team, in PerSampleProblem problem, in PooledImage pool, float* v, float* x, float* yDot)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        PooledTangentWork<TLanes, TVector>.Run(team, problem, pool.Patches<TLanes, TVector>(), v, x, yDot);

    private static void CheckWindows(ConvolutionGeometry geometry, in MaxPoolWinners winners, ColumnLayout layout, int length, string name)
    {
        PoolingWindows windows = winners.Windows;
        if ((windows.Channels, windows.Height, windows.Width) != (geometry.Filters, geometry.OutputHeight, geometry.OutputWidth))
        {
            throw new ArgumentException(
                $"The windows are over {windows.Channels} x {windows.Height} x {windows.Width} positions; the convolution's output has "
                + $"{geometry.Filters} x {geometry.OutputHeight} x {geometry.OutputWidth}.",
                nameof(winners));
        }
        MatrixArgument.Check(winners.Places.Length, winners.Windows.Count, layout.Samples, layout.Samples, nameof(winners), nameof(layout));
        MatrixArgument.Check(length, winners.Windows.Count, layout.Columns, layout.Columns, name, nameof(layout));
    }

    /// <summary>The pool, and how its windows lie over an image of patches; pinned.</summary>
    private readonly struct PooledImage(PoolingWindows windows, int* places, int samples, int imageWidth, int stride, int unit)
    {
        public WinningPatches<TLanes, TVector> Patches<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged =>
            new(windows, places, samples, (nint)imageWidth * stride * unit, (nint)stride * unit);
    }
}
