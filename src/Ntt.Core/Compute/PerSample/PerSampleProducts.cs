using System.Buffers;
using System.Runtime.Intrinsics;
using Ntt.Diagnostics;

namespace Ntt.Compute;

/// <summary>
/// Products of a convolution's cotangents, Jacobians and inputs that are made sample by sample, as its tangent kernel needs them. G are
/// cotangents at the output, X are inputs, and X[f, s, i] is element f = (c, ky, kx) of the patch of sample i that the output position
/// s sees, 0 outside the image. A <see cref="ColumnLayout"/> says which column belongs to which output a and sample i. Matrices
/// with one row for each weight (o, f), or for each kept one, are handed over some consecutive rows at a time.
/// </summary>
/// <remarks>
/// Samples are the lanes of the vectors: each lane does its own small matrix product. Threads own disjoint outputs, so
/// results have the same bits for every number of threads and every vector width; cutting the rows otherwise changes the order in which the
/// products are added to Ż and X̄.
/// </remarks>
internal static unsafe partial class PerSampleProducts
{
    /// <summary>Jacobian[row(o, f), (a, i)] = Σ_s G[o, s, (a, i)] · X[f, s, i].</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="layout">The columns of G and the Jacobian, and the samples of X.</param>
    /// <param name="keptIndices">The flat indices o · patch + f of the rows, ascending; null for all weights.</param>
    /// <param name="firstRow">The first row to compute.</param>
    /// <param name="rows">Number of rows to compute.</param>
    /// <param name="x">X [channels × height × width × samples].</param>
    /// <param name="g">G [filters × output height × output width × columns].</param>
    /// <param name="jacobian">Receives [<paramref name="rows"/> × columns].</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Jacobian(
        WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> x, ReadOnlySpan<float> g, Span<float> jacobian) =>
        Jacobian(VectorWidths.Widest, team, geometry, layout, keptIndices, firstRow, rows, x, g, jacobian);

    /// <summary>Ż[o, s, (a, i)] += Σ_f V[row(o, f), (a, i)] · X[f, s, i].</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="layout">The columns of V and Ż, and the samples of X.</param>
    /// <param name="keptIndices">The flat indices o · patch + f of the rows, ascending; null for all weights.</param>
    /// <param name="firstRow">The first row of V.</param>
    /// <param name="rows">Number of rows of V.</param>
    /// <param name="v">V [<paramref name="rows"/> × columns].</param>
    /// <param name="x">X [channels × height × width × samples].</param>
    /// <param name="zDot">Ż [filters × output height × output width × columns]; added to.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void AddTangent(
        WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> v, ReadOnlySpan<float> x, Span<float> zDot) =>
        AddTangent(VectorWidths.Widest, team, geometry, layout, keptIndices, firstRow, rows, v, x, zDot);

    /// <summary>X̄[c, position of (f, s), i] += Σ over o and a of V[row(o, f), (a, i)] · G[o, s, (a, i)], inside the image.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="layout">The columns of V and G, and the samples of X̄.</param>
    /// <param name="keptIndices">The flat indices o · patch + f of the rows, ascending; null for all weights.</param>
    /// <param name="firstRow">The first row of V.</param>
    /// <param name="rows">Number of rows of V.</param>
    /// <param name="v">V [<paramref name="rows"/> × columns].</param>
    /// <param name="g">G [filters × output height × output width × columns].</param>
    /// <param name="xBar">X̄ [channels × height × width × samples]; added to.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void AddAdjoint(
        WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> v, ReadOnlySpan<float> g, Span<float> xBar) =>
        AddAdjoint(VectorWidths.Widest, team, geometry, layout, keptIndices, firstRow, rows, v, g, xBar);

    internal static void Jacobian(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> x, ReadOnlySpan<float> g, Span<float> jacobian)
    {
        CheckRows(team, geometry, layout, keptIndices, firstRow, rows);
        CheckInputs(geometry, layout, x.Length, nameof(x));
        CheckOutputs(geometry, layout, g.Length, nameof(g));
        MatrixArgument.Check(jacobian.Length, rows, layout.Columns, layout.Columns, nameof(jacobian), nameof(layout));
        if (rows == 0 || layout.Columns == 0)
            return;
        float[] padded = Pad(team, geometry, layout.Samples, x, out PaddedImage image);
        fixed (float* ps = x, pd = padded, pg = g, pj = jacobian)
        {
            float* px = pd == null ? ps : pd;
            using var tables = new PatchTables(geometry, image, layout.Samples, keptIndices, firstRow, rows);
            PerSampleProblem problem = tables.Problem(layout);
            switch (VectorWidths.Fitting(width, layout))
            {
                case VectorWidth.Vector512: PerSampleJacobianWork<Lanes512, Vector512<float>>.Run(team, problem, px, pg, pj); break;
                case VectorWidth.Vector256: PerSampleJacobianWork<Lanes256, Vector256<float>>.Run(team, problem, px, pg, pj); break;
                case VectorWidth.Vector128: PerSampleJacobianWork<Lanes128, Vector128<float>>.Run(team, problem, px, pg, pj); break;
                default: PerSampleJacobianWork<LanesScalar, float>.Run(team, problem, px, pg, pj); break;
            }
        }
        ArrayPool<float>.Shared.Return(padded);
    }

    internal static void AddTangent(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> v, ReadOnlySpan<float> x, Span<float> zDot)
    {
        CheckTangent(team, geometry, layout, keptIndices, firstRow, rows, v, x, zDot);
        if (rows == 0 || layout.Columns == 0)
            return;
        RunTangent(width, team, geometry, layout, keptIndices, firstRow, rows, v, x, zDot, default);
    }

    /// <summary>Ż = or += the directions of the biases and V · X for all weights that count, and 0 where a gate is shut.</summary>
    /// <param name="width">The widest vectors.</param>
    /// <param name="team">The threads to use.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="layout">The columns of V and Ż, and the samples of X.</param>
    /// <param name="keptIndices">The flat indices of the rows of V, ascending; null for all weights.</param>
    /// <param name="v">V.</param>
    /// <param name="bias">[filters × columns].</param>
    /// <param name="x">X [channels × height × width × samples].</param>
    /// <param name="gate">[filters × output height × output width × samples], or empty for none.</param>
    /// <param name="zDot">Ż [filters × output height × output width × columns].</param>
    /// <param name="accumulate">Whether Ż is added to.</param>
    internal static void Tangent(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? keptIndices, ReadOnlySpan<float> v,
        ReadOnlySpan<float> bias, ReadOnlySpan<float> x, ReadOnlySpan<float> gate, Span<float> zDot, bool accumulate)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        int rows = keptIndices?.Length ?? geometry.WeightCount;
        CheckTangent(team, geometry, layout, keptIndices, 0, rows, v, x, zDot);
        MatrixArgument.Check(bias.Length, geometry.Filters, layout.Columns, layout.Columns, nameof(bias), nameof(layout));
        if (!gate.IsEmpty)
            MatrixArgument.Check(gate.Length, geometry.OutputSize, layout.Samples, layout.Samples, nameof(gate), nameof(layout));
        if (layout.Columns == 0)
            return;
        fixed (float* pb = bias, pg = gate)
            RunTangent(width, team, geometry, layout, keptIndices, 0, rows, v, x, zDot, new TangentEnding(geometry.Filters, pb, accumulate, pg));
    }

    private static void CheckTangent(
        WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> v, ReadOnlySpan<float> x, ReadOnlySpan<float> zDot)
    {
        CheckRows(team, geometry, layout, keptIndices, firstRow, rows);
        CheckInputs(geometry, layout, x.Length, nameof(x));
        CheckOutputs(geometry, layout, zDot.Length, nameof(zDot));
        MatrixArgument.Check(v.Length, rows, layout.Columns, layout.Columns, nameof(v), nameof(layout));
    }

    private static void RunTangent(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> v, ReadOnlySpan<float> x, Span<float> zDot, in TangentEnding ending)
    {
        float[] padded = Pad(team, geometry, layout.Samples, x, out PaddedImage image);
        fixed (float* ps = x, pd = padded, pv = v, pz = zDot)
        {
            float* px = pd == null ? ps : pd;
            using var tables = new PatchTables(geometry, image, layout.Samples, keptIndices, firstRow, rows);
            PerSampleProblem problem = tables.Problem(layout);
            switch (VectorWidths.Fitting(width, layout))
            {
                case VectorWidth.Vector512: PerSampleTangentWork<Lanes512, Vector512<float>>.Run(team, problem, pv, px, pz, ending); break;
                case VectorWidth.Vector256: PerSampleTangentWork<Lanes256, Vector256<float>>.Run(team, problem, pv, px, pz, ending); break;
                case VectorWidth.Vector128: PerSampleTangentWork<Lanes128, Vector128<float>>.Run(team, problem, pv, px, pz, ending); break;
                default: PerSampleTangentWork<LanesScalar, float>.Run(team, problem, pv, px, pz, ending); break;
            }
        }
        ArrayPool<float>.Shared.Return(padded);
    }

    internal static void AddAdjoint(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows,
        ReadOnlySpan<float> v, ReadOnlySpan<float> g, Span<float> xBar)
    {
        CheckRows(team, geometry, layout, keptIndices, firstRow, rows);
        CheckInputs(geometry, layout, xBar.Length, nameof(xBar));
        CheckOutputs(geometry, layout, g.Length, nameof(g));
        MatrixArgument.Check(v.Length, rows, layout.Columns, layout.Columns, nameof(v), nameof(layout));
        if (rows == 0 || layout.Columns == 0)
            return;
        AddAdjoint(width, team, geometry, null, layout, keptIndices, firstRow, rows, v, g, xBar);
    }

    private static void AddAdjoint(
        VectorWidth width, WorkerTeam team, ConvolutionGeometry geometry, MaxPoolWinners? winners, ColumnLayout layout, int[]? keptIndices,
        int firstRow, int rows, ReadOnlySpan<float> v, ReadOnlySpan<float> g, Span<float> xBar)
    {
        PaddedImage image = PaddedImage.Around(geometry);
        int taps = geometry.Taps;
        fixed (int* places = winners?.Places)
        fixed (float* pv = v, pg = g, px = xBar)
        {
            VectorWidth fitting = VectorWidths.Fitting(width, layout);
            using var tables = new PatchTables(geometry, image, (int)fitting, keptIndices, firstRow, rows, winners?.Windows);
            var pool = new PooledImage(winners?.Windows ?? default, places, layout.Samples, image.Width, geometry.Stride, (int)fitting);
            PerSampleProblem problem = tables.Problem(layout);
            switch (fitting)
            {
                case VectorWidth.Vector512: AddAdjoint<Lanes512, Vector512<float>>(team, problem, pool, image, taps, pv, pg, px); break;
                case VectorWidth.Vector256: AddAdjoint<Lanes256, Vector256<float>>(team, problem, pool, image, taps, pv, pg, px); break;
                case VectorWidth.Vector128: AddAdjoint<Lanes128, Vector128<float>>(team, problem, pool, image, taps, pv, pg, px); break;
                default: AddAdjoint<LanesScalar, float>(team, problem, pool, image, taps, pv, pg, px); break;
            }
        }
    }

    private static void AddAdjoint<TLanes, TVector>(
        WorkerTeam team, in PerSampleProblem problem, in PooledImage pool, in PaddedImage image, int taps, float* v, float* g, float* xBar)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        PerSampleAdjointWork<TLanes, TVector>.Run(team, problem, pool.Patches<TLanes, TVector>(), image, taps, v, g, xBar);

    /// <summary>A padded copy of X where patches reach outside the image, or else nothing.</summary>
    private static float[] Pad(WorkerTeam team, ConvolutionGeometry geometry, int samples, ReadOnlySpan<float> x, out PaddedImage image)
    {
        if (geometry.IsInside)
        {
            image = PaddedImage.InPlace(geometry);
            return [];
        }
        image = PaddedImage.Around(geometry);
        float[] padded = ArrayPool<float>.Shared.Rent(checked(image.Channels * image.Plane * samples));
        fixed (float* px = x, pp = padded)
            team.Run(image.Channels, new PadWork(image, samples, px, pp));
        return padded;
    }

    private static void CheckRows(
        WorkerTeam team, ConvolutionGeometry geometry, ColumnLayout layout, int[]? keptIndices, int firstRow, int rows)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(layout);
        int all = keptIndices?.Length ?? geometry.WeightCount;
        Check.InRange(firstRow, 0, all);
        Check.InRange(rows, 0, all - firstRow);
    }

    private static void CheckInputs(ConvolutionGeometry geometry, ColumnLayout layout, int length, string name) =>
        MatrixArgument.Check(length, geometry.InputSize, layout.Samples, layout.Samples, name, nameof(layout));

    private static void CheckOutputs(ConvolutionGeometry geometry, ColumnLayout layout, int length, string name) =>
        MatrixArgument.Check(length, geometry.OutputSize, layout.Columns, layout.Columns, name, nameof(layout));
}
