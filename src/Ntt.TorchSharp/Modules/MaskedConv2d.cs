using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>
/// A pruned convolution without padding: the kernel is mask ∘ weight. A pruned weight has derivative 0 and stands at 0, so that no optimiser
/// moves it. Parameters <c>weight</c> [filters, channels, kernel height, kernel width] and <c>bias</c> [filters], buffer <c>mask</c>, Boolean.
/// </summary>
public sealed class MaskedConv2d : nn.Module<Tensor, Tensor>
{
    internal MaskedConv2d(Networks.LayerWeights layer, long stride)
        : base(nameof(MaskedConv2d))
    {
        Stride = stride;
        Shapes.RegisterPruned(this, layer);
    }

    /// <summary>The weights, [filters, channels, kernel height, kernel width].</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>The biases, [filters].</summary>
    public Parameter Bias => get_parameter("bias")!;

    /// <summary>Which weights are kept, shaped as they are.</summary>
    public Tensor Mask => get_buffer("mask")!;

    /// <summary>Step between two positions in both directions.</summary>
    public long Stride { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var kept = Weight * Mask;
        return nn.functional.conv2d(input, kept, Bias, strides: [Stride, Stride]);
    }
}
