using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>How a method arrives at its masks.</summary>
public enum PruningMethodKind
{
    /// <summary>Scores all weights once.</summary>
    OneShot,

    /// <summary>Scores what is left in every round.</summary>
    Iterative,

    /// <summary>Tunes weights and masks step by step.</summary>
    Optimizing,
}

/// <summary>A pruning method by name: what a user should know of it, and how to make its pruner.</summary>
/// <param name="Name">The name, such as <c>synflow</c>; lower case.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Kind">How it arrives at its masks.</param>
/// <param name="DefaultAllocation">The allocation its authors use.</param>
/// <param name="Create">Makes the pruner.</param>
public sealed record PruningMethod(
    string Name,
    string Description,
    PruningMethodKind Kind,
    PruningAllocation DefaultAllocation,
    Func<NetworkArchitecture, PruningOptions, Pruner> Create)
{
    /// <summary>Whether masks or weights depend on the samples; every method takes the standardisation of the input from them.</summary>
    public bool NeedsData { get; init; }

    /// <summary>Whether it looks at labels and so cannot do without.</summary>
    public bool NeedsLabels { get; init; }

    /// <summary>Rounds of an iterative method unless <see cref="PruningOptions.ScoringRounds"/> says otherwise; 1 of one-shot methods, 0 of others.</summary>
    public int DefaultRounds { get; init; } = Kind == PruningMethodKind.Optimizing ? 0 : 1;
}
