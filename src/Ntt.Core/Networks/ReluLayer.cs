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

    public override void Forward(WorkerTeam team, float[] x, float[] y, int samples)
    {
        Relu.Forward(team, Output.Size, samples, y, samples, []);
        _output = y;
        _samples = samples;
    }

    public override void Tangent(WorkerTeam team, float[] xDot, float[] yDot, ColumnLayout layout) => Gate(team, yDot, layout);

    public override void Adjoint(WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout) => Gate(team, xBar, layout);

    private void Gate(WorkerTeam team, float[] values, ColumnLayout layout)
    {
        foreach (var segment in layout.Segments)
        {
            Relu.Gate(team, Output.Size, segment.Count, _output.AsSpan(segment.Sample), _samples, segment.Repeats, values.AsSpan(segment.Column), layout.Columns);
        }
    }
}
