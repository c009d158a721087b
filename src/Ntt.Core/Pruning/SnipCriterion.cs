using Ntt.Compute;
using Ntt.Diagnostics;

namespace Ntt.Pruning;

/// <summary>
/// Connection sensitivity (SNIP; Lee et al., ICLR 2019): |θ ∘ ∂L/∂θ| with L the mean softmax cross-entropy of m ∘ θ on one batch of labelled
/// samples. In rounds this is iterative SNIP, and with recovery FORCE (de Jorge et al., ICLR 2021): then m is what the rounds before have
/// left, θ are the initial weights also where m is zero, and every round looks at the next samples.
/// </summary>
public sealed class SnipCriterion : PruningCriterion
{
    private readonly int? _samples;

    /// <summary>SNIP on so many samples.</summary>
    /// <param name="samples">Samples of a batch, at least 1; null for 100, or 128 of three and more channels. Fewer if there are fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is below 1.</exception>
    public SnipCriterion(int? samples = null) => _samples = samples is { } count ? Check.AtLeast(count, 1, nameof(samples)) : null;

    /// <inheritdoc/>
    public override string Name => "snip";

    /// <inheritdoc/>
    public override bool NeedsLabels => true;

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var rows = ScoringRows.Take(context, _samples ?? ScoringRows.DefaultCount(context.Dense.Architecture.Input));
        using var batch = new ScoredBatch(context, context.KeptLayers(), rows);
        batch.Forward();
        batch.Logits.CopyTo(batch.LogitsBar, 0);
        var labels = context.Data.Labels!;
        SoftmaxCrossEntropy.Compute(
            batch.Outputs, batch.Samples, batch.LogitsBar, batch.Samples, [.. rows.Select(row => labels[row])], 1f / batch.Samples);
        batch.Backward();
        return batch.Sensitivities();
    }
}
