using System.Globalization;
using Ntt.Compute;
using Ntt.Diagnostics;

namespace Ntt.Networks;

/// <summary>A dense (fully connected) layer: z = W x + b. Text form: <c>dense 300</c>.</summary>
public sealed record DenseLayer : Layer
{
    /// <summary>A dense layer with <paramref name="units"/> outputs (at least 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public DenseLayer(int units) => Units = Check.AtLeast(units, 1);

    /// <summary>Number of outputs.</summary>
    public int Units { get; }

    /// <inheritdoc/>
    public override string Keyword => "dense";

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"dense {Units}");

    internal override TensorShape OutputShape(TensorShape input) => input.IsFlat
        ? TensorShape.Flat(Units)
        : throw new ArgumentException($"a dense layer needs a flat input, not {input}; put 'flatten' before it");

    internal override WeightShape Weights(TensorShape input, int ordinal) => new($"fc{ordinal}", Units, input.Size, input.Size, Units);

    internal override LayerStep CreateStep(TensorShape input, LayerWeights? weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new DenseStep(input, weights);
    }
}

/// <summary>The dense layer at work: by matrix products over all weights, or over the kept ones alone once pruned.</summary>
internal sealed class DenseStep(TensorShape input, LayerWeights weights)
    : WeightStep(input, TensorShape.Flat(weights.Shape.Rows), weights)
{
    private int Rows => Weights.Shape.Rows;

    private int Columns => Weights.Shape.Columns;

    public override void Forward(WorkerTeam team, float[] x, float[] y, int samples)
    {
        if (Weights.Sparse is { } sparse)
        {
            SparseProducts.Multiply(team, sparse, x, samples, samples, Weights.Bias, y, samples, accumulate: false);
            if (Rectifies)
            {
                Relu.Forward(team, Rows, samples, y, samples, []);
            }

            return;
        }

        Gemm.Multiply(team, false, false, Rows, samples, Columns, Weights.Values, Columns, x, samples, y, samples, accumulate: false);
        if (Rectifies)
        {
            Relu.Forward(team, Rows, samples, y, samples, Weights.Bias);
            return;
        }

        RowBias.Add(team, Rows, samples, y, samples, Weights.Bias);
    }

    public override void Tangent(WorkerTeam team, float[] xDot, float[] yDot, ColumnLayout layout)
    {
        var columns = layout.Columns;
        if (Weights.Sparse is { } sparse)
        {
            SparseProducts.Multiply(team, sparse, xDot, columns, columns, [], yDot, columns, accumulate: false);
            return;
        }

        Gemm.Multiply(team, false, false, Rows, columns, Columns, Weights.Values, Columns, xDot, columns, yDot, columns, accumulate: false);
    }

    public override void Adjoint(WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout)
    {
        var columns = layout.Columns;
        if (Weights.Sparse is { } sparse)
        {
            SparseProducts.MultiplyTransposed(team, sparse, yBar, columns, columns, xBar, columns, accumulate: false);
            return;
        }

        Gemm.Multiply(team, true, false, Columns, columns, Rows, Weights.Values, Columns, yBar, columns, xBar, columns, accumulate: false);
    }

    public override void AccumulateWeightGradient(WorkerTeam team, float[] yBar, float[] x, int columns, float[] gradient)
    {
        if (Weights.Sparse is { } sparse)
        {
            SparseProducts.SampledProduct(team, sparse, yBar, columns, x, columns, columns, gradient, accumulate: true);
            return;
        }

        Gemm.Multiply(team, false, true, Rows, Columns, columns, yBar, columns, x, columns, gradient, Columns, accumulate: true);
    }

    public override void AccumulateBiasGradient(WorkerTeam team, float[] yBar, int columns, float[] gradient)
        => RowSums.Compute(team, Rows, columns, yBar, columns, gradient, accumulate: true);
}
