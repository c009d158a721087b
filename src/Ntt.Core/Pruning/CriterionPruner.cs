using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>Prunes once, by a criterion. The kept weights stay at their initial values.</summary>
/// <param name="architecture">What the networks compute.</param>
/// <param name="options">What every method is told.</param>
/// <param name="criterion">Scores the weights.</param>
public sealed class CriterionPruner(NetworkArchitecture architecture, PruningOptions options, PruningCriterion criterion) : Pruner(architecture, options)
{
    /// <inheritdoc/>
    public override string Method => criterion.Name;

    private protected override PruningOutcome Prune(Network dense, SampleMatrix samples, WorkerTeam team, IProgress<NttRecord>? progress, CancellationToken cancellation)
    {
        var scores = criterion.Score(dense, samples, Options.Seed, team);
        var masks = MaskSelection.Highest(Architecture.WeightLayers, scores, Options.Density, Options.Allocation);
        return PruningOutcome.OneShot([.. dense.Layers.Select((layer, index) => layer.Prune(masks[index]))]);
    }
}
