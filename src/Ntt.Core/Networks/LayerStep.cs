using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>
/// One layer at work on batches. Matrices are feature-major, [features × columns] with the columns innermost: in the forward pass a column
/// is a sample; in the linear passes a column is one sample's tangent or cotangent, and a <see cref="ColumnLayout"/> says whose.
/// The linear passes use the gates of the last forward pass, which is why a step belongs to one pass and is not shared.
/// </summary>
internal abstract class LayerStep(TensorShape input, TensorShape output)
{
    public TensorShape Input { get; } = input;

    public TensorShape Output { get; } = output;

    /// <summary>Whether output and input are one buffer, so that <c>x</c> and <c>y</c> are the same array in every call.</summary>
    public virtual bool InPlace => false;

    /// <summary>y = layer(x) for <paramref name="samples"/> columns.</summary>
    public abstract void Forward(WorkerTeam team, float[] x, float[] y, int samples);

    /// <summary>ẏ = (∂y/∂x) ẋ.</summary>
    public abstract void Tangent(WorkerTeam team, float[] xDot, float[] yDot, ColumnLayout layout);

    /// <summary>x̄ = (∂y/∂x)ᵀ ȳ.</summary>
    public abstract void Adjoint(WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout);

    /// <summary>
    /// As <see cref="Adjoint"/>, and then that of the rectifier whose output is this step's input. A step may do both at once; what it leaves in
    /// <c>yBar</c> is then of no use.
    /// </summary>
    public virtual void AdjointThrough(ReluStep rectifier, WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout)
    {
        Adjoint(team, yBar, xBar, layout);
        rectifier.Adjoint(team, xBar, xBar, layout);
    }
}
