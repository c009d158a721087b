using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

/// <summary>Scores by a function of context, layer and flat index, and remembers what it was asked.</summary>
internal sealed class FixedCriterion(Func<ScoringContext, int, int, float> score, bool needsLabels = false, bool conserves = false) : PruningCriterion
{
    public List<ScoringContext> Contexts { get; } = [];

    public override string Name => "fixed";

    public override bool NeedsLabels => needsLabels;

    public override bool ConservesLayerTotals => conserves;

    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        Contexts.Add(context);
        return [.. context.Masks.Select((mask, layer) => Enumerable.Range(0, mask.Count).Select(index => score(context, layer, index)).ToArray())];
    }
}
