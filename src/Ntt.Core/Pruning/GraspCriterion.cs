using Ntt.Diagnostics;

namespace Ntt.Pruning;

/// <summary>
/// Gradient signal preservation (GraSP; Wang et al., ICLR 2020): θ ∘ H g, where g is the gradient by the weights and H the Hessian of the
/// mean softmax cross-entropy of logits / T. Pruning a weight with a high score would weaken the gradient flow ‖g‖² most. The score has a
/// sign. H g is computed in closed form; the gates of rectifiers and poolings are taken as constant, which they are almost everywhere.
/// </summary>
public sealed class GraspCriterion : PruningCriterion
{
    private readonly int _samplesPerClass;
    private readonly double _temperature;

    /// <summary>GraSP on so many samples of each class.</summary>
    /// <param name="samplesPerClass">At least 1; of a class that has fewer, all are taken.</param>
    /// <param name="temperature">T, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public GraspCriterion(int samplesPerClass = 10, double temperature = 200)
    {
        _samplesPerClass = Check.AtLeast(samplesPerClass, 1);
        _temperature = Check.Positive(temperature);
    }

    /// <inheritdoc/>
    public override string Name => "grasp";

    /// <inheritdoc/>
    public override bool NeedsLabels => true;

    /// <inheritdoc/>
    public override IReadOnlyList<float[]> Score(ScoringContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var labels = context.Data.Labels!;
        var rows = ScoringRows.TakePerClass(context, labels, _samplesPerClass);
        using var batch = new ScoredBatch(context, context.KeptLayers(), rows);
        batch.Forward();
        var products = new HessianGradientProduct(batch, [.. rows.Select(row => labels[row])], _temperature).Compute();
        for (var layer = 0; layer < products.Length; layer++)
        {
            var weights = context.Dense.Layers[layer].Values;
            for (var index = 0; index < weights.Length; index++)
            {
                products[layer][index] *= weights[index];
            }
        }

        return products;
    }
}
