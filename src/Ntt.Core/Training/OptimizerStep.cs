using Ntt.Compute;

namespace Ntt.Training;

/// <summary>An optimizer that treats every parameter by itself, so that threads may share its parameters out.</summary>
internal interface IElementwiseOptimizer
{
    /// <summary>Begins one step for all parameters.</summary>
    void BeginStep();

    /// <summary>Takes the step for some parameters.</summary>
    /// <param name="first">The first parameter's place.</param>
    /// <param name="parameters">The parameters; changed in place.</param>
    /// <param name="gradient">The derivative of the loss by each, without decay. Left at 0, ready for the next sum.</param>
    /// <param name="decay">What a parameter adds to its derivative, as a factor.</param>
    void Update(int first, Span<float> parameters, Span<float> gradient, float decay);
}

/// <summary>One step of an optimizer, shared out to a team.</summary>
internal readonly struct OptimizerStep : IPartitionedWork
{
    /// <summary>Parameters below which the caller does it alone: some 20 microseconds.</summary>
    private const int Alone = 64 * 1024;

    /// <summary>Parts start on cache lines.</summary>
    private const int Granularity = 16;

    private readonly IElementwiseOptimizer _optimizer;
    private readonly float[] _parameters;
    private readonly float[] _gradient;
    private readonly float _decay;
    private readonly int _length;

    private OptimizerStep(IElementwiseOptimizer optimizer, float[] parameters, float[] gradient, float decay, int length)
    {
        _optimizer = optimizer;
        _parameters = parameters;
        _gradient = gradient;
        _decay = decay;
        _length = length;
    }

    /// <summary>Takes the step; see <see cref="IElementwiseOptimizer.Update"/>.</summary>
    public static void Run(WorkerTeam team, IElementwiseOptimizer optimizer, float[] parameters, float[] gradient, float decay)
    {
        optimizer.BeginStep();
        if (parameters.Length == 0)
        {
            return;
        }

        // One part a thread: a thread then mostly finds the moments in its caches that it left there.
        var parts = parameters.Length < Alone ? 1 : team.Threads;
        var length = (((parameters.Length - 1) / parts / Granularity) + 1) * Granularity;
        team.Run(((parameters.Length - 1) / length) + 1, new OptimizerStep(optimizer, parameters, gradient, decay, length));
    }

    public void Run(int part)
    {
        var first = part * _length;
        var count = Math.Min(_length, _parameters.Length - first);
        _optimizer.Update(first, _parameters.AsSpan(first, count), _gradient.AsSpan(first, count), _decay);
    }
}
