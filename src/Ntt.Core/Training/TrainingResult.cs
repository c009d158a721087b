using Ntt.Networks;

namespace Ntt.Training;

/// <summary>How a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All steps were made.</summary>
    Completed,

    /// <summary>The validation loss stopped falling; the best network was restored.</summary>
    StoppedEarly,

    /// <summary>It was cancelled; the network is the best so far with early stopping or a validation set, otherwise the last.</summary>
    Cancelled,
}

/// <summary>A trained network and the way there.</summary>
/// <param name="Network">The trained network; masks and standardisation are those it began with.</param>
/// <param name="History">Records in the order of their steps.</param>
/// <param name="Steps">Updates made.</param>
/// <param name="BestStep">The step after which the returned network stood so.</param>
/// <param name="End">How training ended.</param>
/// <param name="Duration">Wall time, recording included.</param>
public sealed record TrainingResult(Network Network, IReadOnlyList<TrainingRecord> History, int Steps, int BestStep, TrainingEnd End, TimeSpan Duration);
