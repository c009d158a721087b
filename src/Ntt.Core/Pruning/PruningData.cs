using Ntt.Data;
using Ntt.Training;

namespace Ntt.Pruning;

/// <summary>What a pruning method may look at: samples and, for the methods that need them, the class of each.</summary>
public sealed class PruningData
{
    /// <summary>Samples with or without their classes (not copied).</summary>
    /// <param name="samples">The samples, not yet standardised.</param>
    /// <param name="labels">A class a sample, 0-based; null when unknown. Methods that need no labels never look at them.</param>
    /// <exception cref="ArgumentException">There are not as many labels as samples.</exception>
    public PruningData(SampleMatrix samples, int[]? labels = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        Samples = samples;
        Labeled = labels is null ? null : new LabeledSamples(samples, labels);
    }

    /// <summary>The samples, not yet standardised.</summary>
    public SampleMatrix Samples { get; }

    /// <summary>The class of each sample, 0-based; null when unknown.</summary>
    public int[]? Labels => Labeled?.Labels;

    internal LabeledSamples? Labeled { get; }
}
