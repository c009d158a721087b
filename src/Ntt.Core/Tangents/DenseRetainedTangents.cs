using System.Buffers;
using System.Numerics;
using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// The kernel rule of a pruned dense layer over its kept weights. Every unit p sees inputs of its own, so the input Gram matrix becomes one
/// a unit, A(p) over the inputs that p keeps.
/// </summary>
internal sealed class DenseRetainedTangents(DenseStep step, KernelGeometry geometry) : DenseReachedTangents(step, geometry, isGramShared: false)
{
    private SparseMatrix Kept => Step.Weights.Sparse!;

    public override void AddAdjoint(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] xBar)
    {
        AddAdjoint(team, RowSide(g, gate), m.Values, x, xBar);
        AddAdjoint(team, ColumnSide(g, gate), m.Transposed, x, xBar);
    }

    protected override void ComputeGrams(WorkerTeam team, ReachedSide row, float[] x, float[] columnGrams)
        => team.Run(row.UnitParts, new GramWork(row, Kept, x, columnGrams));

    /// <summary>x̄ of the other side's samples += what the own side's samples give them.</summary>
    private void AddAdjoint(WorkerTeam team, ReachedSide side, float[] m, float[] x, float[] xBar)
    {
        ComputePairWeights(team, side, m);
        team.Run(Step.Weights.Shape.Columns, new SpreadWork(side, Kept, PairWeights, x, xBar));
    }

    /// <summary>A(p) of some units for both sides.</summary>
    private readonly struct GramWork(ReachedSide row, SparseMatrix kept, float[] x, float[] columnGrams) : IPartitionedWork
    {
        public void Run(int part)
        {
            foreach (var unit in row.UnitsOf(part))
            {
                var first = kept.RowStart[unit];
                var inputs = kept.RowStart[unit + 1] - first;
                var gathered = ArrayPool<float>.Shared.Rent(Math.Max(1, inputs) * row.Samples);
                for (var input = 0; input < inputs; input++)
                {
                    x.AsSpan(kept.ColumnIndex[first + input] * row.Samples, row.Samples).CopyTo(gathered.AsSpan(input * row.Samples));
                }

                Gram(row.Own, row.Other, inputs, gathered, row.Grams.AsSpan(unit * row.UnitStride));
                Gram(row.Other, row.Own, inputs, gathered, columnGrams.AsSpan(unit * row.UnitStride));
                ArrayPool<float>.Shared.Return(gathered);
            }
        }

        private void Gram(KernelSide own, KernelSide other, int inputs, float[] gathered, Span<float> gram)
            => Gemm.MultiplyOnCaller(
                true, false, own.Samples, other.Samples, inputs, gathered.AsSpan(own.SampleStart), row.Samples, gathered.AsSpan(other.SampleStart), row.Samples, gram, other.Samples, accumulate: false);
    }

    /// <summary>x̄ of one input at the other side's samples += Σ over the units p that keep it and the own samples i of x(i) c(p)i·.</summary>
    private readonly struct SpreadWork(ReachedSide side, SparseMatrix kept, float[] pairWeights, float[] x, float[] xBar) : IPartitionedWork
    {
        public void Run(int part)
        {
            var pairs = side.Other.Samples;
            var target = xBar.AsSpan((part * side.Samples) + side.Other.SampleStart, pairs);
            var own = x.AsSpan((part * side.Samples) + side.Own.SampleStart, side.Own.Samples);
            var units = kept.RowIndex[kept.ColumnStart[part]..kept.ColumnStart[part + 1]];
            var start = 0;
            for (; start <= pairs - (2 * Vector<float>.Count); start += 2 * Vector<float>.Count)
            {
                AddStrip(own, units, start, target);
            }

            if (start < pairs)
            {
                AddRest(own, units, start, target);
            }
        }

        /// <summary>Two vectors of pairs. The sums stay in registers, those of even and of odd samples apart so that they need not wait.</summary>
        private void AddStrip(ReadOnlySpan<float> own, ReadOnlySpan<int> units, int start, Span<float> target)
        {
            var pairs = side.Other.Samples;
            var even0 = new Vector<float>(target[start..]);
            var even1 = new Vector<float>(target[(start + Vector<float>.Count)..]);
            Vector<float> odd0 = default, odd1 = default;
            foreach (var unit in units)
            {
                if (!side.Reach.IsLive(unit))
                {
                    continue;
                }

                var at = (unit * side.UnitStride) + start;
                var i = 0;
                for (; i + 1 < own.Length; i += 2, at += 2 * pairs)
                {
                    var (factor, factorNext) = (new Vector<float>(own[i]), new Vector<float>(own[i + 1]));
                    even0 = Vector.FusedMultiplyAdd(factor, new Vector<float>(pairWeights, at), even0);
                    even1 = Vector.FusedMultiplyAdd(factor, new Vector<float>(pairWeights, at + Vector<float>.Count), even1);
                    odd0 = Vector.FusedMultiplyAdd(factorNext, new Vector<float>(pairWeights, at + pairs), odd0);
                    odd1 = Vector.FusedMultiplyAdd(factorNext, new Vector<float>(pairWeights, at + pairs + Vector<float>.Count), odd1);
                }

                if (i < own.Length)
                {
                    even0 = Vector.FusedMultiplyAdd(new Vector<float>(own[i]), new Vector<float>(pairWeights, at), even0);
                    even1 = Vector.FusedMultiplyAdd(new Vector<float>(own[i]), new Vector<float>(pairWeights, at + Vector<float>.Count), even1);
                }
            }

            (even0 + odd0).CopyTo(target[start..]);
            (even1 + odd1).CopyTo(target[(start + Vector<float>.Count)..]);
        }

        private void AddRest(ReadOnlySpan<float> own, ReadOnlySpan<int> units, int start, Span<float> target)
        {
            var pairs = side.Other.Samples;
            foreach (var unit in units)
            {
                for (var i = 0; side.Reach.IsLive(unit) && i < own.Length; i++)
                {
                    Elementwise.AddScaled(own[i], pairWeights.AsSpan((unit * side.UnitStride) + (i * pairs) + start, pairs - start), target[start..]);
                }
            }
        }
    }
}
