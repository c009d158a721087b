using Ntt.Compute;
using Ntt.Diagnostics;
using Ntt.Tangents;

namespace Ntt.Training;

/// <summary>Which optimiser trains a network.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.</summary>
    Adam,

    /// <summary>Plain stochastic gradient descent, or with momentum.</summary>
    Sgd,
}

/// <summary>When training ends before its last step. Judged on the held-out validation samples, once an epoch, by cross-entropy whatever the training's loss is.</summary>
/// <param name="Patience">Epochs without improvement after which training ends, at least 1. The best network is restored.</param>
/// <param name="MinimumImprovement">How much the validation loss must fall to count as an improvement, at least 0.</param>
public sealed record EarlyStopping(int Patience = 5, double MinimumImprovement = 0);

/// <summary>How a network is trained. The defaults are those of Liu &amp; Zenke's released code for MNIST.</summary>
public sealed record TrainingOptions
{
    /// <summary>The loss.</summary>
    public TrainingLoss Loss { get; init; } = TrainingLoss.SoftmaxCrossEntropy;

    /// <summary>The optimiser.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>Learning rate, greater than 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/>, from 0 (inclusive) to 1 (exclusive).</summary>
    public double Momentum { get; init; }

    /// <summary>Samples a step, at least 1. A smaller training set is one batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Epochs, at least 1; an epoch is ⌈training samples / batch size⌉ steps. At most <see cref="int.MaxValue"/> steps are made.</summary>
    public int NumberOfEpochs { get; init; } = 50;

    /// <summary>Steps, at least 0; overrules <see cref="NumberOfEpochs"/> when given.</summary>
    public int? NumberOfSteps { get; init; }

    /// <summary>Factor of the sum of the squared weights in the loss, at least 0.</summary>
    public double L2Regularization { get; init; } = 1e-8;

    /// <summary>
    /// Fraction of the samples held out for validation, from 0 (inclusive) to 1 (exclusive). Early stopping looks at them; nothing else does. A
    /// validation set given to the training takes their place.
    /// </summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>When to end early; null for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Steps between two records of the history, at least 1. Step 0 and the last one are always recorded.</summary>
    public int RecordInterval { get; init; } = 100;

    /// <summary>Seed of the split and of the order of the samples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; null for one a processor. The result does not depend on it.</summary>
    public int? NumberOfThreads { get; init; }

    /// <summary>
    /// Where the steps of training are computed; null for the managed engine, which also judges networks by validation and monitored samples.
    /// Another engine gives the same result up to rounding.
    /// </summary>
    public INetworkEngine? Engine { get; init; }

    /// <summary>
    /// Whether a cancelled training returns the best network so far instead of throwing: the best by validation loss where there is early stopping
    /// or a validation set, otherwise the last.
    /// </summary>
    public bool ReturnNetworkOnCancellation { get; init; }

    /// <summary>Throws when a value is outside its range; the message names the option, its value and the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        Check.Defined(Loss);
        Check.Defined(Optimizer);
        Check.Positive(LearningRate);
        Check.Fraction(Momentum);
        Check.AtLeast(BatchSize, 1);
        Check.AtLeast(NumberOfEpochs, 1);
        if (NumberOfSteps is { } steps)
        {
            Check.AtLeast(steps, 0, nameof(NumberOfSteps));
        }

        Check.NotNegative(L2Regularization);
        Check.Fraction(ValidationFraction);
        Check.AtLeast(RecordInterval, 1);
        WorkerTeam.Resolve(NumberOfThreads);
        if (EarlyStopping is { } stopping)
        {
            Check.AtLeast(stopping.Patience, 1, "EarlyStopping.Patience");
            Check.NotNegative(stopping.MinimumImprovement, "EarlyStopping.MinimumImprovement");
        }
    }

    internal IElementwiseOptimizer CreateOptimizer(int count) => Optimizer == OptimizerKind.Sgd
        ? new SgdOptimizer(count, LearningRate, Momentum)
        : new AdamOptimizer(count, LearningRate);
}
