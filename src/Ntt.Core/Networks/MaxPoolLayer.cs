using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>Keeps the largest value of each window; of equal ones the first. Text form: <c>maxpool 2</c>, or <c>maxpool 3 stride 2</c>.</summary>
public sealed record MaxPoolLayer : PoolingLayer
{
    /// <summary>Max-pooling over windows of size × size.</summary>
    /// <param name="size">Rows and columns of a window, at least 1.</param>
    /// <param name="stride">Step between two windows, at least 1; null for the size.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public MaxPoolLayer(int size, int? stride = null)
        : base(size, stride)
    {
    }

    /// <inheritdoc/>
    public override string Keyword => "maxpool";

    internal override LayerStep CreateStep(TensorShape input, LayerWeights? weights) => new MaxPoolStep(input, OutputShape(input), Size, Stride);
}

/// <summary>Max-pooling at work. Remembers which value of each window won.</summary>
internal sealed class MaxPoolStep(TensorShape input, TensorShape output, int size, int stride) : LayerStep(input, output)
{
    private int[] _winners = [];
    private float[] _output = [];

    /// <summary>Who won in the last forward pass.</summary>
    public MaxPoolWinners Winners => new(Windows, _winners);

    public PoolingWindows Windows { get; } = new(input.Channels, input.Height, input.Width, size, stride);

    public override void Forward(WorkerTeam team, float[] x, float[] y, int samples)
        => MaxPooling.Forward(team, Input.Channels, Input.Height, Input.Width, size, stride, samples, x, y, ReserveWinners(y, samples));

    /// <summary>Where the winners of a forward pass are to be written, whose output is <paramref name="y"/>.</summary>
    public int[] ReserveWinners(float[] y, int samples)
    {
        if (_winners.Length < Output.Size * samples)
        {
            _winners = new int[Output.Size * samples];
        }

        _output = y;
        return _winners;
    }

    public override void Tangent(WorkerTeam team, float[] xDot, float[] yDot, ColumnLayout layout)
        => MaxPooling.Tangent(team, Input.Channels, Input.Height, Input.Width, size, stride, layout, _winners, xDot, yDot);

    public override void Adjoint(WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout)
        => MaxPooling.Adjoint(team, Input.Channels, Input.Height, Input.Width, size, stride, layout, _winners, yBar, xBar);

    /// <summary>A winner is above 0 where its window's maximum is, so the rectifier's gates are applied to the windows, which are fewer.</summary>
    public override void AdjointThrough(ReluStep rectifier, WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout)
    {
        Relu.Gate(team, Output.Size, layout, _output, yBar);
        Adjoint(team, yBar, xBar, layout);
    }
}
