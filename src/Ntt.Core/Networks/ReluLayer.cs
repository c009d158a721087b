using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>The rectifier: y = max(0, x). Text form: <c>relu</c>.</summary>
public sealed record ReluLayer : Layer
{
    /// <inheritdoc/>
    public override string Keyword => "relu";

    /// <inheritdoc/>
    public override string ToString() => Keyword;

    internal override TensorShape OutputShape(TensorShape input) => input;

    internal override LayerStep CreateStep(TensorShape input, LayerWeights? weights) => new ReluStep(input);
}

/// <summary>The rectifier at work, in place. Its gate is 1 where the output of the last forward pass is positive.</summary>
internal sealed class ReluStep(TensorShape shape) : LayerStep(shape, shape)
{
    private float[] _output = [];
    private int _samples;

    public override bool InPlace => true;

    /// <summary>Whether the step before rectifies its output itself.</summary>
    public bool IsComputedBefore { get; set; }

    /// <summary>The output of the last forward pass, its own gate.</summary>
    public ReadOnlySpan<float> Gates => _output.AsSpan(0, Output.Size * _samples);

    public override void Forward(WorkerTeam team, float[] x, float[] y, int samples)
    {
        if (!IsComputedBefore)
        {
            Relu.Forward(team, Output.Size, samples, y, samples, []);
        }

        _output = y;
        _samples = samples;
    }

    public override void Tangent(WorkerTeam team, float[] xDot, float[] yDot, ColumnLayout layout) => Relu.Gate(team, Output.Size, layout, _output, yDot);

    public override void Adjoint(WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout) => Relu.Gate(team, Output.Size, layout, _output, xBar);
}
