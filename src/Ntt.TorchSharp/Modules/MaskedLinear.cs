using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>
/// A pruned dense layer: y = (mask ∘ weight) x + bias. A pruned weight has derivative 0 and stands at 0, so that no optimiser moves it, with
/// momentum and weight decay too. Parameters <c>weight</c> [units, inputs] and <c>bias</c> [units], buffer <c>mask</c>, Boolean.
/// </summary>
public sealed class MaskedLinear : nn.Module<Tensor, Tensor>
{
    internal MaskedLinear(Networks.LayerWeights layer)
        : base(nameof(MaskedLinear)) => Shapes.RegisterPruned(this, layer);

    /// <summary>The weights, [units, inputs].</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>The biases, [units].</summary>
    public Parameter Bias => get_parameter("bias")!;

    /// <summary>Which weights are kept, [units, inputs].</summary>
    public Tensor Mask => get_buffer("mask")!;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var kept = Weight * Mask;
        return nn.functional.linear(input, kept, Bias);
    }
}
