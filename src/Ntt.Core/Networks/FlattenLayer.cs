using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>Reads a [channels, height, width] input as a flat vector, channel by channel. Text form: <c>flatten</c>.</summary>
public sealed record FlattenLayer : Layer
{
    /// <inheritdoc/>
    public override string Keyword => "flatten";

    /// <inheritdoc/>
    public override string ToString() => Keyword;

    internal override TensorShape OutputShape(TensorShape input) => TensorShape.Flat(input.Size);

    internal override LayerStep CreateStep(TensorShape input, LayerWeights? weights) => new FlattenStep(input);
}

/// <summary>Flattening at work: the buffer already has the right order, so nothing moves.</summary>
internal sealed class FlattenStep(TensorShape input) : LayerStep(input, TensorShape.Flat(input.Size))
{
    public override bool InPlace => true;

    public override void Forward(WorkerTeam team, float[] x, float[] y, int samples)
    {
    }

    public override void Tangent(WorkerTeam team, float[] xDot, float[] yDot, ColumnLayout layout)
    {
    }

    public override void Adjoint(WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout)
    {
    }
}
