using Ntt.Data;

namespace Ntt.Training;

/// <summary>Samples with their classes.</summary>
public sealed class LabeledSamples
{
    /// <summary>Samples with their classes (not copied).</summary>
    /// <param name="samples">The samples, not yet standardised.</param>
    /// <param name="labels">A class a sample, 0-based.</param>
    /// <exception cref="ArgumentException">There are not as many labels as samples.</exception>
    public LabeledSamples(SampleMatrix samples, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length != samples.Count)
        {
            throw new ArgumentException($"{labels.Length} labels were given for {samples.Count} samples.", nameof(labels));
        }

        Samples = samples;
        Labels = labels;
    }

    /// <summary>The samples.</summary>
    public SampleMatrix Samples { get; }

    /// <summary>The class of each sample, 0-based.</summary>
    public int[] Labels { get; }

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
        }

        SampleMatrix.ThrowIfNotFinite(Samples, argument);
    }
}
