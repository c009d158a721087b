using System.Buffers;
using System.Numerics;
using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// The kernel rule of a pruned dense layer over its kept weights. Every unit p sees inputs of its own, so the input Gram matrix becomes one
/// a unit, A(p) over the inputs that p keeps. For a fixed sample i of one side, U(p, (b, j)) = (A(p)ij + 1) g_jp^b turns kernel and V x into
/// matrix products over the units; units whose gate is closed at i are left out of them. The rule is applied from either side of the kernel
/// in turn, which is why it is written for an "own" side and the "other" one.
/// </summary>
internal sealed class DenseRetainedTangents(DenseStep step, KernelGeometry geometry) : LayerTangents(step, geometry)
{
    /// <summary>Samples of one side that a part of the work takes together: their columns share cache lines.</summary>
    private const int SamplesPerPart = 8;

    /// <summary>A(p) from the row side, [own sample × unit × other sample].</summary>
    private readonly float[] _rowGrams = AlignedArray.Create(geometry.RowSide.Samples * step.Weights.Shape.Rows * geometry.ColumnSide.Samples);

    /// <summary>A(p) from the column side.</summary>
    private readonly float[] _columnGrams = AlignedArray.Create(geometry.RowSide.Samples * step.Weights.Shape.Rows * geometry.ColumnSide.Samples);

    private readonly float[] _pairWeights = AlignedArray.Create(geometry.RowSide.Samples * step.Weights.Shape.Rows * geometry.ColumnSide.Samples);

    private int Units => Step.Weights.Shape.Rows;

    private SparseMatrix Kept => Step.Weights.Sparse!;

    public override void AddKernel(WorkerTeam team, float[] x, float[] g, float[]? gate, float[] kernel)
    {
        team.Run(Units, new GramWork(Geometry, Kept, x, _rowGrams, _columnGrams));
        var side = RowSide(g, gate);
        team.Run(side.Parts, new KernelWork(side, kernel));
    }

    public override void AddTangent(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] zDot)
    {
        var row = RowSide(g, gate);
        team.Run(row.Parts, new TangentWork(row, m.Values, zDot));
        var column = ColumnSide(g, gate);
        team.Run(column.Parts, new TangentWork(column, m.Transposed, zDot));
    }

    public override void AddAdjoint(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] xBar)
    {
        AddAdjoint(team, RowSide(g, gate), m.Values, x, xBar);
        AddAdjoint(team, ColumnSide(g, gate), m.Transposed, x, xBar);
    }

    /// <summary>x̄ of the other side's samples += what the own side's samples give them.</summary>
    private void AddAdjoint(WorkerTeam team, Side side, float[] m, float[] x, float[] xBar)
    {
        team.Run(side.Parts, new PairWork(side, m, _pairWeights));
        team.Run(Step.Weights.Shape.Columns, new SpreadWork(side, Kept, _pairWeights, x, xBar));
    }

    private Side RowSide(float[] g, float[]? gate) => new(Geometry, Units, Geometry.RowSide, Geometry.ColumnSide, _rowGrams, g, gate);

    private Side ColumnSide(float[] g, float[]? gate) => new(Geometry, Units, Geometry.ColumnSide, Geometry.RowSide, _columnGrams, g, gate);

    /// <summary>The kernel as seen from the samples of one side.</summary>
    private readonly struct Side(KernelGeometry geometry, int units, KernelSide own, KernelSide other, float[] grams, float[] g, float[]? gate)
    {
        public int Units => units;

        public int Outputs => geometry.Outputs;

        public int Samples => geometry.Samples;

        public KernelSide Own => own;

        public KernelSide Other => other;

        /// <summary>Cotangent columns in all.</summary>
        public int Width => geometry.Layout.Columns;

        /// <summary>Cotangent columns of the other side: the length of a row of m.</summary>
        public int Columns => Outputs * other.Samples;

        public int Parts => (own.Samples + SamplesPerPart - 1) / SamplesPerPart;

        public static int FirstSample(int part) => part * SamplesPerPart;

        public int EndSample(int part) => Math.Min((part + 1) * SamplesPerPart, own.Samples);

        /// <summary>The units whose gate is open at own sample <paramref name="i"/>; returns how many.</summary>
        public int ActiveUnits(int i, Span<int> active)
        {
            var count = 0;
            for (var unit = 0; unit < units; unit++)
            {
                if (gate is null || gate[(unit * geometry.Samples) + own.SampleStart + i] > 0)
                {
                    active[count++] = unit;
                }
            }

            return count;
        }

        /// <summary>The other side's cotangents of one unit, (b, j).</summary>
        public ReadOnlySpan<float> OtherCotangents(int unit) => g.AsSpan((unit * Width) + other.ColumnStart, Columns);

        /// <summary>Own sample i's cotangents of the active units, [active × k].</summary>
        public void GatherOwn(int i, ReadOnlySpan<int> active, Span<float> gathered)
        {
            for (var index = 0; index < active.Length; index++)
            {
                var start = (active[index] * Width) + own.ColumnStart + i;
                for (var a = 0; a < Outputs; a++)
                {
                    gathered[(index * Outputs) + a] = g[start + (a * own.Samples)];
                }
            }
        }

        /// <summary>U(p, (b, j)) = (A(p)ij + 1) g_jp^b for the active units, [active × (b, j)].</summary>
        public void WeighOther(int i, ReadOnlySpan<int> active, Span<float> weighed)
        {
            var pairs = other.Samples;
            for (var index = 0; index < active.Length; index++)
            {
                var unit = active[index];
                var gram = grams.AsSpan(((i * units) + unit) * pairs, pairs);
                var cotangents = OtherCotangents(unit);
                var row = weighed.Slice(index * Columns, Columns);
                for (var start = 0; start < Columns; start += pairs)
                {
                    Elementwise.IncrementedProduct(gram, cotangents.Slice(start, pairs), row.Slice(start, pairs));
                }
            }
        }
    }

    /// <summary>A(p) of one unit for both sides.</summary>
    private readonly struct GramWork(KernelGeometry geometry, SparseMatrix kept, float[] x, float[] rowGrams, float[] columnGrams) : IPartitionedWork
    {
        public void Run(int part)
        {
            var (rows, columns) = (geometry.RowSide, geometry.ColumnSide);
            var first = kept.RowStart[part];
            var inputs = kept.RowStart[part + 1] - first;
            var gathered = ArrayPool<float>.Shared.Rent(Math.Max(1, inputs) * geometry.Samples);
            for (var input = 0; input < inputs; input++)
            {
                x.AsSpan(kept.ColumnIndex[first + input] * geometry.Samples, geometry.Samples).CopyTo(gathered.AsSpan(input * geometry.Samples));
            }

            Gram(rows, columns, inputs, gathered, rowGrams.AsSpan(part * columns.Samples));
            Gram(columns, rows, inputs, gathered, columnGrams.AsSpan(part * rows.Samples));
            ArrayPool<float>.Shared.Return(gathered);
        }

        private void Gram(KernelSide own, KernelSide other, int inputs, float[] gathered, Span<float> gram)
            => Gemm.MultiplyOnCaller(
                true, false, own.Samples, other.Samples, inputs, gathered.AsSpan(own.SampleStart), geometry.Samples, gathered.AsSpan(other.SampleStart), geometry.Samples, gram, kept.Rows * other.Samples, accumulate: false);
    }

    /// <summary>Θ's rows (·, i) += G(i)ᵀ U.</summary>
    private readonly struct KernelWork(Side side, float[] kernel) : IPartitionedWork
    {
        public void Run(int part)
        {
            using var scratch = new Scratch(side);
            for (var i = Side.FirstSample(part); i < side.EndSample(part); i++)
            {
                var active = scratch.Active[..side.ActiveUnits(i, scratch.Active)];
                side.GatherOwn(i, active, scratch.Own);
                side.WeighOther(i, active, scratch.Weighed);
                Gemm.MultiplyOnCaller(
                    true, false, side.Outputs, side.Columns, active.Length, scratch.Own, side.Outputs, scratch.Weighed, side.Columns, kernel.AsSpan(i * side.Columns), side.Own.Samples * side.Columns, accumulate: true);
            }
        }
    }

    /// <summary>ż of own sample i, every output += M(i) Uᵀ.</summary>
    private readonly struct TangentWork(Side side, float[] m, float[] zDot) : IPartitionedWork
    {
        public void Run(int part)
        {
            using var scratch = new Scratch(side);
            for (var i = Side.FirstSample(part); i < side.EndSample(part); i++)
            {
                var active = scratch.Active[..side.ActiveUnits(i, scratch.Active)];
                side.WeighOther(i, active, scratch.Weighed);
                Gemm.MultiplyOnCaller(
                    false, true, side.Outputs, active.Length, side.Columns, m.AsSpan(i * side.Columns), side.Own.Samples * side.Columns, scratch.Weighed, side.Columns, scratch.Own, active.Length, accumulate: false);
                for (var index = 0; index < active.Length; index++)
                {
                    var start = (active[index] * side.Width) + side.Own.ColumnStart + i;
                    for (var a = 0; a < side.Outputs; a++)
                    {
                        zDot[start + (a * side.Own.Samples)] += scratch.Own[(a * active.Length) + index];
                    }
                }
            }
        }
    }

    /// <summary>c(p)ij = Σ over a and b of M g_ip^a g_jp^b for own sample i, [own sample × unit × other sample].</summary>
    private readonly struct PairWork(Side side, float[] m, float[] pairWeights) : IPartitionedWork
    {
        public void Run(int part)
        {
            using var scratch = new Scratch(side);
            var pairs = side.Other.Samples;
            for (var i = Side.FirstSample(part); i < side.EndSample(part); i++)
            {
                var active = scratch.Active[..side.ActiveUnits(i, scratch.Active)];
                side.GatherOwn(i, active, scratch.Own);
                Gemm.MultiplyOnCaller(
                    false, false, active.Length, side.Columns, side.Outputs, scratch.Own, side.Outputs, m.AsSpan(i * side.Columns), side.Own.Samples * side.Columns, scratch.Weighed, side.Columns, accumulate: false);
                var targets = pairWeights.AsSpan(i * side.Units * pairs, side.Units * pairs);
                targets.Clear();
                for (var index = 0; index < active.Length; index++)
                {
                    var target = targets.Slice(active[index] * pairs, pairs);
                    var cotangents = side.OtherCotangents(active[index]);
                    var row = scratch.Weighed.Slice(index * side.Columns, side.Columns);
                    for (var start = 0; start < side.Columns; start += pairs)
                    {
                        Elementwise.AddProduct(row.Slice(start, pairs), cotangents.Slice(start, pairs), target);
                    }
                }
            }
        }
    }

    /// <summary>x̄ of one input at the other side's samples += Σ over the units p that keep it and the own samples i of x(i) c(p)i·.</summary>
    private readonly struct SpreadWork(Side side, SparseMatrix kept, float[] pairWeights, float[] x, float[] xBar) : IPartitionedWork
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
            var next = side.Units * pairs;
            var even0 = new Vector<float>(target[start..]);
            var even1 = new Vector<float>(target[(start + Vector<float>.Count)..]);
            Vector<float> odd0 = default, odd1 = default;
            foreach (var unit in units)
            {
                var at = (unit * pairs) + start;
                var i = 0;
                for (; i + 1 < own.Length; i += 2, at += 2 * next)
                {
                    var (factor, factorNext) = (new Vector<float>(own[i]), new Vector<float>(own[i + 1]));
                    even0 = Vector.FusedMultiplyAdd(factor, new Vector<float>(pairWeights, at), even0);
                    even1 = Vector.FusedMultiplyAdd(factor, new Vector<float>(pairWeights, at + Vector<float>.Count), even1);
                    odd0 = Vector.FusedMultiplyAdd(factorNext, new Vector<float>(pairWeights, at + next), odd0);
                    odd1 = Vector.FusedMultiplyAdd(factorNext, new Vector<float>(pairWeights, at + next + Vector<float>.Count), odd1);
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
                for (var i = 0; i < own.Length; i++)
                {
                    Elementwise.AddScaled(own[i], pairWeights.AsSpan((((i * side.Units) + unit) * pairs) + start, pairs - start), target[start..]);
                }
            }
        }
    }

    /// <summary>The buffers that one part of the work needs.</summary>
    private readonly ref struct Scratch
    {
        private readonly int[] _active;
        private readonly float[] _own;
        private readonly float[] _weighed;

        public Scratch(Side side)
        {
            _active = ArrayPool<int>.Shared.Rent(side.Units);
            _own = ArrayPool<float>.Shared.Rent(side.Units * side.Outputs);
            _weighed = ArrayPool<float>.Shared.Rent(side.Units * side.Columns);
            Active = _active.AsSpan(0, side.Units);
            Own = _own.AsSpan(0, side.Units * side.Outputs);
            Weighed = _weighed.AsSpan(0, side.Units * side.Columns);
        }

        public Span<int> Active { get; }

        public Span<float> Own { get; }

        public Span<float> Weighed { get; }

        public void Dispose()
        {
            ArrayPool<int>.Shared.Return(_active);
            ArrayPool<float>.Shared.Return(_own);
            ArrayPool<float>.Shared.Return(_weighed);
        }
    }
}
