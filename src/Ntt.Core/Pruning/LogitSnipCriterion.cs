using Ntt.Diagnostics;

namespace Ntt.Pruning;

/// <summary>
/// SNIP without labels: |θ ∘ ∂Z/∂θ| with Z = Σ ‖f(x)‖² over one batch (Liu &amp; Zenke, ICML 2020, section 4). The initial mask of global NTT.
/// </summary>
public sealed class LogitSnipCriterion : PruningCriterion
{
    private readonly int? _samples;

    /// <summary>Logit-SNIP on so many samples.</summary>
    /// <param name="samples">Samples of the batch, at least 1; null for 100, or 128 of three and more channels. Fewer if there are fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is below 1.</exception>
    public LogitSnipCriterion(int? samples = null) => _samples = samples is { } count ? Check.AtLeast(count, 1, nameof(samples)) : null;

    /// <inheritdoc/>
    public override string Name => "logit-snip";

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var rows = ScoringRows.Take(context, _samples ?? ScoringRows.DefaultCount(context.Dense.Architecture.Input));
        using var batch = new ScoredBatch(context, context.KeptLayers(), rows);
        batch.Forward();
        var logits = batch.Logits;
        for (var index = 0; index < logits.Length; index++)
        {
            batch.LogitsBar[index] = 2 * logits[index];
        }

        batch.Backward();
        return batch.Sensitivities();
    }
}
