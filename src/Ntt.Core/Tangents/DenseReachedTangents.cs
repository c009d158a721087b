using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// The kernel rule of a dense layer behind pruned ones, over the pairs of unit and output that kept weights connect. With A(p) the Gram matrix
/// of the inputs that count for unit p and t(b, j) = Σ over a of g_ip^a M((a, i), (b, j)), its share of the kernel is
/// Σ over p of g_ip^a (A(p)ij + 1) g_jp^b, the 1 being the bias, the tangents are ż_jp^b += (A(p)ij + 1) t(b, j), and pairs of samples weigh
/// c(p)ij = Σ over b of g_jp^b t(b, j) in the adjoint. The rule is applied from either side of the kernel in turn, which is why it is written
/// for an "own" side and the "other" one.
/// </summary>
internal abstract class DenseReachedTangents(DenseStep step, KernelGeometry geometry, bool isGramShared) : LayerTangents(step, geometry)
{
    /// <summary>A(p) with the row side as its own.</summary>
    private readonly float[] _rowGrams = AlignedArray.Create(ReachedSide.RoomFor(geometry, isGramShared ? 1 : step.Weights.Shape.Rows));

    /// <summary>A(p) with the column side as its own.</summary>
    private readonly float[] _columnGrams = AlignedArray.Create(ReachedSide.RoomFor(geometry, isGramShared ? 1 : step.Weights.Shape.Rows));

    private float[]? _pairWeights;

    /// <summary>c(p), of the live units alone; see <see cref="ReachedSide.UnitStride"/>.</summary>
    protected float[] PairWeights => _pairWeights ??= AlignedArray.Create(ReachedSide.RoomFor(Geometry, Step.Weights.Shape.Rows));

    public sealed override void AddKernel(WorkerTeam team, float[] x, float[] g, float[]? gate, float[] kernel)
    {
        var side = RowSide(g, gate);
        ComputeGrams(team, side, x, _columnGrams);
        team.Run(ReachedKernelWork.Parts(side), new ReachedKernelWork(side, kernel));
    }

    public sealed override void AddTangent(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] zDot)
    {
        var row = RowSide(g, gate);
        team.Run(row.UnitParts, new ReachedPairWork<TangentPairs>(row, m.Values, zDot));
        var column = ColumnSide(g, gate);
        team.Run(column.UnitParts, new ReachedPairWork<TangentPairs>(column, m.Transposed, zDot));
    }

    /// <summary>The Gram matrices of both sides; those of the row side belong into <paramref name="row"/>.</summary>
    protected abstract void ComputeGrams(WorkerTeam team, ReachedSide row, float[] x, float[] columnGrams);

    /// <summary>Fills <see cref="PairWeights"/> as seen from a side.</summary>
    protected void ComputePairWeights(WorkerTeam team, ReachedSide side, float[] m)
        => team.Run(side.UnitParts, new ReachedPairWork<WeightPairs>(side, m, PairWeights));

    protected ReachedSide RowSide(float[] g, float[]? gate) => SideOf(Geometry.RowSide, Geometry.ColumnSide, _rowGrams, g, gate);

    protected ReachedSide ColumnSide(float[] g, float[]? gate) => SideOf(Geometry.ColumnSide, Geometry.RowSide, _columnGrams, g, gate);

    private ReachedSide SideOf(KernelSide own, KernelSide other, float[] grams, float[] g, float[]? gate)
        => new(Geometry, Reach!, own, other, grams, isGramShared, g, gate);
}
