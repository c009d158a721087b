using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// A max-pool behind a convolution with nothing but rectifiers and dropout between. Behind it there is one position a window left where
/// cotangents differ from 0 and tangents count, which is where kernel and directions are then computed.
/// </summary>
/// <param name="Pool">The pool.</param>
/// <param name="Boundary">The boundary behind it.</param>
/// <param name="IsRectified">Whether there is a rectifier between.</param>
internal sealed record PooledOutput(MaxPoolStep Pool, int Boundary, bool IsRectified)
{
    /// <summary>The pool behind a step, if the step is a convolution and there is a pool that leaves at most half of its positions.</summary>
    public static PooledOutput? Behind(NetworkPass pass, int step)
    {
        if (pass.Steps[step] is not ConvolutionStep convolution)
        {
            return null;
        }

        var isRectified = false;
        for (step++; step < pass.Steps.Length && pass.Steps[step] is ReluStep or DropoutStep; step++)
        {
            isRectified |= pass.Steps[step] is ReluStep;
        }

        return step < pass.Steps.Length && pass.Steps[step] is MaxPoolStep pool && 2 * pool.Output.Size <= convolution.Output.Size
            ? new PooledOutput(pool, step + 1, isRectified)
            : null;
    }

    /// <summary>Sets to 0 what the rectifier before the pool does: all values of a window whose maximum is 0.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="pass">The network after its forward pass.</param>
    /// <param name="values">Tangents or cotangents behind the pool.</param>
    /// <param name="layout">Their columns.</param>
    public void Rectify(WorkerTeam team, NetworkPass pass, float[] values, ColumnLayout layout)
    {
        if (IsRectified)
        {
            Relu.Gate(team, Pool.Output.Size, layout, pass.Activation(Boundary), values);
        }
    }
}
