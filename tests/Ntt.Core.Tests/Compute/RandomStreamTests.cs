using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public sealed class RandomStreamTests
{
    // The first outputs of the authors' C program for the state (1, 2, 3, 4).
    [TestMethod]
    public void NextUInt64_FollowsXoshiro256StarStar()
    {
        var stream = new RandomStream(1UL, 2UL, 3UL, 4UL);
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832];
        foreach (ulong value in expected)
            Assert.AreEqual(value, stream.NextUInt64());
    }

    [TestMethod]
    public void SplitMix64_FollowsItsReference()
    {
        ulong state = 1234567;
        Assert.AreEqual(6457827717110365317UL, RandomStream.SplitMix64(ref state));
        Assert.AreEqual(3203168211198807973UL, RandomStream.SplitMix64(ref state));
        Assert.AreEqual(9817491932198370423UL, RandomStream.SplitMix64(ref state));
    }

    [TestMethod]
    public void Fnv1a_FollowsItsReference()
    {
        Assert.AreEqual(0xCBF29CE484222325UL, RandomStream.Fnv1a(""));
        Assert.AreEqual(0xAF63DC4C8601EC8CUL, RandomStream.Fnv1a("a"));
        Assert.AreEqual(0x85944171F73967E8UL, RandomStream.Fnv1a("foobar"));
    }

    [TestMethod]
    public void ASeedAndAPurpose_GiveTheSameNumbersForever()
    {
        var stream = new RandomStream(1, "teacher weights");
        Assert.AreEqual(18323578399795698482UL, stream.NextUInt64());
        Assert.AreEqual(4633532803305707519UL, stream.NextUInt64());
        Assert.AreEqual(-0.7809383038619716, stream.NextNormal(), 1e-15);
        Assert.AreEqual(126, stream.NextInt(1000));
    }

    [TestMethod]
    public void SeedsAndPurposes_GiveDifferentStreams()
    {
        var first = new HashSet<ulong>();
        foreach (int seed in new[] { 0, 1, 2, -1, int.MinValue, int.MaxValue })
        {
            foreach (string purpose in new[] { "batches", "weights", "Weights", "weights " })
                Assert.IsTrue(first.Add(new RandomStream(seed, purpose).NextUInt64()), $"{seed} {purpose}");
        }
    }

    [TestMethod]
    public void NeighbouringSeeds_AreUncorrelated()
    {
        double sum = 0;
        const int Count = 20_000;
        for (int seed = 0; seed < Count; seed++)
            sum += (new RandomStream(seed, "x").NextDouble() - 0.5) * (new RandomStream(seed + 1, "x").NextDouble() - 0.5);
        // Standard error of the correlation: 1 / sqrt(20000) = 0.007.
        Assert.AreEqual(0, 12 * sum / Count, 0.035);
    }

    [TestMethod]
    public void NextDouble_IsUniform()
    {
        var stream = new RandomStream(3, "uniform");
        const int Count = 200_000;
        double sum = 0, squares = 0, smallest = 1, largest = 0;
        for (int i = 0; i < Count; i++)
        {
            double value = stream.NextDouble();
            sum += value;
            squares += value * value;
            smallest = Math.Min(smallest, value);
            largest = Math.Max(largest, value);
        }
        Assert.AreEqual(0.5, sum / Count, 0.003);
        Assert.AreEqual(1.0 / 3, squares / Count, 0.003);
        Assert.IsTrue(smallest is >= 0 and < 1e-4 && largest is < 1 and > 1 - 1e-4, $"{smallest} {largest}");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    [DataRow(10)]
    public void NextInt_HitsEveryValueEquallyOften(int bound)
    {
        var stream = new RandomStream(4, "integers");
        var counts = new int[bound];
        const int Count = 70_000;
        for (int i = 0; i < Count; i++)
            counts[stream.NextInt(bound)]++;
        double expected = (double)Count / bound;
        double chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.IsTrue(chiSquare < 30, $"chi-square {chiSquare} with {bound - 1} degrees of freedom");
    }

    [TestMethod]
    public void NextInt_RedrawsWhatWouldBiasTheResult()
    {
        // The state (1, 0, 0, 0) starts with words of few bits: their low product words are below 2^64 mod bound.
        const ulong Bound = 1_500_000_001;
        ulong threshold = (ulong)(((UInt128)1 << 64) % Bound);
        var words = new RandomStream(1UL, 0UL, 0UL, 0UL);
        int redrawn = -1;
        UInt128 product;
        do
        {
            product = (UInt128)words.NextUInt64() * Bound;
            redrawn++;
        }
        while ((ulong)product < threshold);
        Assert.IsGreaterThan(0, redrawn, "the case shows nothing");
        var stream = new RandomStream(1UL, 0UL, 0UL, 0UL);
        Assert.AreEqual((int)(product >> 64), stream.NextInt((int)Bound));
        Assert.AreEqual(words.NextUInt64(), stream.NextUInt64());
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-5)]
    public void NextInt_WithoutAnyValue_NamesTheBound(int bound)
    {
        var stream = new RandomStream(1, "x");
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => stream.NextInt(bound));
        Assert.AreEqual("exclusiveBound", error.ParamName);
    }

    [TestMethod]
    public void NextNormal_HasTheMomentsOfTheStandardNormal()
    {
        var (mean, variance, skewness, kurtosis) = Moments(stream => stream.NextNormal());
        Assert.AreEqual(0, mean, 0.01);
        Assert.AreEqual(1, variance, 0.02);
        Assert.AreEqual(0, skewness, 0.03);
        Assert.AreEqual(3, kurtosis, 0.08);
    }

    [TestMethod]
    public void NextTruncatedNormal_StaysWithinTwoDeviationsAndHasItsVariance()
    {
        var (mean, variance, _, _) = Moments(stream =>
        {
            double z = stream.NextTruncatedNormal();
            Assert.IsTrue(Math.Abs(z) <= 2);
            return z;
        });
        Assert.AreEqual(0, mean, 0.01);
        Assert.AreEqual(0.87962566 * 0.87962566, variance, 0.01);
    }

    [TestMethod]
    [DataRow(1e-300)]
    [DataRow(1e-9)]
    [DataRow(0.3)]
    [DataRow(0.7071067811865475)]
    [DataRow(0.70710678118654764)]
    [DataRow(0.999999)]
    [DataRow(1.0)]
    [DataRow(7.5)]
    public void Logarithm_AgreesWithThePlatforms(double value)
    {
        double expected = Math.Log(value);
        Assert.AreEqual(expected, RandomStream.Logarithm(value), 1e-15 * Math.Max(1, Math.Abs(expected)));
    }

    [TestMethod]
    public void Shuffle_PermutesAndGivesEveryOrderEqually()
    {
        var stream = new RandomStream(5, "shuffle");
        var counts = new Dictionary<string, int>();
        const int Count = 24_000;
        for (int i = 0; i < Count; i++)
        {
            int[] items = [0, 1, 2, 3];
            stream.Shuffle(items);
            string order = string.Concat(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.HasCount(24, counts);
        double chiSquare = counts.Values.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000);
        Assert.IsTrue(chiSquare < 60, $"chi-square {chiSquare} with 23 degrees of freedom");
    }

    [TestMethod]
    public void Shuffle_LeavesNothingAndOneItemAlone()
    {
        var stream = new RandomStream(6, "shuffle");
        stream.Shuffle([]);
        int[] one = [42];
        stream.Shuffle(one);
        Assert.AreEqual(42, one[0]);
    }

    [TestMethod]
    public void Constructor_WithoutAPurpose_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new RandomStream(1, ""));
        Assert.ThrowsExactly<ArgumentNullException>(() => new RandomStream(1, null!));
    }

    private static (double Mean, double Variance, double Skewness, double Kurtosis) Moments(Func<RandomStream, double> draw)
    {
        var stream = new RandomStream(7, "moments");
        var values = new double[200_000];
        for (int i = 0; i < values.Length; i++)
            values[i] = draw(stream);
        double mean = values.Average();
        double variance = values.Average(v => (v - mean) * (v - mean));
        double deviation = Math.Sqrt(variance);
        return (mean, variance, values.Average(v => Math.Pow((v - mean) / deviation, 3)), values.Average(v => Math.Pow((v - mean) / deviation, 4)));
    }
}
