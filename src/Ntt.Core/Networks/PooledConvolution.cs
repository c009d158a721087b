using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>
/// A convolution and the max-pool behind it, with at most a rectifier between, computed at once: the images between them are neither written
/// nor read. For batches that are whole vectors.
/// </summary>
/// <param name="convolution">The convolution.</param>
/// <param name="rectifies">Whether there is a rectifier.</param>
/// <param name="pool">The max-pool.</param>
/// <param name="start">The boundary before the convolution.</param>
/// <param name="end">The boundary behind the pool.</param>
/// <param name="withDerivatives">Whether reverse sweeps follow.</param>
internal sealed class PooledConvolution(ConvolutionStep convolution, bool rectifies, MaxPoolStep pool, int start, int end, bool withDerivatives)
{
    public int Start => start;

    public int End => end;

    public ConvolutionStep Convolution => convolution;

    /// <summary>The convolution with index <paramref name="start"/> and what follows it, if it is a max-pool.</summary>
    public static PooledConvolution? At(LayerStep[] steps, int start, bool withDerivatives)
    {
        if (steps[start] is not ConvolutionStep convolution || start + 1 == steps.Length)
        {
            return null;
        }

        var rectifies = steps[start + 1] is ReluStep;
        var last = rectifies ? start + 2 : start + 1;
        return last < steps.Length && steps[last] is MaxPoolStep pool
            ? new PooledConvolution(convolution, rectifies, pool, start, last + 1, withDerivatives)
            : null;
    }

    /// <summary>Whether a batch of so many samples is computed at once.</summary>
    public bool Takes(int samples)
        => Ntt.Compute.Convolution.CanMaxPool(convolution.Geometry, pool.Windows, samples) && convolution.IsSparse(WeightProduct.Forward)
            && (!withDerivatives || (convolution.IsSparse(WeightProduct.Adjoint) && convolution.IsSparse(WeightProduct.WeightGradient)));

    public void Forward(WorkerTeam team, float[] x, float[] y, int samples)
        => convolution.PooledForward(team, pool.Windows, rectifies, x, y, withDerivatives ? pool.ReserveWinners(y, samples) : [], samples);

    /// <summary>Makes of the cotangents behind the pool what they are before the rectifier, at the winners' positions.</summary>
    public void Rectify(WorkerTeam team, float[] y, float[] yBar, ColumnLayout layout)
    {
        if (rectifies)
        {
            Relu.Gate(team, pool.Output.Size, layout, y, yBar);
        }
    }

    /// <summary>x̄ from the cotangents that <see cref="Rectify"/> leaves, 0 where a gate is shut.</summary>
    public void Adjoint(WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout, ReadOnlySpan<float> gates)
        => convolution.GatedAdjoint(team, pool, yBar, xBar, layout, gates);

    /// <summary>Adds the gradients by weights and biases from the cotangents that <see cref="Rectify"/> leaves.</summary>
    public void AccumulateGradients(WorkerTeam team, float[] yBar, float[] x, ColumnLayout layout, float[] weightGradient, float[] biasGradient)
    {
        convolution.AccumulateWeightGradient(team, pool, yBar, x, layout, weightGradient);
        var length = pool.Windows.PlaneCount * layout.Columns;
        RowSums.Compute(team, convolution.Geometry.Filters, length, yBar, length, biasGradient, accumulate: true);
    }
}
