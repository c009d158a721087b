using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>
/// The convolution at work: over the kept weights alone once pruned, or over all weights where <see cref="SparseBreakEven"/> says that this
/// takes less time.
/// </summary>
internal sealed class ConvolutionStep(TensorShape input, TensorShape output, ConvolutionGeometry geometry, LayerWeights weights)
    : WeightStep(input, output, weights)
{
    private float[] _allWeights = [];
    private float[] _allGradients = [];

    public ConvolutionGeometry Geometry { get; } = geometry;

    /// <summary>Whether a product goes over the kept weights alone.</summary>
    public bool IsSparse(WeightProduct product)
        => Weights.Mask is { } mask && !SparseBreakEven.IsExceeded(Geometry, mask.Density, product);

    public override void Forward(WorkerTeam team, float[] x, float[] y, int samples) => Product(team, Weights.Bias, x, y, samples, Rectifies);

    public override void Tangent(WorkerTeam team, float[] xDot, float[] yDot, ColumnLayout layout) => Product(team, [], xDot, yDot, layout.Columns, rectify: false);

    public override void Adjoint(WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout)
    {
        if (IsSparse(WeightProduct.Adjoint))
        {
            Convolution.Adjoint(team, Geometry, Weights.Sparse!, yBar, xBar, layout.Columns);
            return;
        }

        Convolution.Adjoint(team, Geometry, AllWeights(), yBar, xBar, layout.Columns);
    }

    public override void AdjointThrough(ReluStep rectifier, WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout)
    {
        if (IsSparse(WeightProduct.Adjoint) && layout.Columns == layout.Samples)
        {
            Convolution.Adjoint(VectorWidths.Widest, team, Geometry, Weights.Sparse!, yBar, xBar, layout.Columns, rectifier.Gates);
            return;
        }

        base.AdjointThrough(rectifier, team, yBar, xBar, layout);
    }

    public override void AccumulateWeightGradient(WorkerTeam team, float[] yBar, float[] x, int columns, float[] gradient)
    {
        if (Weights.Sparse is not { } sparse)
        {
            Convolution.WeightGradient(team, Geometry, yBar, x, gradient, columns);
        }
        else if (IsSparse(WeightProduct.WeightGradient))
        {
            Convolution.WeightGradient(team, Geometry, sparse, yBar, x, gradient, columns);
        }
        else
        {
            Reserve(ref _allGradients);
            Array.Clear(_allGradients);
            Convolution.WeightGradient(team, Geometry, yBar, x, _allGradients, columns);
            sparse.AddKeptOf(_allGradients, gradient);
        }
    }

    public override void AccumulateBiasGradient(WorkerTeam team, float[] yBar, int columns, float[] gradient)
        => RowSums.Compute(team, Geometry.Filters, Geometry.Positions * columns, yBar, Geometry.Positions * columns, gradient, accumulate: true);

    private void Product(WorkerTeam team, ReadOnlySpan<float> bias, float[] x, float[] y, int columns, bool rectify)
    {
        if (IsSparse(WeightProduct.Forward))
        {
            Convolution.Forward(VectorWidths.Widest, team, Geometry, Weights.Sparse!, bias, x, y, columns, accumulate: false, rectify);
            return;
        }

        Convolution.Forward(team, Geometry, AllWeights(), bias, x, y, columns, accumulate: false);
        if (rectify)
        {
            Relu.Forward(team, Output.Size, columns, y, columns, []);
        }
    }

    /// <summary>The weight matrix [filters × columns] as it stands, zeros included.</summary>
    private float[] AllWeights()
    {
        if (Weights.Sparse is not { } sparse)
        {
            return Weights.Values;
        }

        Reserve(ref _allWeights);
        sparse.CopyTo(_allWeights);
        return _allWeights;
    }

    private void Reserve(ref float[] matrix)
    {
        if (matrix.Length == 0)
        {
            matrix = AlignedArray.Create(Geometry.WeightCount);
        }
    }
}
