using Ntt.Pruning;

namespace Ntt.Estimators;

/// <summary>What estimators are told whose methods score weights. Copied and checked when the estimator is constructed.</summary>
public class ScoringPruningOptions : PruningEstimatorOptions
{
    /// <summary>
    /// The label: a key with as many values as the network has outputs. Read by methods that need labels and by no others. Default <c>Label</c>.
    /// </summary>
    public string LabelColumnName { get; set; } = ColumnNames.Label;

    /// <summary>Rounds of methods that prune in rounds, at least 1; null for each method's own number. Default null.</summary>
    public int? ScoringRounds { get; set; }

    /// <summary>
    /// Samples that a score is computed on, at least 1; of each class for <c>grasp</c>, random inputs for <c>ntk-sap</c>; null for each method's
    /// own number. Default null.
    /// </summary>
    public int? ScoringSamples { get; set; }

    internal override PruningOptions ToPruningOptions()
        => base.ToPruningOptions() with { ScoringRounds = ScoringRounds, ScoringSamples = ScoringSamples };
}
