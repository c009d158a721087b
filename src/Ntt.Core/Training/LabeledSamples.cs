using System.Globalization;
using Ntt.Data;

namespace Ntt.Training;

/// <summary>Samples with their classes and, where some count more than others, their weights.</summary>
public sealed class LabeledSamples
{
    /// <summary>Samples with their classes (not copied).</summary>
    /// <param name="samples">The samples, not yet standardised.</param>
    /// <param name="labels">A class a sample, 0-based.</param>
    /// <param name="weights">A weight a sample, finite and at least 0, of which the ratios count; null for equal weights.</param>
    /// <exception cref="ArgumentException">There are not as many labels or weights as samples.</exception>
    public LabeledSamples(SampleMatrix samples, int[] labels, float[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length != samples.Count)
        {
            throw new ArgumentException($"{labels.Length} labels were given for {samples.Count} samples.", nameof(labels));
        }

        if (weights is not null && weights.Length != samples.Count)
        {
            throw new ArgumentException($"{weights.Length} weights were given for {samples.Count} samples.", nameof(weights));
        }

        Samples = samples;
        Labels = labels;
        Weights = weights;
    }

    /// <summary>The samples.</summary>
    public SampleMatrix Samples { get; }

    /// <summary>The class of each sample, 0-based.</summary>
    public int[] Labels { get; }

    /// <summary>The weight of each sample; null for equal weights.</summary>
    public float[]? Weights { get; }

    /// <summary>Number of samples.</summary>
    public int Count => Labels.Length;

    /// <summary>Throws unless the samples fit a network with <paramref name="features"/> inputs and <paramref name="classes"/> outputs.</summary>
    internal void ThrowIfUnfit(int features, int classes, string argument)
    {
        if (Count == 0)
        {
            throw new ArgumentException("There are no samples; at least one is needed.", argument);
        }

        if (Samples.FeatureCount != features)
        {
            throw new ArgumentException($"A sample has {Samples.FeatureCount} features; the network's input has {features}.", argument);
        }

        for (var sample = 0; sample < Count; sample++)
        {
            if (Labels[sample] < 0 || Labels[sample] >= classes)
            {
                throw new ArgumentException($"Sample {sample} has label {Labels[sample]}; the network has the classes 0 to {classes - 1}.", argument);
            }

            if (Weights is { } weights && !(weights[sample] >= 0 && float.IsFinite(weights[sample])))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Sample {sample} has weight {weights[sample]}; it must be finite and at least 0."), argument);
            }
        }

        SampleMatrix.ThrowIfNotFinite(Samples, argument);
    }

    /// <summary>Some of the samples, copied.</summary>
    internal LabeledSamples Subset(int[] indices)
        => new(Samples.Subset(indices), [.. indices.Select(index => Labels[index])], Weights is { } weights ? [.. indices.Select(index => weights[index])] : null);

    /// <summary>The sum of the weights of some of the samples; of all without <paramref name="indices"/>.</summary>
    /// <exception cref="ArgumentException">It is 0, so that nothing can be weighed by it.</exception>
    internal double TotalWeight(int[]? indices = null)
    {
        var count = indices?.Length ?? Count;
        if (Weights is not { } weights)
        {
            return count;
        }

        double total = 0;
        for (var index = 0; index < count; index++)
        {
            total += weights[indices?[index] ?? index];
        }

        return total > 0 ? total : throw NoWeight($"{count} {(indices is null ? "" : "training ")}samples");
    }

    private static ArgumentException NoWeight(string samples) => new($"All {samples} have weight 0; at least one must have a greater one.");
}
