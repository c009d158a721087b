using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>
/// Standardisation of a network's input, channel by channel: (x − mean) · scale. Buffers <c>mean</c> and <c>scale</c> [channels]. Takes
/// [samples, features] or [samples, channels, height, width] and gives what the first layer takes of the two.
/// </summary>
public sealed class Standardization : nn.Module<Tensor, Tensor>
{
    private readonly long[] _sample;

    internal Standardization(Networks.InputNormalization normalization, long[] sample)
        : base(nameof(Standardization))
    {
        _sample = sample;
        register_buffer("mean", tensor([.. normalization.Mean], float32).DetachFromDisposeScope());
        register_buffer("scale", tensor([.. normalization.Scale], float32).DetachFromDisposeScope());
    }

    internal IEnumerable<float> Mean => get_buffer("mean")!.ToArray();

    internal IEnumerable<float> Scale => get_buffer("scale")!.ToArray();

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long count = input.shape[0], channels = get_buffer("mean")!.shape[0];
        using var scope = NewDisposeScope();
        var planes = input.reshape(count, channels, -1);
        var standardized = (planes - get_buffer("mean")!.reshape(1, channels, 1)) * get_buffer("scale")!.reshape(1, channels, 1);
        return standardized.reshape([count, .. _sample]).MoveToOuterDisposeScope();
    }
}
