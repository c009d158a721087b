using Ntt.Tangents;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>The samples of a batch that index the kernel's rows, and those that index its columns.</summary>
internal readonly record struct KernelSides(long RowStart, long RowCount, long ColumnStart, long ColumnCount)
{
    public static KernelSides Of(int samples, KernelPairing pairing) => pairing == KernelPairing.Halves
        ? new(0, samples / 2, samples / 2, samples - (samples / 2))
        : new(0, samples, 0, samples);

    /// <summary>[samples, outputs, ...] to the kernel's rows, [(sample, output), ...].</summary>
    public Tensor Rows(Tensor values) => values.narrow(0, RowStart, RowCount).flatten(0, 1);

    /// <summary>[samples, outputs, ...] to the kernel's columns, [(sample, output), ...].</summary>
    public Tensor Columns(Tensor values) => values.narrow(0, ColumnStart, ColumnCount).flatten(0, 1);

    /// <summary>
    /// V = M J over the rows and Mᵀ J over the columns: the derivative of ⟨M, J Jᵀ⟩ by the Jacobians J.
    /// </summary>
    /// <param name="m">[(sample, output) × (sample, output)].</param>
    /// <param name="jacobians">[samples, outputs, entries].</param>
    public Tensor Weigh(Tensor m, Tensor jacobians)
    {
        var (outputs, entries) = (jacobians.shape[1], jacobians.shape[2]);
        var v = zeros_like(jacobians);
        v.narrow(0, RowStart, RowCount).add_(m.mm(Columns(jacobians)).reshape(RowCount, outputs, entries));
        v.narrow(0, ColumnStart, ColumnCount).add_(m.t().mm(Rows(jacobians)).reshape(ColumnCount, outputs, entries));
        return v;
    }
}

/// <summary>
/// A layer's share of the tangent kernel Θ and of the gradient through it. With G the cotangents at the layer's output, X its input, Jacobians
/// J = G Xᵀ and M = ∂loss/∂Θ, the derivative V of the loss by J is a direction of the weights for every sample and output; along it the output
/// moves by V X, and the adjoint of X gains Vᵀ G.
/// </summary>
internal abstract class KernelRule(KernelSides sides)
{
    protected KernelSides Sides => sides;

    /// <summary>The rule of a layer.</summary>
    /// <param name="step">The layer.</param>
    /// <param name="sides">The samples.</param>
    /// <param name="scope">Whose derivatives make up Θ.</param>
    /// <param name="withGradient">Whether <see cref="Derivatives"/> will be asked for, so that what is of use there is worth keeping.</param>
    /// <param name="chunkBytes">Bytes of one intermediate matrix.</param>
    public static KernelRule Create(TorchWeightStep step, KernelSides sides, KernelScope scope, bool withGradient, long chunkBytes) => step switch
    {
        ConvolutionTorchStep convolution => new ConvolutionKernelRule(convolution, sides, scope, withGradient, chunkBytes),
        DenseTorchStep dense when scope == KernelScope.AllWeights => new DenseKernelRule(dense, sides),
        _ => new RetainedKernelRule(step, sides, withGradient, chunkBytes),
    };

    /// <summary>Adds to Θ, [(sample, output) × (sample, output)].</summary>
    /// <param name="g">The cotangents at the layer's output, [samples, outputs, ...].</param>
    /// <param name="kernel">Θ.</param>
    public abstract void AddKernel(Tensor g, Tensor kernel);

    /// <summary>V X at the layer's output [samples, outputs, ...] and Σ Vᵀ G at its input [samples, ...]; null for what is not asked for.</summary>
    public abstract (Tensor? ZDot, Tensor? XBar) Derivatives(Tensor g, Tensor m, bool withTangent, bool withAdjoint);

    /// <summary>Lets go of what the last <see cref="AddKernel"/> has left.</summary>
    public virtual void Forget()
    {
    }
}

/// <summary>
/// All weights of a dense layer, without any Jacobian: Θ = (X Xᵀ + 1) ∘ G Gᵀ, the 1 for the bias. V X is (M ∘ (X Xᵀ + 1)) G, and Σ Vᵀ G is c X with
/// c the sums of M ∘ G Gᵀ over the outputs.
/// </summary>
internal sealed class DenseKernelRule(DenseTorchStep step, KernelSides sides) : KernelRule(sides)
{
    private Tensor? _inputs;
    private Tensor? _cotangents;

    public override void AddKernel(Tensor g, Tensor kernel)
    {
        var outputs = g.shape[1];
        var x = step.Input.unsqueeze(1);
        var inputs = Sides.Rows(x).mm(Sides.Columns(x).t());
        inputs.add_(ones_like(inputs));
        _inputs = inputs.reshape(Sides.RowCount, 1, Sides.ColumnCount, 1).DetachFromDisposeScope();
        _cotangents = Sides.Rows(g).mm(Sides.Columns(g).t()).reshape(Sides.RowCount, outputs, Sides.ColumnCount, outputs).DetachFromDisposeScope();
        kernel.add_((_inputs * _cotangents).reshape(kernel.shape));
    }

    public override (Tensor? ZDot, Tensor? XBar) Derivatives(Tensor g, Tensor m, bool withTangent, bool withAdjoint)
    {
        var blocks = m.reshape(_cotangents!.shape);
        var zDot = withTangent ? Sides.Weigh((_inputs! * blocks).reshape(m.shape), g) : null;
        var xBar = withAdjoint ? Sides.Weigh((blocks * _cotangents).sum(3).sum(1), step.Input.unsqueeze(1)).squeeze(1) : null;
        return (zDot, xBar);
    }

    public override void Forget()
    {
        _inputs?.Dispose();
        _cotangents?.Dispose();
    }
}
