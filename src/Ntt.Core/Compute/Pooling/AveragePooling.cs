using System.Numerics;

namespace Ntt.Compute;

/// <summary>
/// The mean of every window of an image, and its adjoint. Images are [channels × height × width × columns]; output
/// height and width are (size of the image − size of the window) / stride + 1, rounded down.
/// </summary>
public static unsafe class AveragePooling
{
    /// <summary>y = the mean of each window. The map is linear, so this is the tangent too.</summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="height">Rows of the image, at least 1.</param>
    /// <param name="width">Columns of the image, at least 1.</param>
    /// <param name="size">Rows and columns of a window, 1 to the smaller of height and width.</param>
    /// <param name="stride">Positions from a window to the next, at least 1.</param>
    /// <param name="columns">Columns of the batch, 0 or more.</param>
    /// <param name="x">X [channels × height × width × <paramref name="columns"/>].</param>
    /// <param name="y">Receives Y [channels × output height × output width × <paramref name="columns"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Forward(
        WorkerTeam team, int channels, int height, int width, int size, int stride, int columns, ReadOnlySpan<float> x, Span<float> y)
    {
        var windows = new PoolingWindows(channels, height, width, size, stride);
        windows.CheckImages(team, columns, x.Length, nameof(x), y.Length, nameof(y));
        fixed (float* px = x, py = y)
            RowChunks<ForwardKernel>.Run(team, channels * windows.OutputHeight, width * size * columns, new ForwardKernel(windows, columns, px, py));
    }

    /// <summary>x̄ = the sum of ȳ over the windows that a position is in, divided by the positions of a window.</summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="height">Rows of the image, at least 1.</param>
    /// <param name="width">Columns of the image, at least 1.</param>
    /// <param name="size">Rows and columns of a window, 1 to the smaller of height and width.</param>
    /// <param name="stride">Positions from a window to the next, at least 1.</param>
    /// <param name="columns">Columns of the batch, 0 or more.</param>
    /// <param name="yBar">Ȳ [channels × output height × output width × <paramref name="columns"/>].</param>
    /// <param name="xBar">Receives X̄ [channels × height × width × <paramref name="columns"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Adjoint(
        WorkerTeam team, int channels, int height, int width, int size, int stride, int columns, ReadOnlySpan<float> yBar, Span<float> xBar)
    {
        var windows = new PoolingWindows(channels, height, width, size, stride);
        windows.CheckImages(team, columns, xBar.Length, nameof(xBar), yBar.Length, nameof(yBar));
        fixed (float* px = xBar, py = yBar)
            RowChunks<AdjointKernel>.Run(team, channels, height * width * columns, new AdjointKernel(windows, columns, py, px));
    }

    /// <summary>One row of windows of a channel.</summary>
    private readonly struct ForwardKernel(PoolingWindows windows, int columns, float* x, float* y) : IRowKernel
    {
        public void Run(int row)
        {
            float scale = 1f / (windows.Size * windows.Size);
            nint next = (nint)windows.Width * columns;
            for (int column = 0; column < windows.OutputWidth; column++)
            {
                float* corner = x + windows.Corner(row, column) * columns;
                float* target = y + ((nint)row * windows.OutputWidth + column) * columns;
                int i = 0;
                for (; i + Vector<float>.Count <= columns; i += Vector<float>.Count)
                {
                    Vector<float> sum = Vector<float>.Zero;
                    for (int tapRow = 0; tapRow < windows.Size; tapRow++)
                        for (int tapColumn = 0; tapColumn < windows.Size; tapColumn++)
                            sum += Vector.Load(corner + tapRow * next + (nint)tapColumn * columns + i);
                    Vector.Store(sum * scale, target + i);
                }
                for (; i < columns; i++)
                {
                    float sum = 0;
                    for (int tapRow = 0; tapRow < windows.Size; tapRow++)
                        for (int tapColumn = 0; tapColumn < windows.Size; tapColumn++)
                            sum += corner[tapRow * next + (nint)tapColumn * columns + i];
                    target[i] = sum * scale;
                }
            }
        }
    }

    /// <summary>One channel.</summary>
    private readonly struct AdjointKernel(PoolingWindows windows, int columns, float* yBar, float* xBar) : IRowKernel
    {
        public void Run(int row)
        {
            float scale = 1f / (windows.Size * windows.Size);
            nint next = (nint)windows.Width * columns;
            new Span<float>(xBar + row * windows.Height * next, (int)(windows.Height * next)).Clear();
            for (int y = row * windows.OutputHeight; y < (row + 1) * windows.OutputHeight; y++)
            {
                for (int column = 0; column < windows.OutputWidth; column++)
                {
                    float* corner = xBar + windows.Corner(y, column) * columns;
                    float* source = yBar + ((nint)y * windows.OutputWidth + column) * columns;
                    // A row of the window is contiguous, one block of columns for each of its positions.
                    for (int tapRow = 0; tapRow < windows.Size; tapRow++)
                        for (int tapColumn = 0; tapColumn < windows.Size; tapColumn++)
                            AddScaled(source, scale, corner + tapRow * next + (nint)tapColumn * columns);
                }
            }
        }

        private void AddScaled(float* source, float scale, float* target)
        {
            int i = 0;
            for (; i + Vector<float>.Count <= columns; i += Vector<float>.Count)
                Vector.Store(Vector.Load(target + i) + Vector.Load(source + i) * scale, target + i);
            for (; i < columns; i++)
                target[i] += source[i] * scale;
        }
    }
}
