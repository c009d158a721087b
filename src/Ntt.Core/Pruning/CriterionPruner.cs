using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>Prunes by a criterion, once or in rounds. What becomes of the kept weights is the criterion's choice; most leave them alone.</summary>
public sealed class CriterionPruner : Pruner
{
    private readonly PruningCriterion _criterion;
    private readonly PruningSchedule _schedule;

    /// <summary>A pruner of networks of one architecture.</summary>
    /// <param name="architecture">What the networks compute.</param>
    /// <param name="options">What every method is told.</param>
    /// <param name="criterion">Scores the weights.</param>
    /// <param name="schedule">The rounds; null for one.</param>
    /// <param name="method">The method's name; null for the criterion's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public CriterionPruner(
        NetworkArchitecture architecture, PruningOptions options, PruningCriterion criterion, PruningSchedule? schedule = null, string? method = null)
        : base(architecture, options)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        _criterion = criterion;
        _schedule = schedule ?? PruningSchedule.OneShot;
        Method = method ?? criterion.Name;
    }

    /// <inheritdoc/>
    public override string Method { get; }

    /// <inheritdoc/>
    public override bool NeedsLabels => _criterion.NeedsLabels;

    private protected override PruningOutcome Prune(
        Network dense, PruningData data, WorkerTeam team, IProgress<NttRecord>? progress, CancellationToken cancellation)
    {
        var shapes = Architecture.WeightLayers;
        Mask[] masks = [.. shapes.Select(shape => Mask.All(shape.Rows, shape.Columns))];
        var guarded = _criterion.ConservesLayerTotals && Options.Allocation == PruningAllocation.Global && !_schedule.AllowsRecovery;
        for (var round = 1; round <= _schedule.Rounds; round++)
        {
            var density = _schedule.DensityAfter(round, Options.Density);
            for (var isComplete = false; !isComplete;)
            {
                cancellation.ThrowIfCancellationRequested();
                var scores = _criterion.Score(new ScoringContext(dense, masks, data, Options.Seed, round - 1, team, Options.Engine));
                var highest = MaskSelection.Highest(shapes, scores, density, Options.Allocation, _schedule.AllowsRecovery ? null : masks);
                masks = guarded ? LayerCut.Limit(masks, highest, scores) : highest;
                isComplete = masks == highest;
            }
        }

        var layers = dense.Layers.Select((layer, index) => Keep(layer, masks[index])).ToArray();
        return new PruningOutcome(layers, [], _schedule.Rounds == 1 ? 0 : _schedule.Rounds);
    }

    private protected override LayerWeights Keep(LayerWeights dense, Mask mask) => _criterion.Keep(dense, mask);
}
