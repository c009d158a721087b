using System.Globalization;
using Ntt.Compute;
using Ntt.Diagnostics;

namespace Ntt.Networks;

/// <summary>
/// Sets values to zero at random while a network is trained, and scales the others so that the expectation stays (inverted dropout). Without
/// effect anywhere else, pruning included. Text form: <c>dropout 0.25</c>.
/// </summary>
public sealed record DropoutLayer : Layer
{
    /// <summary>Dropout.</summary>
    /// <param name="rate">Probability of a value to be set to zero, from 0 (inclusive) to 1 (exclusive).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside its range.</exception>
    public DropoutLayer(double rate)
    {
        // The text form has no sign, which a rate of -0.0 would be written with.
        Rate = Math.Abs(Check.Fraction(rate));
    }

    /// <summary>Probability of a value to be set to zero.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override string Keyword => "dropout";

    /// <inheritdoc/>
    public override string ToString() => $"dropout {Rate.ToString("R", CultureInfo.InvariantCulture)}";

    internal override TensorShape OutputShape(TensorShape input) => input;

    internal override LayerStep CreateStep(TensorShape input, LayerWeights? weights) => new DropoutStep(input, Rate);
}

/// <summary>Dropout at work, in place: the identity until it is given random numbers.</summary>
internal sealed class DropoutStep(TensorShape shape, double rate) : LayerStep(shape, shape)
{
    private float[] _factors = [];

    public override bool InPlace => true;

    /// <summary>Where the choices come from; null outside training.</summary>
    public RandomStream? Random { get; set; }

    /// <summary>The channels of the network that those at hand are; null if they are all. A channel's choices do not depend on the others.</summary>
    public int[]? Channels { get; set; }

    public override void Forward(WorkerTeam team, float[] x, float[] y, int samples)
    {
        if (Random is null)
        {
            return;
        }

        var count = Output.Size * samples;
        if (_factors.Length < count)
        {
            _factors = AlignedArray.Create(count);
        }

        Dropout.Apply(team, Output.Size, samples, Random.NextUInt64(), rate, _factors, y, Channels, Output.Positions);
    }

    public override void Tangent(WorkerTeam team, float[] xDot, float[] yDot, ColumnLayout layout) => ScaleTangents(team, yDot, layout);

    public override void Adjoint(WorkerTeam team, float[] yBar, float[] xBar, ColumnLayout layout) => ScaleTangents(team, xBar, layout);

    private void ScaleTangents(WorkerTeam team, float[] values, ColumnLayout layout)
    {
        if (Random is null)
        {
            return;
        }

        if (layout.Columns != layout.Samples)
        {
            throw new InvalidOperationException("Dropout is for training alone, where every sample has one column.");
        }

        Dropout.Scale(team, Output.Size, layout.Columns, _factors, values);
    }
}
