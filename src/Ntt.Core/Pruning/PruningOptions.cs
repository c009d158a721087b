using Ntt.Compute;
using Ntt.Diagnostics;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>What every pruning method is told.</summary>
public record PruningOptions
{
    /// <summary>Kept fraction of the weights, greater than 0 and at most 1. Biases are never pruned.</summary>
    public double Density { get; init; } = 0.05;

    /// <summary>How the kept weights are shared out among the layers.</summary>
    public PruningAllocation Allocation { get; init; } = PruningAllocation.Layerwise;

    /// <summary>
    /// Rounds of the methods that prune in rounds, at least 1; null for each method's own number (<see cref="PruningMethods"/>). Other methods
    /// do not heed it.
    /// </summary>
    public int? ScoringRounds { get; init; }

    /// <summary>
    /// Samples that a score is computed on, at least 1; null for each method's own number. In case of <c>grasp</c> it is the number for each
    /// class, in case of <c>ntk-sap</c> that of random inputs. Methods that score without samples do not heed it.
    /// </summary>
    public int? ScoringSamples { get; init; }

    /// <summary>What is taken away from the finished pruning, for comparison.</summary>
    public PruningControl Control { get; init; }

    /// <summary>Whether the network standardises its input, channel by channel, with mean and deviation of the samples given.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>Seed of the initial weights and of every random choice.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; null for one a processor. The result does not depend on it.</summary>
    public int? NumberOfThreads { get; init; }

    /// <summary>
    /// Where the steps of NTT and the scores of the SNIP family and NTK-SAP are computed; null for the managed engine. What else there is to
    /// compute, the managed engine computes. Another engine gives the same result up to rounding.
    /// </summary>
    public INetworkEngine? Engine { get; init; }

    /// <summary>Throws when a value is outside its range; the message names the option, its value and the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public virtual void Validate()
    {
        Check.Density(Density);
        Check.Defined(Allocation);
        Check.Defined(Control);
        if (ScoringRounds is { } rounds)
        {
            Check.AtLeast(rounds, 1, nameof(ScoringRounds));
        }

        if (ScoringSamples is { } samples)
        {
            Check.AtLeast(samples, 1, nameof(ScoringSamples));
        }

        WorkerTeam.Resolve(NumberOfThreads);
    }
}
