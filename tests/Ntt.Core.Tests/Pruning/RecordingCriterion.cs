using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

/// <summary>Another criterion, with the masks that it was shown round by round.</summary>
internal sealed class RecordingCriterion(PruningCriterion inner) : PruningCriterion
{
    public List<IReadOnlyList<Mask>> Masks { get; } = [];

    public override string Name => inner.Name;

    public override bool NeedsLabels => inner.NeedsLabels;

    public override bool ConservesLayerTotals => inner.ConservesLayerTotals;

    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        Masks.Add(context.Masks);
        return inner.Score(context);
    }
}
