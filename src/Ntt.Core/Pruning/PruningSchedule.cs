using Ntt.Diagnostics;

namespace Ntt.Pruning;

/// <summary>
/// In how many rounds a network is pruned. After round t of T the fraction d^(t/T) of the weights is left, so that every round prunes the
/// same fraction of what the one before left (Tanaka et al., 2020; de Jorge et al., 2021).
/// </summary>
public sealed record PruningSchedule
{
    private PruningSchedule(int rounds, bool allowsRecovery)
    {
        Rounds = rounds;
        AllowsRecovery = allowsRecovery;
    }

    /// <summary>One round: all weights are scored once.</summary>
    public static PruningSchedule OneShot { get; } = new(1, allowsRecovery: false);

    /// <summary>T, the number of rounds, at least 1.</summary>
    public int Rounds { get; }

    /// <summary>Whether a pruned weight can come back in a later round.</summary>
    public bool AllowsRecovery { get; }

    /// <summary>Rounds in which pruned weights stay pruned.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rounds"/> is below 1.</exception>
    public static PruningSchedule Shrinking(int rounds) => new(Check.AtLeast(rounds, 1), allowsRecovery: false);

    /// <summary>Rounds that each choose among all weights, pruned or not.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rounds"/> is below 1.</exception>
    public static PruningSchedule Recovering(int rounds) => new(Check.AtLeast(rounds, 1), allowsRecovery: true);

    /// <summary>The kept fraction after a round: <paramref name="density"/>^(round / <see cref="Rounds"/>), exactly the density after the last.</summary>
    /// <param name="round">1 to <see cref="Rounds"/>.</param>
    /// <param name="density">The kept fraction in the end, greater than 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public double DensityAfter(int round, double density)
    {
        Check.InRange(round, 1, Rounds);
        Check.Density(density);
        return round == Rounds ? density : Math.Pow(density, (double)round / Rounds);
    }
}
