using Ntt.Compute;

namespace Ntt.Data;

/// <summary>A seeded split of samples into two sets: one held out for validation, one for training.</summary>
/// <remarks>
/// The samples' order depends on the seed and on their number alone, and the held-out ones are its first: a split of a
/// small fraction holds out a part of what a split of a large fraction with the same seed holds out.
/// </remarks>
public sealed class DataSplit
{
    private DataSplit(int[] validation, int[] training)
    {
        Validation = validation;
        Training = training;
    }

    /// <summary>The samples held out, in random order.</summary>
    public int[] Validation { get; }

    /// <summary>The other samples, in random order.</summary>
    public int[] Training { get; }

    /// <summary>Shuffles 0, ..., <paramref name="count"/> - 1 and holds out the first floor(fraction x count) of them.</summary>
    /// <param name="count">Number of samples, at least 1.</param>
    /// <param name="validationFraction">The fraction held out, at least 0 and below 1.</param>
    /// <param name="seed">Any seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static DataSplit Create(int count, double validationFraction, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!(validationFraction is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationFraction), validationFraction, "The fraction must be at least 0 and below 1.");
        var order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        new RandomStream(seed, "data split").Shuffle(order);
        // In decimal, because the fraction is meant as written: 0.29 of 100 is 29, though 0.29 * 100 is below 29 in binary.
        int held = Math.Min((int)decimal.Floor((decimal)validationFraction * count), count - 1);
        return new DataSplit(order[..held], order[held..]);
    }
}
