using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Running;

/// <summary>Shows how far a run is.</summary>
internal interface IRunDisplay
{
    /// <summary>Does the work and shows its progress.</summary>
    /// <param name="pruningSteps">Steps of pruning, 0 for a method without steps.</param>
    /// <param name="trainingSteps">Steps of training.</param>
    /// <param name="work">The work.</param>
    T Show<T>(int pruningSteps, int trainingSteps, Func<RunListeners, T> work);
}

/// <summary>Receives the records of both stages. Calls come on the thread that does the work.</summary>
/// <param name="Pruning">Records of pruning methods with steps.</param>
/// <param name="Training">Records of training.</param>
internal sealed record RunListeners(IProgress<NttRecord>? Pruning, IProgress<TrainingRecord>? Training);

/// <summary>Shows nothing.</summary>
internal sealed class NoRunDisplay : IRunDisplay
{
    public T Show<T>(int pruningSteps, int trainingSteps, Func<RunListeners, T> work) => work(new RunListeners(null, null));
}
