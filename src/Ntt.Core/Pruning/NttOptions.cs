using Ntt.Diagnostics;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>
/// What Neural Tangent Transfer is told. The defaults are the values of Liu &amp; Zenke (ICML 2020, supplement B.2) for LeNet-300-100 on MNIST,
/// as their released code applies them.
/// </summary>
public sealed record NttOptions : PruningOptions
{
    /// <summary>
    /// Factor of the kernel distance in the loss (γ² in the paper), at least 0. With 0 no kernel is computed at all: the student matches the
    /// teacher's logits alone, the method <c>output-transfer</c>.
    /// </summary>
    public double KernelWeight { get; init; } = 1e-3;

    /// <summary>Factor of the sum of the squared kept weights, before its division by the density (β in the paper), at least 0.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Adam's learning rate, greater than 0.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Samples a step, at least 2. A smaller training set is one batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Epochs, at least 1; an epoch is ⌈samples / batch size⌉ steps. At most <see cref="int.MaxValue"/> steps are made.</summary>
    public int NumberOfEpochs { get; init; } = 20;

    /// <summary>Steps, at least 0; overrules <see cref="NumberOfEpochs"/> when given. With 0 the result is magnitude pruning at initialisation.</summary>
    public int? NumberOfSteps { get; init; }

    /// <summary>
    /// Steps between two mask updates, at least 1. An update keeps the weights that are largest now; pruned ones stand at their last value and
    /// can come back. None is made in the last <see cref="MaskUpdateInterval"/> steps.
    /// </summary>
    public int MaskUpdateInterval { get; init; } = 100;

    /// <summary>
    /// Where the first masks come from; null for Logit-SNIP with global allocation and the magnitude with any other, as in the paper
    /// (supplement C.2). Mask updates always go by magnitude.
    /// </summary>
    public MaskInitialization? MaskInitialization { get; init; }

    /// <summary>Whose derivatives make up the kernel: all weights (the released code) or the kept ones (the paper's equations).</summary>
    public KernelScope KernelScope { get; init; } = KernelScope.AllWeights;

    /// <summary>Which pairs of a batch's samples the kernel compares.</summary>
    public KernelPairing KernelPairing { get; init; } = KernelPairing.Halves;

    /// <summary>
    /// Fraction of the samples held out for the history's records, from 0 (inclusive) to 1 (exclusive); never used to choose a network. With
    /// fewer than 2 of them the records are taken on training samples.
    /// </summary>
    public double ValidationFraction { get; init; } = 0.002;

    /// <summary>
    /// Whether the teacher's logits and kernels are computed once a batch and kept (4 · k² · n²/4 bytes a batch of n with k outputs: 0.41 MB
    /// for 64 and 10). The batches then have a fixed composition and only their order changes from epoch to epoch, which deviates from the
    /// paper; off by default.
    /// </summary>
    public bool CacheTeacher { get; init; }

    /// <summary>
    /// Where <see cref="CacheTeacher"/> keeps the teacher, so that a later run finds it; null for a place that ends with the run. Nothing is kept
    /// without <see cref="CacheTeacher"/>.
    /// </summary>
    public TeacherCache? TeacherCache { get; init; }

    /// <summary>Steps between two records of the history, at least 1. Step 0 and the last one are always recorded.</summary>
    public int RecordInterval { get; init; } = 100;

    /// <summary>
    /// The paper's values (supplement B.2) for its networks with any number of outputs: LeNet-5-Caffe has a weight decay of 1e-5, Conv-4 one of
    /// 1e-8 and batches of 32. The defaults for any other network.
    /// </summary>
    /// <param name="architecture">The network.</param>
    public static NttOptions ForArchitecture(NetworkArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var outputs = architecture.OutputCount;
        return architecture switch
        {
            _ when architecture.Equals(Architectures.LeNet5Caffe(outputs)) => new NttOptions { WeightDecay = 1e-5 },
            _ when architecture.Equals(Architectures.Conv4(outputs)) => new NttOptions { WeightDecay = 1e-8, BatchSize = 32 },
            _ => new NttOptions(),
        };
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Check.NotNegative(KernelWeight);
        Check.NotNegative(WeightDecay);
        Check.Positive(LearningRate);
        Check.AtLeast(BatchSize, 2);
        Check.AtLeast(NumberOfEpochs, 1);
        if (NumberOfSteps is { } steps)
        {
            Check.AtLeast(steps, 0, nameof(NumberOfSteps));
        }

        Check.AtLeast(MaskUpdateInterval, 1);
        Check.Fraction(ValidationFraction);
        Check.AtLeast(RecordInterval, 1);
        Check.Defined(KernelScope);
        Check.Defined(KernelPairing);
        if (MaskInitialization is { } initialization)
        {
            Check.Defined(initialization, nameof(MaskInitialization));
        }
    }

    /// <summary>These options with what every method is told, such as density and seed, taken from others.</summary>
    /// <param name="common">Where that comes from.</param>
    public NttOptions With(PruningOptions common)
    {
        ArgumentNullException.ThrowIfNull(common);
        return this with
        {
            Density = common.Density,
            Allocation = common.Allocation,
            ScoringRounds = common.ScoringRounds,
            ScoringSamples = common.ScoringSamples,
            Control = common.Control,
            Standardize = common.Standardize,
            Seed = common.Seed,
            NumberOfThreads = common.NumberOfThreads,
            Engine = common.Engine,
        };
    }

    /// <summary>The options given if they are NTT's, otherwise those of the paper for the network with what every method is told.</summary>
    internal static NttOptions Of(PruningOptions options, NetworkArchitecture architecture)
        => options as NttOptions ?? ForArchitecture(architecture).With(options);
}
