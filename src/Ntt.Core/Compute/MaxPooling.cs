using System.Numerics;

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
        ReadOnlySpan<int> argument, ReadOnlySpan<float> xDot, Span<float> yDot)
    {
        var windows = new PoolingWindows(channels, height, width, size, stride);
        ArgumentNullException.ThrowIfNull(layout);
        windows.CheckImages(team, layout.Columns, xDot.Length, nameof(xDot), yDot.Length, nameof(yDot));
        MatrixArgument.Check(argument.Length, windows.Count, layout.Samples, layout.Samples, nameof(argument), nameof(layout));
        fixed (float* px = xDot, py = yDot)
        fixed (int* pa = argument)
        {
            RowChunks<TangentKernel>.Run(
                team, channels * windows.OutputHeight, width * size * layout.Columns, new TangentKernel(windows, layout, pa, px, py));
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
        ReadOnlySpan<int> argument, ReadOnlySpan<float> yBar, Span<float> xBar)
    {
        var windows = new PoolingWindows(channels, height, width, size, stride);
        ArgumentNullException.ThrowIfNull(layout);
        windows.CheckImages(team, layout.Columns, xBar.Length, nameof(xBar), yBar.Length, nameof(yBar));
        MatrixArgument.Check(argument.Length, windows.Count, layout.Samples, layout.Samples, nameof(argument), nameof(layout));
        fixed (float* px = xBar, py = yBar)
        fixed (int* pa = argument)
            RowChunks<AdjointKernel>.Run(team, channels, height * width * layout.Columns, new AdjointKernel(windows, layout, pa, py, px));
    }

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

    /// <summary>One row of windows of a channel.</summary>
    private readonly struct TangentKernel(PoolingWindows windows, ColumnLayout layout, int* argument, float* xDot, float* yDot) : IRowKernel
    {
        public void Run(int row)
        {
            for (int column = 0; column < windows.OutputWidth; column++)
            {
                nint window = (nint)row * windows.OutputWidth + column;
                float* x = xDot + windows.Corner(row, column) * layout.Columns;
                float* y = yDot + window * layout.Columns;
                foreach (ColumnSegment segment in layout.Segments)
                {
                    int* place = argument + window * layout.Samples + segment.Sample;
                    for (int a = 0; a < segment.Repeats; a++)
                        Window(x + segment.Column + (nint)a * segment.Count, y + segment.Column + (nint)a * segment.Count, place, segment.Count);
                }
            }
        }

        private void Window(float* x, float* y, int* place, int count)
        {
            int i = 0;
            for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            {
                Vector<int> at = Vector.Load(place + i);
                Vector<float> value = Vector.Load(x + i);
                for (int tap = 1; tap < windows.Size * windows.Size; tap++)
                    value = Vector.ConditionalSelect(Vector.Equals(at, new Vector<int>(tap)), Vector.Load(x + Offset(tap) + i), value);
                Vector.Store(value, y + i);
            }
            for (; i < count; i++)
                y[i] = x[Offset(place[i]) + i];
        }

        private nint Offset(int tap) => ((nint)(tap / windows.Size) * windows.Width + tap % windows.Size) * layout.Columns;
    }

    /// <summary>One channel.</summary>
    private readonly struct AdjointKernel(PoolingWindows windows, ColumnLayout layout, int* argument, float* yBar, float* xBar) : IRowKernel
    {
        public void Run(int row)
        {
            nint plane = (nint)windows.Height * windows.Width * layout.Columns;
            new Span<float>(xBar + row * plane, (int)plane).Clear();
            for (int y = row * windows.OutputHeight; y < (row + 1) * windows.OutputHeight; y++)
            {
                for (int column = 0; column < windows.OutputWidth; column++)
                {
                    nint window = (nint)y * windows.OutputWidth + column;
                    float* from = yBar + window * layout.Columns;
                    float* to = xBar + windows.Corner(y, column) * layout.Columns;
                    foreach (ColumnSegment segment in layout.Segments)
                    {
                        int* place = argument + window * layout.Samples + segment.Sample;
                        for (int a = 0; a < segment.Repeats; a++)
                            Window(from + segment.Column + (nint)a * segment.Count, to + segment.Column + (nint)a * segment.Count, place, segment.Count);
                    }
                }
            }
        }

        private void Window(float* from, float* to, int* place, int count)
        {
            int i = 0;
            for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            {
                Vector<int> at = Vector.Load(place + i);
                Vector<float> value = Vector.Load(from + i);
                for (int tap = 0; tap < windows.Size * windows.Size; tap++)
                {
                    float* target = to + Offset(tap) + i;
                    Vector<float> share = Vector.ConditionalSelect(Vector.Equals(at, new Vector<int>(tap)), value, Vector<float>.Zero);
                    Vector.Store(Vector.Load(target) + share, target);
                }
            }
            for (; i < count; i++)
                to[Offset(place[i]) + i] += from[i];
        }

        private nint Offset(int tap) => ((nint)(tap / windows.Size) * windows.Width + tap % windows.Size) * layout.Columns;
    }
}
