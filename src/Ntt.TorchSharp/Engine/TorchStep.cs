using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>
/// One layer at work on a device. Activations are [samples, ...shape]; tangents and cotangents [samples, directions, ...shape]. The linear passes use
/// what the last forward pass has left, which lives until the next one.
/// </summary>
internal abstract class TorchStep : IDisposable
{
    private readonly List<Tensor> _kept = [];

    /// <summary>y = layer(x).</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary>ẏ = (∂y/∂x) ẋ.</summary>
    public abstract Tensor Tangent(Tensor xDot);

    /// <summary>x̄ = (∂y/∂x)ᵀ ȳ.</summary>
    public abstract Tensor Adjoint(Tensor yBar);

    /// <summary>Lets go of what the last forward pass has left.</summary>
    public void Forget()
    {
        foreach (var tensor in _kept)
        {
            tensor.Dispose();
        }

        _kept.Clear();
    }

    public virtual void Dispose() => Forget();

    /// <summary>A tensor that outlives the scope, until <see cref="Forget"/>.</summary>
    protected Tensor Keep(Tensor tensor)
    {
        // An alias: two steps may keep one tensor, and each lets go of its own.
        var kept = tensor.alias().DetachFromDisposeScope();
        _kept.Add(kept);
        return kept;
    }
}

/// <summary>The rectifier: its gate is 1 where the output is positive.</summary>
internal sealed class ReluTorchStep : TorchStep
{
    private Tensor? _gate;

    public override Tensor Forward(Tensor x)
    {
        var y = x.relu();
        _gate = Keep(y.sign());
        return y;
    }

    public override Tensor Tangent(Tensor xDot) => xDot * _gate!.unsqueeze(1);

    public override Tensor Adjoint(Tensor yBar) => yBar * _gate!.unsqueeze(1);
}

/// <summary>Dropout: the identity unless it is given factors.</summary>
internal sealed class DropoutTorchStep : TorchStep
{
    private Tensor? _factors;

    /// <summary>Uses factors [samples, ...shape] in the next forward pass; null for none.</summary>
    public void Use(Tensor? factors) => _factors = factors is null ? null : Keep(factors);

    public override Tensor Forward(Tensor x) => _factors is null ? x : x * _factors;

    public override Tensor Tangent(Tensor xDot) => _factors is null ? xDot : xDot * _factors.unsqueeze(1);

    public override Tensor Adjoint(Tensor yBar) => _factors is null ? yBar : yBar * _factors.unsqueeze(1);
}

/// <summary>Flattening: another shape of the same values.</summary>
/// <param name="shape">The shape of one sample before it.</param>
internal sealed class FlattenTorchStep(long[] shape) : TorchStep
{
    public override Tensor Forward(Tensor x) => x.reshape(x.shape[0], -1);

    public override Tensor Tangent(Tensor xDot) => xDot.reshape(xDot.shape[0], xDot.shape[1], -1);

    public override Tensor Adjoint(Tensor yBar) => yBar.reshape([yBar.shape[0], yBar.shape[1], .. shape]);
}
