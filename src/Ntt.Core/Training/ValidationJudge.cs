using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Training;

/// <summary>The state of early stopping in one training: the best network so far by validation loss, and how long ago that was.</summary>
internal sealed class ValidationJudge
{
    private readonly EarlyStopping? _stopping;
    private readonly LabeledSamples _validation;
    private double _bestLoss = double.PositiveInfinity;
    private int _epochsWithoutImprovement;

    /// <param name="stopping">When to end; null to judge and never end.</param>
    /// <param name="validation">Samples that fit the network, at least one.</param>
    public ValidationJudge(EarlyStopping? stopping, LabeledSamples validation)
    {
        _stopping = stopping;
        _validation = validation;
    }

    /// <summary>A copy of the best network so far; null before the first judgement.</summary>
    public Network? Best { get; private set; }

    /// <summary>The step after which <see cref="Best"/> stood so.</summary>
    public int BestStep { get; private set; }

    /// <summary>The last judgement.</summary>
    public ClassificationMetrics? Last { get; private set; }

    public bool ShouldStop(Network network, int step, WorkerTeam team)
    {
        Last = ClassificationMetrics.EvaluateChecked(network, _validation, team);
        if (Best is null || Last.LogLoss < _bestLoss - (_stopping?.MinimumImprovement ?? 0))
        {
            _bestLoss = Last.LogLoss;
            Best = network.Clone();
            BestStep = step;
            _epochsWithoutImprovement = 0;
            return false;
        }

        return ++_epochsWithoutImprovement >= _stopping?.Patience;
    }
}
