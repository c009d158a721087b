using Ntt.Compute;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>
/// NTK-SAP (Wang et al., ICLR 2023): |∂/∂m Σ ‖f(x; m ∘ θ) − f(x; m ∘ (θ + ε z))‖²|, a finite difference that estimates how the trace of the
/// tangent kernel depends on the mask. Inputs x and directions z are standard normal and θ is drawn anew from the initial distribution for
/// every estimate, so that neither the samples nor the initial weights matter. The gradient is exact for the difference as it stands; single
/// precision leaves about ε⁻¹ · 10⁻⁷ of it uncertain.
/// </summary>
public sealed class NtkSapCriterion : PruningCriterion
{
    private readonly double _perturbation;
    private readonly int _draws;
    private readonly int? _samples;

    /// <summary>NTK-SAP with the given estimates.</summary>
    /// <param name="perturbation">ε, greater than 0.</param>
    /// <param name="draws">Draws of the weights in a round, at least 1.</param>
    /// <param name="samples">Inputs for each draw, at least 1; null for ten an output.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public NtkSapCriterion(double perturbation = 0.01, int draws = 5, int? samples = null)
    {
        _perturbation = Check.Positive(perturbation);
        _draws = Check.AtLeast(draws, 1);
        _samples = samples is { } count ? Check.AtLeast(count, 1, nameof(samples)) : null;
    }

    /// <inheritdoc/>
    public override string Name => "ntk-sap";

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        double[][] sums = [.. context.Dense.Layers.Select(layer => new double[layer.Shape.Count])];
        for (var draw = 0; draw < _draws; draw++)
        {
            AddDraw(context, new RandomStream(context.Seed, $"ntk-sap round {context.Round} draw {draw}"), sums);
        }

        return [.. sums.Select(layer => Array.ConvertAll(layer, sum => (float)Math.Abs(sum)))];
    }

    /// <summary>sums += ∂/∂m of one estimate: 2 (θ ∘ J(θ)ᵀ D − (θ + ε z) ∘ J(θ + ε z)ᵀ D) with D the difference of the logits.</summary>
    private void AddDraw(ScoringContext context, RandomStream random, double[][] sums)
    {
        var architecture = context.Dense.Architecture;
        var drawn = NetworkInitializer.GlorotTruncatedNormal(architecture, context.Dense.Normalization, unchecked((int)random.NextUInt64())).Layers;
        float[][] moved = [.. drawn.Select(layer => Array.ConvertAll(layer.Values, weight => weight + (float)(_perturbation * random.NextNormal())))];
        var samples = _samples ?? 10 * architecture.OutputCount;
        using var one = new ScoredBatch(context, Masked(context, drawn, [.. drawn.Select(layer => layer.Values)]), samples);
        using var other = new ScoredBatch(context, Masked(context, drawn, moved), samples);
        for (var index = 0; index < one.Input.Length; index++)
        {
            one.Input[index] = other.Input[index] = (float)random.NextNormal();
        }

        one.Forward();
        other.Forward();
        for (var index = 0; index < one.LogitsBar.Length; index++)
        {
            one.LogitsBar[index] = other.LogitsBar[index] = one.Logits[index] - other.Logits[index];
        }

        one.Backward();
        other.Backward();
        for (var layer = 0; layer < sums.Length; layer++)
        {
            for (var index = 0; index < sums[layer].Length; index++)
            {
                sums[layer][index] += 2 * (((double)drawn[layer].Values[index] * one.WeightGradients[layer][index])
                    - ((double)moved[layer][index] * other.WeightGradients[layer][index]));
            }
        }
    }

    private static LayerWeights[] Masked(ScoringContext context, IReadOnlyList<LayerWeights> drawn, float[][] weights)
        => [.. drawn.Select((layer, index) => LayerWeights.Dense(layer.Shape, ScoringContext.Masked(weights[index], context.Masks[index]), layer.Bias))];
}
