using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// The kernel rule of a dense layer over all its weights. The Jacobian is an outer product of cotangent and input, so it is never formed:
/// with A = X_Iᵀ X_J and B = G_Iᵀ G_J the layer's share is (A + 1) ∘ B, the 1 being the bias; V x is a product of cotangents with
/// C = M ∘ (A + 1), and Vᵀ G one of inputs with c = Σ over outputs of M ∘ B. Behind much pruned layers most of B is 0 whatever the numbers
/// are; then <see cref="DenseSharedTangents"/> takes over.
/// </summary>
internal sealed class DenseTangents(DenseStep step, KernelGeometry geometry) : LayerTangents(step, geometry)
{
    /// <summary>Up to this share of all pairs of unit and output the sums over the reached ones take less time than matrix products over all.</summary>
    private const double MaximumReach = 0.25;

    private DenseSharedTangents? _reached;

    private readonly float[] _inputGram = new float[geometry.RowSide.Samples * geometry.ColumnSide.Samples];
    private readonly float[] _cotangentGram = new float[geometry.Entries];
    private readonly float[] _weighted = new float[geometry.Entries];
    private readonly float[] _pairWeights = new float[geometry.RowSide.Samples * geometry.ColumnSide.Samples];

    private int Inputs => Step.Weights.Shape.Columns;

    private bool IsReachSmall => Reach is { } reach && reach.PairCount <= MaximumReach * Units * Geometry.Outputs;

    private int Units => Step.Weights.Shape.Rows;

    public override void AddKernel(WorkerTeam team, float[] x, float[] g, float[]? gate, float[] kernel)
    {
        if (Reached() is { } reached)
        {
            reached.AddKernel(team, x, g, gate, kernel);
            return;
        }

        var (rows, columns) = (Geometry.RowSide, Geometry.ColumnSide);
        var samples = Geometry.Samples;
        var width = Geometry.Layout.Columns;
        Gemm.Multiply(
            team, true, false, rows.Samples, columns.Samples, Inputs, x.AsSpan(rows.SampleStart), samples, x.AsSpan(columns.SampleStart), samples, _inputGram, columns.Samples, accumulate: false);
        Gemm.Multiply(
            team, true, false, Geometry.Rows, Geometry.Columns, Units, g.AsSpan(rows.ColumnStart), width, g.AsSpan(columns.ColumnStart), width, _cotangentGram, Geometry.Columns, accumulate: false);
        team.Run(Geometry.Rows, new KernelWork(Geometry, _inputGram, _cotangentGram, kernel));
    }

    public override void AddTangent(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] zDot)
    {
        if (Reached() is { } reached)
        {
            reached.AddTangent(team, m, x, g, gate, zDot);
            return;
        }

        team.Run(Geometry.Rows, new WeightWork(Geometry, _inputGram, m.Values, _weighted));
        var (rows, columns) = (Geometry.RowSide, Geometry.ColumnSide);
        var width = Geometry.Layout.Columns;
        Gemm.Multiply(
            team, false, true, Units, Geometry.Rows, Geometry.Columns, g.AsSpan(columns.ColumnStart), width, _weighted, Geometry.Columns, zDot.AsSpan(rows.ColumnStart), width, accumulate: true);
        Gemm.Multiply(
            team, false, false, Units, Geometry.Columns, Geometry.Rows, g.AsSpan(rows.ColumnStart), width, _weighted, Geometry.Columns, zDot.AsSpan(columns.ColumnStart), width, accumulate: true);
    }

    public override void AddAdjoint(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] xBar)
    {
        if (Reached() is { } reached)
        {
            reached.AddAdjoint(team, m, x, g, gate, xBar);
            return;
        }

        var (rows, columns) = (Geometry.RowSide, Geometry.ColumnSide);
        var samples = Geometry.Samples;
        team.Run(rows.Samples, new PairWork(Geometry, _cotangentGram, m.Values, _pairWeights));
        Gemm.Multiply(
            team, false, true, Inputs, rows.Samples, columns.Samples, x.AsSpan(columns.SampleStart), samples, _pairWeights, columns.Samples, xBar.AsSpan(rows.SampleStart), samples, accumulate: true);
        Gemm.Multiply(
            team, false, false, Inputs, columns.Samples, rows.Samples, x.AsSpan(rows.SampleStart), samples, _pairWeights, columns.Samples, xBar.AsSpan(columns.SampleStart), samples, accumulate: true);
    }

    /// <summary>The rule over the reached pairs where they are few, or null.</summary>
    private DenseSharedTangents? Reached()
    {
        if (!IsReachSmall)
        {
            return null;
        }

        _reached ??= new DenseSharedTangents((DenseStep)Step, Geometry);
        _reached.Reach = Reach;
        return _reached;
    }

    /// <summary>Row (a, i) of Θ += (A + 1) ∘ B.</summary>
    private readonly struct KernelWork(KernelGeometry geometry, float[] inputGram, float[] cotangentGram, float[] kernel) : IPartitionedWork
    {
        public void Run(int part)
        {
            var pairs = geometry.ColumnSide.Samples;
            var gram = inputGram.AsSpan(part % geometry.RowSide.Samples * pairs, pairs);
            for (var start = part * geometry.Columns; start < (part + 1) * geometry.Columns; start += pairs)
            {
                Elementwise.AddIncrementedProduct(gram, cotangentGram.AsSpan(start, pairs), kernel.AsSpan(start, pairs));
            }
        }
    }

    /// <summary>Row (a, i) of C = M ∘ (A + 1).</summary>
    private readonly struct WeightWork(KernelGeometry geometry, float[] inputGram, float[] m, float[] weighted) : IPartitionedWork
    {
        public void Run(int part)
        {
            var pairs = geometry.ColumnSide.Samples;
            var gram = inputGram.AsSpan(part % geometry.RowSide.Samples * pairs, pairs);
            for (var start = part * geometry.Columns; start < (part + 1) * geometry.Columns; start += pairs)
            {
                Elementwise.IncrementedProduct(gram, m.AsSpan(start, pairs), weighted.AsSpan(start, pairs));
            }
        }
    }

    /// <summary>Row i of c = Σ over a and b of M ∘ B.</summary>
    private readonly struct PairWork(KernelGeometry geometry, float[] cotangentGram, float[] m, float[] pairWeights) : IPartitionedWork
    {
        public void Run(int part)
        {
            var pairs = geometry.ColumnSide.Samples;
            var target = pairWeights.AsSpan(part * pairs, pairs);
            target.Clear();
            for (var a = 0; a < geometry.Outputs; a++)
            {
                var row = (a * geometry.RowSide.Samples) + part;
                for (var start = row * geometry.Columns; start < (row + 1) * geometry.Columns; start += pairs)
                {
                    Elementwise.AddProduct(m.AsSpan(start, pairs), cotangentGram.AsSpan(start, pairs), target);
                }
            }
        }
    }
}
