using System.Numerics;
using System.Text;

namespace Ntt.Compute;

/// <summary>
/// A stream of pseudo-random numbers that depends on a seed and a purpose alone: the same pair gives the same numbers
/// on every machine, and different purposes give streams that have nothing to do with each other.
/// </summary>
/// <remarks>
/// The generator is xoshiro256** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47,
/// 2021), its state filled by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) from the seed and the FNV-1a hash of the
/// purpose. Not for cryptography. An instance is for one thread at a time.
/// </remarks>
public sealed class RandomStream
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareNormal;
    private bool _hasSpareNormal;

    /// <summary>Starts the stream of one purpose.</summary>
    /// <param name="seed">Any seed; every value gives another family of streams.</param>
    /// <param name="purpose">What the numbers are for, such as "teacher weights"; not empty, case matters.</param>
    /// <exception cref="ArgumentException"><paramref name="purpose"/> is null or empty.</exception>
    public RandomStream(int seed, string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ulong mixer = unchecked((ulong)seed);
        // The seed is scrambled before it meets the hash, so that neighbouring seeds do not give neighbouring states.
        mixer = SplitMix64(ref mixer) ^ Fnv1a(purpose);
        _s0 = SplitMix64(ref mixer);
        _s1 = SplitMix64(ref mixer);
        _s2 = SplitMix64(ref mixer);
        _s3 = SplitMix64(ref mixer);
    }

    internal RandomStream(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        _s0 = s0;
        _s1 = s1;
        _s2 = s2;
        _s3 = s3;
    }

    /// <summary>Makes another stream go on as this one does.</summary>
    internal void CopyTo(RandomStream other) =>
        (other._s0, other._s1, other._s2, other._s3, other._spareNormal, other._hasSpareNormal) = (_s0, _s1, _s2, _s3, _spareNormal, _hasSpareNormal);

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>The next number of the uniform distribution on [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next integer of the uniform distribution on 0, ..., <paramref name="exclusiveBound"/> - 1, without bias.</summary>
    /// <param name="exclusiveBound">One above the largest result; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveBound"/> is below 1.</exception>
    public int NextInt(int exclusiveBound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveBound, 1);
        ulong bound = (ulong)exclusiveBound;
        // Lemire's multiplication method: the low word tells the few draws that would favour some results.
        ulong high = Math.BigMul(NextUInt64(), bound, out ulong low);
        if (low < bound)
        {
            ulong threshold = (0UL - bound) % bound;
            while (low < threshold)
                high = Math.BigMul(NextUInt64(), bound, out low);
        }
        return (int)high;
    }

    /// <summary>The next number of the standard normal distribution, by Marsaglia's polar method.</summary>
    public double NextNormal()
    {
        if (_hasSpareNormal)
        {
            _hasSpareNormal = false;
            return _spareNormal;
        }
        double x, y, square;
        do
        {
            x = 2 * NextDouble() - 1;
            y = 2 * NextDouble() - 1;
            square = x * x + y * y;
        }
        while (square >= 1 || square == 0);
        double factor = Math.Sqrt(-2 * Logarithm(square) / square);
        _spareNormal = y * factor;
        _hasSpareNormal = true;
        return x * factor;
    }

    /// <summary>
    /// The next number of the standard normal distribution cut off at two standard deviations (and not rescaled: its
    /// own standard deviation is 0.8796).
    /// </summary>
    public double NextTruncatedNormal()
    {
        double z;
        do
        {
            z = NextNormal();
        }
        while (Math.Abs(z) > 2);
        return z;
    }

    /// <summary>Puts the items into random order, each order equally likely (Fisher and Yates).</summary>
    /// <param name="items">What is reordered in place.</param>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The next step of SplitMix64 from <paramref name="state"/>, which moves on.</summary>
    internal static ulong SplitMix64(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The 64-bit FNV-1a hash of the text's UTF-8 bytes; unlike string.GetHashCode it is the same in every process.</summary>
    internal static ulong Fnv1a(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ value) * 0x100000001B3;
        return hash;
    }

    /// <summary>The natural logarithm of a positive normal number, within a few units of the last place.</summary>
    /// <remarks>
    /// Math.Log comes from the platform's C library, whose last bit differs between platforms; sums and products do not.
    /// </remarks>
    internal static double Logarithm(double value)
    {
        int exponent = Math.ILogB(value);
        double mantissa = Math.ScaleB(value, -exponent);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }
        // log m = 2 artanh z; |z| <= 0.172, so z^22 / 23 is below the last place.
        double z = (mantissa - 1) / (mantissa + 1);
        double square = z * z;
        double sum = 0;
        for (int power = 21; power >= 1; power -= 2)
            sum = sum * square + 1.0 / power;
        return exponent * 0.6931471805599453 + 2 * z * sum;
    }
}
