using Ntt.Diagnostics;

namespace Ntt.Training;

/// <summary>Stochastic gradient descent: x ← x − η g, or with momentum μ: u ← μ u + g, x ← x − η u.</summary>
public sealed class SgdOptimizer : IOptimizer, IElementwiseOptimizer
{
    private readonly float _learningRate;
    private readonly float _momentum;
    private readonly float[] _velocity;

    /// <summary>State for <paramref name="count"/> parameters.</summary>
    /// <param name="count">Number of parameters.</param>
    /// <param name="learningRate">η, greater than 0.</param>
    /// <param name="momentum">μ, from 0 (inclusive) to 1 (exclusive).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public SgdOptimizer(int count, double learningRate, double momentum = 0)
    {
        _learningRate = (float)Check.Positive(learningRate);
        _momentum = (float)Check.Fraction(momentum);
        Check.AtLeast(count, 0);
        _velocity = new float[momentum > 0 ? count : 0];
    }

    /// <inheritdoc/>
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradient)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            Step(index, gradient[index], ref parameters[index]);
        }
    }

    void IElementwiseOptimizer.BeginStep()
    {
    }

    void IElementwiseOptimizer.Update(int first, Span<float> parameters, Span<float> gradient, float decay)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            var g = MathF.FusedMultiplyAdd(decay, parameters[index], gradient[index]);
            gradient[index] = 0;
            Step(first + index, g, ref parameters[index]);
        }
    }

    /// <summary>Moves the parameter with this place.</summary>
    private void Step(int place, float g, ref float parameter)
    {
        if (_momentum > 0)
        {
            g = _velocity[place] = (_momentum * _velocity[place]) + g;
        }

        parameter -= _learningRate * g;
    }
}
