using System.Buffers;

namespace Ntt.Compute;

/// <content>Products of tangents and cotangents, with columns by samples: at the max-pool behind the convolution, and gated.</content>
public static unsafe partial class Convolution
{
    /// <summary>
    /// Whether the products behind a max-pool can be had without the images before it: the stride is 1, the pool's windows share no
    /// position, and the segments of the columns are whole vectors.
    /// </summary>
    internal static bool CanPool(ConvolutionGeometry geometry, in PoolingWindows windows, ColumnLayout layout) =>
        windows.Stride >= windows.Size && CanGate(geometry, layout);

    /// <summary>Whether an adjoint can be gated as it is written.</summary>
    internal static bool CanGate(ConvolutionGeometry geometry, ColumnLayout layout) =>
        geometry.Stride == 1 && (VectorSamples.Fitting(VectorWidths.Widest, layout) >= VectorWidth.Vector256 || VectorWidths.Widest < VectorWidth.Vector256);

    /// <summary>ẏ [windows × columns] = the convolution's tangent at each window's winner.</summary>
    internal static void PooledForward(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix w, in MaxPoolWinners winners, ColumnLayout layout,
        ReadOnlySpan<float> x, Span<float> y)
    {
        CheckPooled(team, geometry, winners, layout);
        MatrixArgument.Check(x.Length, geometry.InputSize, layout.Columns, layout.Columns, nameof(x), nameof(layout));
        MatrixArgument.Check(y.Length, winners.Windows.Count, layout.Columns, layout.Columns, nameof(y), nameof(layout));
        CheckWeights(geometry, w, nameof(w));
        if (layout.Columns == 0)
            return;
        width = VectorSamples.Fitting(width, layout);
        int[] samples = VectorSamples.Rent(layout, width);
        fixed (int* first = samples, places = winners.Places)
        fixed (float* px = x, py = y)
        {
            var pool = new PoolPlaces(winners.Windows, places, new VectorSamples(layout.Samples, first));
            ForwardByWindows(width, team, geometry, w, layout.Columns, px, py, new SumEnding { Pool = pool });
        }
        ArrayPool<int>.Shared.Return(samples);
    }

    /// <summary>
    /// x̄ = the convolution's adjoint of ȳ, set to 0 where its sample's gate is shut.
    /// </summary>
    /// <param name="width">The widest vectors.</param>
    /// <param name="team">The threads to use.</param>
    /// <param name="geometry">The sizes; the stride is 1.</param>
    /// <param name="w">The kept weights.</param>
    /// <param name="winners">The max-pool behind the convolution whose cotangents ȳ are; null for those of the convolution itself.</param>
    /// <param name="layout">The columns.</param>
    /// <param name="yBar">ȳ, [windows or outputs × columns].</param>
    /// <param name="xBar">Receives x̄, [inputs × columns].</param>
    /// <param name="gate">[inputs × samples], or empty for none.</param>
    internal static void Adjoint(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix w, in MaxPoolWinners? winners, ColumnLayout layout,
        ReadOnlySpan<float> yBar, Span<float> xBar, ReadOnlySpan<float> gate)
    {
        if (winners is { } behind)
            CheckPooled(team, geometry, behind, layout);
        int outputs = winners?.Windows.Count ?? geometry.OutputSize;
        MatrixArgument.Check(xBar.Length, geometry.InputSize, layout.Columns, layout.Columns, nameof(xBar), nameof(layout));
        MatrixArgument.Check(yBar.Length, outputs, layout.Columns, layout.Columns, nameof(yBar), nameof(layout));
        CheckWeights(geometry, w, nameof(w));
        if (!gate.IsEmpty)
            MatrixArgument.Check(gate.Length, geometry.InputSize, layout.Samples, layout.Samples, nameof(gate), nameof(layout));
        if (layout.Columns == 0)
            return;
        width = VectorSamples.Fitting(width, layout);
        int[] samples = VectorSamples.Rent(layout, width);
        fixed (int* first = samples, places = winners?.Places)
        fixed (float* pg = yBar, px = xBar, gates = gate)
        {
            var columns = new VectorSamples(layout.Samples, first);
            var pool = new PoolPlaces(winners?.Windows ?? default, places, columns);
            SumEnding ending = gate.IsEmpty ? default
                : layout.Columns == layout.Samples ? new SumEnding { Gate = gates }
                : new SumEnding { Gate = gates, GateColumns = columns };
            AdjointByWindows(width, team, geometry, w, layout.Columns, pool, pg, px, ending);
        }
        ArrayPool<int>.Shared.Return(samples);
    }

    /// <summary>gradient += Σ over the columns of ȳ xᵀ for the kept weights, ȳ being cotangents behind the max-pool.</summary>
    internal static void PooledWeightGradient(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, SparseMatrix structure, in MaxPoolWinners winners, ColumnLayout layout,
        ReadOnlySpan<float> yBar, ReadOnlySpan<float> x, Span<float> gradient)
    {
        CheckPooled(team, geometry, winners, layout);
        MatrixArgument.Check(x.Length, geometry.InputSize, layout.Columns, layout.Columns, nameof(x), nameof(layout));
        MatrixArgument.Check(yBar.Length, winners.Windows.Count, layout.Columns, layout.Columns, nameof(yBar), nameof(layout));
        CheckWeights(geometry, structure, nameof(structure));
        MatrixArgument.CheckVector(gradient.Length, structure.Count, nameof(gradient));
        if (layout.Columns == 0)
            return;
        width = VectorSamples.Fitting(width, layout);
        int[] samples = VectorSamples.Rent(layout, width);
        fixed (int* first = samples, places = winners.Places)
        fixed (float* pg = yBar, px = x)
        {
            var pool = new PoolPlaces(winners.Windows, places, new VectorSamples(layout.Samples, first));
            WeightGradientByWindows(width, team, geometry, structure, layout.Columns, pool, pg, px, gradient[..structure.Count]);
        }
        ArrayPool<int>.Shared.Return(samples);
    }

    private static void CheckPooled(WorkerTeam team, ConvolutionGeometry geometry, in MaxPoolWinners winners, ColumnLayout layout)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(layout);
        PoolingWindows windows = winners.Windows;
        if (windows.Stride < windows.Size
            || (windows.Channels, windows.Height, windows.Width) != (geometry.Filters, geometry.OutputHeight, geometry.OutputWidth))
            throw new ArgumentException("The windows must be those of the convolution's output and share no position.", nameof(winners));
        MatrixArgument.Check(winners.Places.Length, windows.Count, layout.Samples, layout.Samples, nameof(winners), nameof(layout));
    }
}
