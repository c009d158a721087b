using System.Numerics;
using Ntt.Diagnostics;

namespace Ntt.Networks;

/// <summary>
/// Which weights of one layer are kept. Immutable. A weight has the flat index row · columns + column; the kept ones are listed in
/// ascending order.
/// </summary>
public sealed class Mask
{
    private readonly ulong[] _bits;

    private Mask(int rows, int columns, ulong[] bits)
    {
        Rows = rows;
        Columns = columns;
        _bits = bits;
        foreach (var word in bits)
        {
            KeptCount += BitOperations.PopCount(word);
        }
    }

    /// <summary>Rows of the weight matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of the weight matrix.</summary>
    public int Columns { get; }

    /// <summary>Number of weights, kept or not.</summary>
    public int Count => Rows * Columns;

    /// <summary>Number of kept weights.</summary>
    public int KeptCount { get; }

    /// <summary>Kept fraction, 0 to 1.</summary>
    public double Density => (double)KeptCount / Count;

    /// <summary>Whether the weight with flat index <paramref name="index"/> (0 to Count − 1) is kept.</summary>
    public bool this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return (_bits[index >> 6] >> index & 1) != 0;
        }
    }

    /// <summary>The mask that keeps every weight.</summary>
    /// <param name="rows">Rows of the weight matrix, at least 1.</param>
    /// <param name="columns">Columns of the weight matrix, at least 1; rows · columns at most 2,147,483,647.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is outside its range.</exception>
    public static Mask All(int rows, int columns)
    {
        var bits = NewBits(rows, columns);
        var count = rows * columns;
        for (var index = 0; index < count; index++)
        {
            bits[index >> 6] |= 1UL << index;
        }

        return new Mask(rows, columns, bits);
    }

    /// <summary>The mask that keeps the weights with the given flat indices.</summary>
    /// <param name="rows">Rows of the weight matrix, at least 1.</param>
    /// <param name="columns">Columns of the weight matrix, at least 1; rows · columns at most 2,147,483,647.</param>
    /// <param name="kept">Flat indices, each 0 to rows · columns − 1; the order does not matter.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is outside its range or an index outside the matrix.</exception>
    /// <exception cref="ArgumentException">An index is given twice.</exception>
    public static Mask FromIndices(int rows, int columns, ReadOnlySpan<int> kept)
    {
        var bits = NewBits(rows, columns);
        foreach (var index in kept)
        {
            Check.InRange(index, 0, (rows * columns) - 1, nameof(kept));
            var bit = 1UL << index;
            if ((bits[index >> 6] & bit) != 0)
            {
                throw new ArgumentException($"The flat index {index} is given twice; each kept weight is named once.", nameof(kept));
            }

            bits[index >> 6] |= bit;
        }

        return new Mask(rows, columns, bits);
    }

    /// <summary>The flat indices of the kept weights, ascending.</summary>
    public int[] KeptIndices()
    {
        var kept = new int[KeptCount];
        var next = 0;
        for (var word = 0; word < _bits.Length; word++)
        {
            for (var rest = _bits[word]; rest != 0; rest &= rest - 1)
            {
                kept[next++] = (word << 6) + BitOperations.TrailingZeroCount(rest);
            }
        }

        return kept;
    }

    /// <summary>How many weights this mask keeps that <paramref name="other"/> does not.</summary>
    /// <exception cref="ArgumentException">The masks are of different shapes.</exception>
    public int CountNotIn(Mask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Rows != Rows || other.Columns != Columns)
        {
            throw new ArgumentException($"The other mask is {other.Rows} x {other.Columns}; it must be {Rows} x {Columns}.", nameof(other));
        }

        var count = 0;
        for (var word = 0; word < _bits.Length; word++)
        {
            count += BitOperations.PopCount(_bits[word] & ~other._bits[word]);
        }

        return count;
    }

    private static ulong[] NewBits(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var count = (long)rows * columns;
        return count <= int.MaxValue
            ? new ulong[(count + 63) / 64]
            : throw new ArgumentOutOfRangeException(nameof(columns), columns, $"rows * columns must be at most {int.MaxValue}; rows is {rows}.");
    }
}
