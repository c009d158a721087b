namespace Ntt.Pruning;

/// <summary>
/// Shares a whole number out in proportion to weights, within bounds, by Webster's method: the next one always goes where
/// weight / (2 · count + 1) is largest. Every share is the proportional one, rounded, and a larger number never makes a share smaller, so that
/// the shares of rounds with falling densities shrink one by one.
/// </summary>
internal static class Apportionment
{
    /// <summary>The shares of <paramref name="total"/>, which lies between the sums of the bounds; of equal claims the earlier is served first.</summary>
    /// <param name="total">What is shared out.</param>
    /// <param name="weights">Greater than 0.</param>
    /// <param name="minima">Smallest shares.</param>
    /// <param name="maxima">Largest shares.</param>
    public static int[] Shares(int total, double[] weights, int[] minima, int[] maxima)
    {
        // Rounding adds at most a half for each share, so that a factor for (total − number of shares) never gives too many; few are left to do.
        var factor = Factor(total - weights.Length, weights, minima, maxima);
        var shares = new int[weights.Length];
        for (var index = 0; index < shares.Length; index++)
        {
            shares[index] = (int)Math.Clamp(Math.Floor((factor * weights[index]) + 0.5), minima[index], maxima[index]);
        }

        for (var rest = total - shares.Sum(); rest > 0; rest--)
        {
            var next = -1;
            for (var index = 0; index < shares.Length; index++)
            {
                if (shares[index] < maxima[index] && (next < 0 || Claim(index) > Claim(next)))
                {
                    next = index;
                }
            }

            shares[next]++;
        }

        return shares;

        double Claim(int index) => weights[index] / ((2.0 * shares[index]) + 1);
    }

    /// <summary>The factor for which the proportional shares, within their bounds, add up to <paramref name="total"/>; 0 if they always exceed it.</summary>
    private static double Factor(int total, double[] weights, int[] minima, int[] maxima)
    {
        double low = 0, high = 0;
        for (var index = 0; index < weights.Length; index++)
        {
            high = Math.Max(high, maxima[index] / weights[index]);
        }

        for (var halving = 0; halving < 100; halving++)
        {
            var middle = (low + high) / 2;
            double sum = 0;
            for (var index = 0; index < weights.Length; index++)
            {
                sum += Math.Clamp(middle * weights[index], minima[index], maxima[index]);
            }

            (low, high) = sum <= total ? (middle, high) : (low, middle);
        }

        return low;
    }
}
