using System.Buffers;
using System.Numerics;
using Ntt.Diagnostics;

namespace Ntt.Pruning;

/// <summary>Selects the highest scores in time linear in their number.</summary>
internal static class TopSelection
{
    private const int DigitBits = 11;
    private const uint DigitMask = (1u << DigitBits) - 1;

    /// <summary>The indices of the <paramref name="count"/> highest scores, ascending; of equal scores the lower index is taken.</summary>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static int[] Highest(ReadOnlySpan<float> scores, int count)
    {
        Check.InRange(count, 0, scores.Length);
        var selected = new int[count];
        var threshold = Threshold(scores, count, out var above);
        var ties = count - above;
        var next = 0;
        var lowest = new Vector<float>(Score(threshold));
        for (var index = 0; index < scores.Length && next < count; index++)
        {
            // Most vectors hold no score that is selected.
            while (index <= scores.Length - Vector<float>.Count && !Vector.GreaterThanOrEqualAny(new Vector<float>(scores[index..]), lowest))
            {
                index += Vector<float>.Count;
            }

            if (index == scores.Length)
            {
                break;
            }

            var key = Key(scores[index]);
            if (key > threshold || (key == threshold && ties-- > 0))
            {
                selected[next++] = index;
            }
        }

        return selected;
    }

    /// <summary>The key of the count-th highest score, found digit by digit from the top, and how many keys are above it.</summary>
    private static uint Threshold(ReadOnlySpan<float> scores, int count, out int above)
    {
        Span<int> histogram = stackalloc int[1 << DigitBits];
        histogram.Clear();
        for (var index = 0; index < scores.Length; index++)
        {
            var score = scores[index];
            if (float.IsNaN(score))
            {
                throw new ArgumentException($"Score {index} is NaN; every score must be a number.", nameof(scores));
            }

            histogram[(int)(Key(score) >> (32 - DigitBits))]++;
        }

        above = 0;
        var prefix = (uint)Digit(histogram, count, ref above) << (32 - DigitBits);
        var room = ArrayPool<uint>.Shared.Rent(scores.Length);
        var candidates = room.AsSpan(0, Candidates(scores, prefix, room));
        for (var shift = 32 - (2 * DigitBits); ; shift = Math.Max(0, shift - DigitBits))
        {
            histogram.Clear();
            foreach (var key in candidates)
            {
                histogram[(int)(key >> shift & DigitMask)]++;
            }

            var digit = (uint)Digit(histogram, count, ref above);
            prefix = (prefix & ~(DigitMask << shift)) | (digit << shift);
            if (shift == 0)
            {
                ArrayPool<uint>.Shared.Return(room);
                return prefix;
            }

            var left = 0;
            foreach (var key in candidates)
            {
                candidates[left] = key;
                left += (key >> shift & DigitMask) == digit ? 1 : 0;
            }

            candidates = candidates[..left];
        }
    }

    /// <summary>The digit of the count-th highest key, given how many keys have each digit; counts the keys with a higher one.</summary>
    private static int Digit(ReadOnlySpan<int> histogram, int count, ref int above)
    {
        var digit = (int)DigitMask;
        while (digit > 0 && above + histogram[digit] < count)
        {
            above += histogram[digit--];
        }

        return digit;
    }

    /// <summary>Collects the keys whose first digit is that of the prefix.</summary>
    private static int Candidates(ReadOnlySpan<float> scores, uint prefix, Span<uint> keys)
    {
        var count = 0;
        foreach (var score in scores)
        {
            var key = Key(score);
            keys[count] = key;
            count += (key ^ prefix) >> (32 - DigitBits) == 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>The score that has a key.</summary>
    private static float Score(uint key) => BitConverter.UInt32BitsToSingle((key & 0x8000_0000) != 0 ? key & 0x7FFF_FFFF : ~key);

    /// <summary>A number that orders as the score does; −0 and +0 are equal.</summary>
    private static uint Key(float score)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }
}
