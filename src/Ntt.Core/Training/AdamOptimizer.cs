using System.Numerics;
using System.Runtime.CompilerServices;
using Ntt.Compute;
using Ntt.Diagnostics;

namespace Ntt.Training;

/// <summary>
/// Adam (Kingma &amp; Ba, 2015): x ← x − η m̂ / (√v̂ + ε) with m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², both corrected for their start at
/// zero. β₁ = 0.9, β₂ = 0.999, ε = 1e-8. Holds the state of one array of parameters.
/// </summary>
public sealed class AdamOptimizer : IOptimizer, IElementwiseOptimizer
{
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly double _learningRate;
    private float _rate;
    private float _correction;

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
        BeginStep();
        var first = FirstMoment.AsSpan(0, parameters.Length);
        var second = SecondMoment.AsSpan(0, parameters.Length);
        var index = 0;
        for (; index <= parameters.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Step(index, new Vector<float>(gradient[index..]), parameters, first, second);
        }

        for (; index < parameters.Length; index++)
        {
            Step(index, gradient[index], parameters, first, second);
        }
    }

    void IElementwiseOptimizer.BeginStep() => BeginStep();

    void IElementwiseOptimizer.Update(int first, Span<float> parameters, Span<float> gradient, float decay)
    {
        var firstMoment = FirstMoment.AsSpan(first, parameters.Length);
        var secondMoment = SecondMoment.AsSpan(first, parameters.Length);
        var index = 0;
        for (; index <= parameters.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var g = Vector.FusedMultiplyAdd(new Vector<float>(decay), new Vector<float>(parameters[index..]), new Vector<float>(gradient[index..]));
            Vector<float>.Zero.CopyTo(gradient[index..]);
            Step(index, g, parameters, firstMoment, secondMoment);
        }

        for (; index < parameters.Length; index++)
        {
            var g = MathF.FusedMultiplyAdd(decay, parameters[index], gradient[index]);
            gradient[index] = 0;
            Step(index, g, parameters, firstMoment, secondMoment);
        }
    }

    private void BeginStep()
    {
        Steps++;
        _rate = (float)(_learningRate / (1 - Math.Pow(FirstDecay, Steps)));
        _correction = (float)(1 / (1 - Math.Pow(SecondDecay, Steps)));
    }

    /// <summary>Moves a vector of parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step(int index, Vector<float> g, Span<float> parameters, Span<float> first, Span<float> second)
    {
        var m = (new Vector<float>(first[index..]) * FirstDecay) + (g * (1 - FirstDecay));
        var v = (new Vector<float>(second[index..]) * SecondDecay) + (g * g * (1 - SecondDecay));
        m.CopyTo(first[index..]);
        v.CopyTo(second[index..]);
        var change = m * _rate / (Vector.SquareRoot(v * _correction) + new Vector<float>(Epsilon));
        (new Vector<float>(parameters[index..]) - change).CopyTo(parameters[index..]);
    }

    /// <summary>Moves one parameter, by the same arithmetic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step(int index, float g, Span<float> parameters, Span<float> first, Span<float> second)
    {
        var m = first[index] = (first[index] * FirstDecay) + (g * (1 - FirstDecay));
        var v = second[index] = (second[index] * SecondDecay) + (g * g * (1 - SecondDecay));
        parameters[index] -= m * _rate / (MathF.Sqrt(v * _correction) + Epsilon);
    }
}
