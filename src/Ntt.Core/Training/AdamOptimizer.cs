using System.Numerics;
using Ntt.Compute;
using Ntt.Diagnostics;

namespace Ntt.Training;

/// <summary>
/// Adam (Kingma &amp; Ba, 2015): x ← x − η m̂ / (√v̂ + ε) with m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², both corrected for their start at
/// zero. β₁ = 0.9, β₂ = 0.999, ε = 1e-8. Holds the state of one array of parameters.
/// </summary>
public sealed class AdamOptimizer : IOptimizer
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly double _learningRate;

    /// <summary>State for <paramref name="count"/> parameters, all zero.</summary>
    /// <param name="count">Number of parameters.</param>
    /// <param name="learningRate">η, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is not finite and greater than 0, or the count is negative.</exception>
    public AdamOptimizer(int count, double learningRate)
        : this(AlignedArray.Create(Check.AtLeast(count, 0)), AlignedArray.Create(count), learningRate)
    {
    }

    internal AdamOptimizer(float[] firstMoment, float[] secondMoment, double learningRate, int steps = 0)
    {
        _learningRate = Check.Positive(learningRate);
        FirstMoment = firstMoment;
        SecondMoment = secondMoment;
        Steps = steps;
    }

    /// <summary>Number of steps taken.</summary>
    public int Steps { get; private set; }

    internal float[] FirstMoment { get; }

    internal float[] SecondMoment { get; }

    /// <inheritdoc/>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradient)
    {
        Steps++;
        var rate = (float)(_learningRate / (1 - Math.Pow(FirstDecay, Steps)));
        var correction = (float)(1 / (1 - Math.Pow(SecondDecay, Steps)));
        var first = FirstMoment.AsSpan(0, parameters.Length);
        var second = SecondMoment.AsSpan(0, parameters.Length);
        var index = 0;
        for (; index <= parameters.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[index..]);
            var m = (new Vector<float>(first[index..]) * FirstDecay) + (g * (1 - FirstDecay));
            var v = (new Vector<float>(second[index..]) * SecondDecay) + (g * g * (1 - SecondDecay));
            m.CopyTo(first[index..]);
            v.CopyTo(second[index..]);
            var change = m * rate / (Vector.SquareRoot(v * correction) + new Vector<float>(Epsilon));
            (new Vector<float>(parameters[index..]) - change).CopyTo(parameters[index..]);
        }

        for (; index < parameters.Length; index++)
        {
            var g = gradient[index];
            var m = first[index] = (first[index] * FirstDecay) + (g * (1 - FirstDecay));
            var v = second[index] = (second[index] * SecondDecay) + (g * g * (1 - SecondDecay));
            parameters[index] -= m * rate / (MathF.Sqrt(v * correction) + Epsilon);
        }
    }
}
