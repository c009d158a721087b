using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>
/// Products with a <see cref="SparseMatrix"/> W that touch its kept elements only. The dense matrices are row-major
/// [features × samples]: a row is one feature, a column one sample.
/// </summary>
/// <remarks>
/// Threads own disjoint outputs, so results have the same bits for every number of threads.
/// Y = W·X and Y = Wᵀ·G sum over the kept elements in ascending order with fused
/// multiply-adds, and their results have the same bits for every vector width too.
/// </remarks>
public static unsafe class SparseProducts
{
    /// <summary>Y = W·X + bias, or Y += W·X + bias.</summary>
    /// <param name="team">The threads to share the work out to. Small products are computed by the caller alone.</param>
    /// <param name="w">W [rows × columns].</param>
    /// <param name="x">X [columns × <paramref name="samples"/>].</param>
    /// <param name="ldx">Floats from a row of X to the next, at least <paramref name="samples"/>.</param>
    /// <param name="samples">Columns of X and Y.</param>
    /// <param name="bias">[rows], added to each column; empty for none.</param>
    /// <param name="y">Y [rows × <paramref name="samples"/>]; must not overlap X.</param>
    /// <param name="ldy">Floats from a row of Y to the next, at least <paramref name="samples"/>.</param>
    /// <param name="accumulate">Whether the product is added to Y, or else overwrites it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or a leading dimension less than the columns.</exception>
    /// <exception cref="ArgumentException">A span is too short for its matrix.</exception>
    public static void Multiply(
        WorkerTeam team, SparseMatrix w, ReadOnlySpan<float> x, int ldx, int samples,
        ReadOnlySpan<float> bias, Span<float> y, int ldy, bool accumulate) =>
        Multiply(VectorWidths.Widest, team, w, x, ldx, samples, bias, y, ldy, accumulate);

    /// <summary>Y = Wᵀ·G, or Y += Wᵀ·G.</summary>
    /// <param name="team">The threads to share the work out to. Small products are computed by the caller alone.</param>
    /// <param name="w">W [rows × columns].</param>
    /// <param name="g">G [rows × <paramref name="samples"/>].</param>
    /// <param name="ldg">Floats from a row of G to the next, at least <paramref name="samples"/>.</param>
    /// <param name="samples">Columns of G and Y.</param>
    /// <param name="y">Y [columns × <paramref name="samples"/>]; must not overlap G.</param>
    /// <param name="ldy">Floats from a row of Y to the next, at least <paramref name="samples"/>.</param>
    /// <param name="accumulate">Whether the product is added to Y, or else overwrites it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or a leading dimension less than the columns.</exception>
    /// <exception cref="ArgumentException">A span is too short for its matrix.</exception>
    public static void MultiplyTransposed(
        WorkerTeam team, SparseMatrix w, ReadOnlySpan<float> g, int ldg, int samples, Span<float> y, int ldy, bool accumulate) =>
        MultiplyTransposed(VectorWidths.Widest, team, w, g, ldg, samples, y, ldy, accumulate);

    /// <summary>
    /// The elements of G·Xᵀ at the kept positions of W: result[e] = Σ_c G[row(e), c]·X[column(e), c], or added to it.
    /// With G the gradient at the outputs and X the inputs this is the gradient of the kept weights.
    /// </summary>
    /// <param name="team">The threads to share the work out to. Small products are computed by the caller alone.</param>
    /// <param name="w">The structure [rows × columns]; its values are not read.</param>
    /// <param name="g">G [rows × <paramref name="samples"/>].</param>
    /// <param name="ldg">Floats from a row of G to the next, at least <paramref name="samples"/>.</param>
    /// <param name="x">X [columns × <paramref name="samples"/>].</param>
    /// <param name="ldx">Floats from a row of X to the next, at least <paramref name="samples"/>.</param>
    /// <param name="samples">Columns of G and X, the length of the sums.</param>
    /// <param name="result">One element for each kept one, in the order of <see cref="SparseMatrix.Values"/>.</param>
    /// <param name="accumulate">Whether the sums are added to the result, or else overwrite it.</param>
    /// <remarks>The order of a sum depends on the vector width of the machine, not on the number of threads.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or a leading dimension less than the columns.</exception>
    /// <exception cref="ArgumentException">A span is too short for its matrix.</exception>
    public static void SampledProduct(
        WorkerTeam team, SparseMatrix w, ReadOnlySpan<float> g, int ldg, ReadOnlySpan<float> x, int ldx, int samples,
        Span<float> result, bool accumulate) =>
        SampledProduct(VectorWidths.Widest, team, w, g, ldg, x, ldx, samples, result, accumulate);

    internal static void Multiply(
        VectorWidth width, WorkerTeam team, SparseMatrix w, ReadOnlySpan<float> x, int ldx, int samples,
        ReadOnlySpan<float> bias, Span<float> y, int ldy, bool accumulate)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(w);
        MatrixArgument.CheckSize(samples, nameof(samples));
        MatrixArgument.Check(x.Length, w.Columns, samples, ldx, nameof(x), nameof(ldx));
        MatrixArgument.Check(y.Length, w.Rows, samples, ldy, nameof(y), nameof(ldy));
        if (!bias.IsEmpty)
            MatrixArgument.CheckVector(bias.Length, w.Rows, nameof(bias));
        fixed (int* start = w.RowStart, index = w.ColumnIndex)
        fixed (float* values = w.Values, px = x, py = y, pb = bias)
        {
            var entries = new SparseEntries(w.Rows, w.Count, start, index, null, values);
            Gather(width, team, entries, px, ldx, samples, pb, py, ldy, accumulate);
        }
    }

    internal static void MultiplyTransposed(
        VectorWidth width, WorkerTeam team, SparseMatrix w, ReadOnlySpan<float> g, int ldg, int samples,
        Span<float> y, int ldy, bool accumulate)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(w);
        MatrixArgument.CheckSize(samples, nameof(samples));
        MatrixArgument.Check(g.Length, w.Rows, samples, ldg, nameof(g), nameof(ldg));
        MatrixArgument.Check(y.Length, w.Columns, samples, ldy, nameof(y), nameof(ldy));
        fixed (int* start = w.ColumnStart, index = w.RowIndex, position = w.ValuePosition)
        fixed (float* values = w.Values, pg = g, py = y)
        {
            var entries = new SparseEntries(w.Columns, w.Count, start, index, position, values);
            Gather(width, team, entries, pg, ldg, samples, null, py, ldy, accumulate);
        }
    }

    internal static void SampledProduct(
        VectorWidth width, WorkerTeam team, SparseMatrix w, ReadOnlySpan<float> g, int ldg, ReadOnlySpan<float> x, int ldx,
        int samples, Span<float> result, bool accumulate)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(w);
        MatrixArgument.CheckSize(samples, nameof(samples));
        MatrixArgument.Check(g.Length, w.Rows, samples, ldg, nameof(g), nameof(ldg));
        MatrixArgument.Check(x.Length, w.Columns, samples, ldx, nameof(x), nameof(ldx));
        MatrixArgument.CheckVector(result.Length, w.Count, nameof(result));
        fixed (int* start = w.RowStart, index = w.ColumnIndex)
        fixed (float* pg = g, px = x, pr = result)
        {
            var entries = new SparseEntries(w.Rows, w.Count, start, index, null, null);
            switch (VectorWidths.Fitting(width, samples))
            {
                case VectorWidth.Vector512:
                    SampledProductWork<Lanes512, Vector512<float>>.Run(team, entries, pg, ldg, px, ldx, samples, pr, accumulate);
                    break;
                case VectorWidth.Vector256:
                    SampledProductWork<Lanes256, Vector256<float>>.Run(team, entries, pg, ldg, px, ldx, samples, pr, accumulate);
                    break;
                case VectorWidth.Vector128:
                    SampledProductWork<Lanes128, Vector128<float>>.Run(team, entries, pg, ldg, px, ldx, samples, pr, accumulate);
                    break;
                default:
                    SampledProductWork<LanesScalar, float>.Run(team, entries, pg, ldg, px, ldx, samples, pr, accumulate);
                    break;
            }
        }
    }

    private static void Gather(
        VectorWidth width, WorkerTeam team, in SparseEntries entries, float* x, int ldx, int samples,
        float* bias, float* y, int ldy, bool accumulate)
    {
        switch (VectorWidths.Fitting(width, samples))
        {
            case VectorWidth.Vector512:
                SparseGatherWork<Lanes512, Vector512<float>>.Run(team, entries, x, ldx, samples, bias, y, ldy, accumulate);
                break;
            case VectorWidth.Vector256:
                SparseGatherWork<Lanes256, Vector256<float>>.Run(team, entries, x, ldx, samples, bias, y, ldy, accumulate);
                break;
            case VectorWidth.Vector128:
                SparseGatherWork<Lanes128, Vector128<float>>.Run(team, entries, x, ldx, samples, bias, y, ldy, accumulate);
                break;
            default:
                SparseGatherWork<LanesScalar, float>.Run(team, entries, x, ldx, samples, bias, y, ldy, accumulate);
                break;
        }
    }
}
