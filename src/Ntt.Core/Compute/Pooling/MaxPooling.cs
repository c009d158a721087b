using System.Numerics;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>
/// The maximum of every window of an image, and its derivative. Images are [channels × height × width × columns]; output
/// height and width are (size of the image − size of the window) / stride + 1, rounded down.
/// </summary>
public static unsafe class MaxPooling
{
    /// <summary>y = the maximum of each window; argument = where in the window it is, row · size + column, the first of equals.</summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="height">Rows of the image, at least 1.</param>
    /// <param name="width">Columns of the image, at least 1.</param>
    /// <param name="size">Rows and columns of a window, 1 to the smaller of height and width.</param>
    /// <param name="stride">Positions from a window to the next, at least 1.</param>
    /// <param name="columns">Columns of the batch, 0 or more.</param>
    /// <param name="x">X [channels × height × width × <paramref name="columns"/>].</param>
    /// <param name="y">Receives Y [channels × output height × output width × <paramref name="columns"/>].</param>
    /// <param name="argument">Receives the places of the maxima, as many as Y has elements.</param>
    /// <remarks>A window that holds NaN has the maximum NaN.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Forward(
        WorkerTeam team, int channels, int height, int width, int size, int stride, int columns,
        ReadOnlySpan<float> x, Span<float> y, Span<int> argument)
    {
        var windows = new PoolingWindows(channels, height, width, size, stride);
        windows.CheckImages(team, columns, x.Length, nameof(x), y.Length, nameof(y));
        MatrixArgument.Check(argument.Length, windows.Count, columns, columns, nameof(argument), nameof(columns));
        fixed (float* px = x, py = y)
        fixed (int* pa = argument)
        {
            RowChunks<ForwardKernel>.Run(
                team, channels * windows.OutputHeight, width * size * columns, new ForwardKernel(windows, columns, px, py, pa));
        }
    }

    /// <summary>ẏ = ẋ at the place of each sample's maximum, for tangents of any number a sample.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="size">Rows and columns of a window.</param>
    /// <param name="stride">Positions from a window to the next.</param>
    /// <param name="layout">The columns of Ẋ and Ẏ, and the samples of the argument.</param>
    /// <param name="argument">The places of the maxima, [channels × output height × output width × samples].</param>
    /// <param name="xDot">Ẋ [channels × height × width × columns].</param>
    /// <param name="yDot">Receives Ẏ [channels × output height × output width × columns].</param>
    internal static void Tangent(
        WorkerTeam team, int channels, int height, int width, int size, int stride, ColumnLayout layout,
        ReadOnlySpan<int> argument, ReadOnlySpan<float> xDot, Span<float> yDot) =>
        Tangent(VectorWidths.Widest, team, channels, height, width, size, stride, layout, argument, xDot, yDot);

    internal static void Tangent(
        VectorWidth vectors, WorkerTeam team, int channels, int height, int width, int size, int stride, ColumnLayout layout,
        ReadOnlySpan<int> argument, ReadOnlySpan<float> xDot, Span<float> yDot)
    {
        var windows = new PoolingWindows(channels, height, width, size, stride);
        ArgumentNullException.ThrowIfNull(layout);
        windows.CheckImages(team, layout.Columns, xDot.Length, nameof(xDot), yDot.Length, nameof(yDot));
        MatrixArgument.Check(argument.Length, windows.Count, layout.Samples, layout.Samples, nameof(argument), nameof(layout));
        fixed (float* px = xDot, py = yDot)
        fixed (int* pa = argument)
        {
            switch (VectorWidths.Fitting(vectors, layout))
            {
                case VectorWidth.Vector512: RunTangent<Lanes512, Vector512<float>>(team, windows, layout, pa, px, py); break;
                case VectorWidth.Vector256: RunTangent<Lanes256, Vector256<float>>(team, windows, layout, pa, px, py); break;
                case VectorWidth.Vector128: RunTangent<Lanes128, Vector128<float>>(team, windows, layout, pa, px, py); break;
                default: RunTangent<LanesScalar, float>(team, windows, layout, pa, px, py); break;
            }
        }
    }

    /// <summary>x̄ = the sum of ȳ over the windows whose maximum is there, for cotangents of any number a sample.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="size">Rows and columns of a window.</param>
    /// <param name="stride">Positions from a window to the next.</param>
    /// <param name="layout">The columns of X̄ and Ȳ, and the samples of the argument.</param>
    /// <param name="argument">The places of the maxima, [channels × output height × output width × samples].</param>
    /// <param name="yBar">Ȳ [channels × output height × output width × columns].</param>
    /// <param name="xBar">Receives X̄ [channels × height × width × columns].</param>
    internal static void Adjoint(
        WorkerTeam team, int channels, int height, int width, int size, int stride, ColumnLayout layout,
        ReadOnlySpan<int> argument, ReadOnlySpan<float> yBar, Span<float> xBar) =>
        Adjoint(VectorWidths.Widest, team, channels, height, width, size, stride, layout, argument, yBar, xBar);

    internal static void Adjoint(
        VectorWidth vectors, WorkerTeam team, int channels, int height, int width, int size, int stride, ColumnLayout layout,
        ReadOnlySpan<int> argument, ReadOnlySpan<float> yBar, Span<float> xBar)
    {
        var windows = new PoolingWindows(channels, height, width, size, stride);
        ArgumentNullException.ThrowIfNull(layout);
        windows.CheckImages(team, layout.Columns, xBar.Length, nameof(xBar), yBar.Length, nameof(yBar));
        MatrixArgument.Check(argument.Length, windows.Count, layout.Samples, layout.Samples, nameof(argument), nameof(layout));
        fixed (float* px = xBar, py = yBar)
        fixed (int* pa = argument)
        {
            switch (VectorWidths.Fitting(vectors, layout))
            {
                case VectorWidth.Vector512: RunAdjoint<Lanes512, Vector512<float>>(team, windows, layout, pa, py, px); break;
                case VectorWidth.Vector256: RunAdjoint<Lanes256, Vector256<float>>(team, windows, layout, pa, py, px); break;
                case VectorWidth.Vector128: RunAdjoint<Lanes128, Vector128<float>>(team, windows, layout, pa, py, px); break;
                default: RunAdjoint<LanesScalar, float>(team, windows, layout, pa, py, px); break;
            }
        }
    }

    private static void RunTangent<TLanes, TVector>(
        WorkerTeam team, in PoolingWindows windows, ColumnLayout layout, int* argument, float* xDot, float* yDot)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        RowChunks<MaxPoolingTangent<TLanes, TVector>>.Run(
            team, windows.Channels * windows.OutputHeight, windows.Width * windows.Size * layout.Columns,
            new MaxPoolingTangent<TLanes, TVector>(windows, layout, argument, xDot, yDot));

    private static void RunAdjoint<TLanes, TVector>(
        WorkerTeam team, in PoolingWindows windows, ColumnLayout layout, int* argument, float* yBar, float* xBar)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        RowChunks<MaxPoolingAdjoint<TLanes, TVector>>.Run(
            team, windows.Channels, windows.Height * windows.Width * layout.Columns,
            new MaxPoolingAdjoint<TLanes, TVector>(windows, layout, argument, yBar, xBar));

    /// <summary>One row of windows of a channel.</summary>
    private readonly struct ForwardKernel(PoolingWindows windows, int columns, float* x, float* y, int* argument) : IRowKernel
    {
        public void Run(int row)
        {
            for (int column = 0; column < windows.OutputWidth; column++)
            {
                nint window = ((nint)row * windows.OutputWidth + column) * columns;
                Window(x + windows.Corner(row, column) * columns, y + window, argument + window);
            }
        }

        private void Window(float* corner, float* best, int* place)
        {
            int i = 0;
            for (; i + Vector<float>.Count <= columns; i += Vector<float>.Count)
            {
                Vector<float> maximum = Vector.Load(corner + i);
                Vector<int> at = Vector<int>.Zero;
                for (int tap = 1; tap < windows.Size * windows.Size; tap++)
                {
                    Vector<float> value = Vector.Load(corner + Offset(tap) + i);
                    // Also where the value is NaN and the maximum is not: NaN stays visible.
                    Vector<int> isGreater = Vector.AndNot(Vector.Equals(maximum, maximum), Vector.LessThanOrEqual(value, maximum));
                    maximum = Vector.ConditionalSelect(isGreater, value, maximum);
                    at = Vector.ConditionalSelect(isGreater, new Vector<int>(tap), at);
                }
                Vector.Store(maximum, best + i);
                Vector.Store(at, place + i);
            }
            for (; i < columns; i++)
            {
                (best[i], place[i]) = (corner[i], 0);
                for (int tap = 1; tap < windows.Size * windows.Size; tap++)
                {
                    float value = corner[Offset(tap) + i];
                    if (!(value <= best[i]) && !float.IsNaN(best[i]))
                        (best[i], place[i]) = (value, tap);
                }
            }
        }

        private nint Offset(int tap) => ((nint)(tap / windows.Size) * windows.Width + tap % windows.Size) * columns;
    }
}
