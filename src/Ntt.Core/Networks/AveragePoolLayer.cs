using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>Replaces each window by its mean. Text form: <c>avgpool 2</c>, or <c>avgpool 3 stride 2</c>.</summary>
public sealed record AveragePoolLayer : PoolingLayer
{
    /// <summary>Average-pooling over windows of size × size.</summary>
    /// <param name="size">Rows and columns of a window, at least 1.</param>
    /// <param name="stride">Step between two windows, at least 1; null for the size.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public AveragePoolLayer(int size, int? stride = null)
        : base(size, stride)
    {
    }

    /// <inheritdoc/>
    public override string Keyword => "avgpool";

    internal override LayerStep CreateStep(TensorShape input, LayerWeights? weights) => new AveragePoolStep(input, OutputShape(input), Size, Stride);
}

/// <summary>Average-pooling at work.</summary>
internal sealed class AveragePoolStep(TensorShape input, TensorShape output, int size, int stride) : LayerStep(input, output)
{
    public override void Forward(WorkerTeam team, float[] x, float[] y, int samples) => Apply(team, x, y, samples);

    public override void Tangent(WorkerTeam team, float[] xDot, float[] yDot, ColumnLayout layout) => Apply(team, xDot, yDot, layout.Columns);

    public override void Adjoint(WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout)
        => AveragePooling.Adjoint(team, Input.Channels, Input.Height, Input.Width, size, stride, layout.Columns, yBar, xBar);

    private void Apply(WorkerTeam team, float[] x, float[] y, int columns)
        => AveragePooling.Forward(team, Input.Channels, Input.Height, Input.Width, size, stride, columns, x, y);
}
