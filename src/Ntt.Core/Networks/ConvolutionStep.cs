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

    /// <summary>Whether a product can be had at the output of the max-pool behind the step, without the images before it.</summary>
    public bool IsPooled(MaxPoolStep pool, WeightProduct product, ColumnLayout layout)
        => IsSparse(product) && Convolution.CanPool(Geometry, pool.Winners.Windows, layout);

    /// <summary>The output of the max-pool behind the step, and its winners unless there is no room for them, without the images before it.</summary>
    public void PooledForward(WorkerTeam team, in PoolingWindows windows, bool rectify, float[] x, float[] y, Span<int> winners, int samples)
        => Convolution.MaxPooledForward(VectorWidths.Widest, team, Geometry, Weights.Sparse!, Weights.Bias, rectify, windows, x, y, winners, samples);

    /// <summary>The tangents behind the max-pool from those of the step's input.</summary>
    public void PooledTangent(WorkerTeam team, MaxPoolStep pool, float[] xDot, float[] yDot, ColumnLayout layout)
        => Convolution.PooledForward(VectorWidths.Widest, team, Geometry, Weights.Sparse!, pool.Winners, layout, xDot, yDot);

    /// <summary>As <see cref="LayerStep.Adjoint"/>, and then 0 where a gate is shut.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="pool">The max-pool at whose output the cotangents are, if <see cref="IsPooled"/>; null for the step's own output.</param>
    /// <param name="yBar">The cotangents.</param>
    /// <param name="xBar">Receives those of the input.</param>
    /// <param name="layout">Their columns.</param>
    /// <param name="gates">[inputs × samples], or empty for none.</param>
    public void GatedAdjoint(WorkerTeam team, MaxPoolStep? pool, float[] yBar, float[] xBar, ColumnLayout layout, ReadOnlySpan<float> gates)
    {
        if (IsSparse(WeightProduct.Adjoint) && Convolution.CanGate(Geometry, layout))
        {
            Convolution.Adjoint(VectorWidths.Widest, team, Geometry, Weights.Sparse!, pool?.Winners, layout, yBar, xBar, gates);
            return;
        }

        Adjoint(team, yBar, xBar, layout);
        if (!gates.IsEmpty)
        {
            Relu.Gate(team, Input.Size, layout, gates, xBar);
        }
    }

    /// <summary>As <see cref="AccumulateWeightGradient(WorkerTeam, float[], float[], int, float[])"/>, from cotangents behind the max-pool.</summary>
    public void AccumulateWeightGradient(WorkerTeam team, MaxPoolStep pool, float[] yBar, float[] x, ColumnLayout layout, float[] gradient)
        => Convolution.PooledWeightGradient(VectorWidths.Widest, team, Geometry, Weights.Sparse!, pool.Winners, layout, yBar, x, gradient);

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
