using Ntt.Diagnostics;

namespace Ntt.Pruning;

/// <summary>Selects the highest scores in time linear in their number.</summary>
internal static class TopSelection
{
    private const int DigitBits = 11;

    /// <summary>The indices of the <paramref name="count"/> highest scores, ascending; of equal scores the lower index is taken.</summary>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static int[] Highest(ReadOnlySpan<float> scores, int count)
    {
        Check.InRange(count, 0, scores.Length);
        var selected = new int[count];
        var threshold = Threshold(scores, count, out var above);
        var ties = count - above;
        var next = 0;
        for (var index = 0; index < scores.Length && next < count; index++)
        {
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
        uint prefix = 0, known = 0;
        above = 0;
        for (var shift = 32 - DigitBits; ; shift = Math.Max(0, shift - DigitBits))
        {
            histogram.Clear();
            var digits = (1u << DigitBits) - 1;
            for (var index = 0; index < scores.Length; index++)
            {
                var score = scores[index];
                if (float.IsNaN(score))
                {
                    throw new ArgumentException($"Score {index} is NaN; every score must be a number.", nameof(scores));
                }

                var key = Key(score);
                if ((key & known) == prefix)
                {
                    histogram[(int)(key >> shift & digits)]++;
                }
            }

            var digit = (int)digits;
            while (above + histogram[digit] < count)
            {
                above += histogram[digit--];
            }

            prefix = (prefix & ~(digits << shift)) | ((uint)digit << shift);
            known |= digits << shift;
            if (shift == 0)
            {
                return prefix;
            }
        }
    }

    /// <summary>A number that orders as the score does; −0 and +0 are equal.</summary>
    private static uint Key(float score)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }
}
