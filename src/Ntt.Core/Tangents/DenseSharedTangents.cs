using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// The kernel rule of a dense layer over all its weights where its units reach few outputs: pruned weights count too, so all units see the
/// same inputs and share one Gram matrix.
/// </summary>
internal sealed class DenseSharedTangents(DenseStep step, KernelGeometry geometry) : DenseReachedTangents(step, geometry, isGramShared: true)
{
    /// <summary>c, the sum of c(p) over the units, [row sample × column sample].</summary>
    private readonly float[] _sums = AlignedArray.Create(geometry.RowSide.Samples * geometry.ColumnSide.Samples);

    public override void AddAdjoint(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] xBar)
    {
        var row = RowSide(g, gate);
        ComputePairWeights(team, row, m.Values);
        var (own, other) = (row.Own, row.Other);
        team.Run(own.Samples, new SumWork(row, PairWeights, _sums));
        var (inputs, samples) = (Step.Weights.Shape.Columns, Geometry.Samples);
        Gemm.Multiply(
            team, false, true, inputs, own.Samples, other.Samples, x.AsSpan(other.SampleStart), samples, _sums, other.Samples, xBar.AsSpan(own.SampleStart), samples, accumulate: true);
        Gemm.Multiply(
            team, false, false, inputs, other.Samples, own.Samples, x.AsSpan(own.SampleStart), samples, _sums, other.Samples, xBar.AsSpan(other.SampleStart), samples, accumulate: true);
    }

    protected override void ComputeGrams(WorkerTeam team, ReachedSide row, float[] x, float[] columnGrams)
    {
        var (own, other) = (row.Own.Samples, row.Other.Samples);
        Gemm.Multiply(
            team, true, false, own, other, Step.Weights.Shape.Columns, x.AsSpan(row.Own.SampleStart), row.Samples, x.AsSpan(row.Other.SampleStart), row.Samples, row.Grams, other, accumulate: false);
        Transpose.Copy(team, own, other, row.Grams, other, columnGrams, own);
    }

    /// <summary>Row i of c.</summary>
    private readonly struct SumWork(ReachedSide row, float[] pairWeights, float[] sums) : IPartitionedWork
    {
        public void Run(int part)
        {
            var pairs = row.Other.Samples;
            var sum = sums.AsSpan(part * pairs, pairs);
            sum.Clear();
            foreach (var unit in row.Reach.LiveUnits)
            {
                Elementwise.Add(pairWeights.AsSpan((unit * row.UnitStride) + (part * pairs), pairs), sum);
            }
        }
    }
}
