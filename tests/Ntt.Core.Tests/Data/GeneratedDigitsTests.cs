using System.Security.Cryptography;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class GeneratedDigitsTests
{
    // The bytes are the same on every platform; a change of the generator changes every result that was measured on them.
    [TestMethod]
    public void ASeed_GivesTheSameBytesForever()
    {
        LabeledImages images = GeneratedDigits.Generate(200, seed: 1);
        Assert.AreEqual("DC6E2664E218968ACE616C501E6DA3886CEE8B9D6B79A50B475911629BCFCD5E", Convert.ToHexString(SHA256.HashData(images.Pixels)));
    }

    [TestMethod]
    public void MoreImages_StartWithTheSameOnes()
    {
        LabeledImages few = GeneratedDigits.Generate(13, seed: 5);
        LabeledImages more = GeneratedDigits.Generate(25, seed: 5).Take(13);
        Assert.IsTrue(few.Pixels.SequenceEqual(more.Pixels));
        CollectionAssert.AreEqual(few.Labels, more.Labels);
    }

    [TestMethod]
    public void NoTwoImages_AreEqual()
    {
        LabeledImages first = GeneratedDigits.Generate(500, seed: 1);
        LabeledImages second = GeneratedDigits.Generate(500, seed: 2);
        var seen = new HashSet<string>();
        for (int i = 0; i < 500; i++)
            Assert.IsTrue(seen.Add(Convert.ToBase64String(first.Image(i))) && seen.Add(Convert.ToBase64String(second.Image(i))), $"image {i}");
    }

    [TestMethod]
    public void EveryTenImages_HoldEveryDigit()
    {
        LabeledImages images = GeneratedDigits.Generate(200, seed: 3);
        Assert.AreEqual(new TensorShape(1, 28, 28), images.Shape);
        Assert.HasCount(10, images.ClassNames);
        int[][] tens = [.. images.Labels.Chunk(10)];
        foreach (int[] ten in tens)
            CollectionAssert.AreEquivalent(Enumerable.Range(0, 10).ToArray(), ten);
        Assert.IsGreaterThan(15, tens.Select(ten => string.Concat(ten)).Distinct().Count());
    }

    [TestMethod]
    public void Images_AreDarkWithSomeInkAndUseTheWholeRange()
    {
        LabeledImages images = GeneratedDigits.Generate(300, seed: 4);
        Assert.AreEqual(0.12, images.ToSamples().Values.Average(), 0.02);
        for (int i = 0; i < images.Count; i++)
        {
            int brightest = 0;
            foreach (byte pixel in images.Image(i))
                brightest = Math.Max(brightest, pixel);
            Assert.IsGreaterThan(100, brightest, $"image {i}");
        }
        Assert.AreEqual(255, images.Pixels.ToArray().Max());
    }

    // Far above the 10 % of guessing, and far below what the classes' means reach on undistorted glyphs.
    [TestMethod]
    public void ClassMeans_TellSomeDigitsApartButNotAll()
    {
        LabeledImages train = GeneratedDigits.Generate(2000, seed: 1);
        LabeledImages test = GeneratedDigits.Generate(500, seed: 2);
        var means = new double[10, 784];
        for (int i = 0; i < train.Count; i++)
        {
            ReadOnlySpan<byte> image = train.Image(i);
            for (int p = 0; p < 784; p++)
                means[train.Labels[i], p] += image[p] / 200.0;
        }
        int correct = 0;
        for (int i = 0; i < test.Count; i++)
        {
            int nearest = Enumerable.Range(0, 10).MinBy(digit => Distance(means, digit, test.Image(i)));
            if (nearest == test.Labels[i])
                correct++;
        }
        double accuracy = (double)correct / test.Count;
        Assert.IsTrue(accuracy is > 0.45 and < 0.85, $"{accuracy}");
    }

    [TestMethod]
    public void Glyphs_StayInTheirBox()
    {
        Assert.HasCount(10, DigitGlyphs.Variants);
        foreach (Stroke stroke in DigitGlyphs.Variants.SelectMany(ways => ways).SelectMany(strokes => strokes))
        {
            Assert.IsGreaterThanOrEqualTo(2, stroke.Points.Length);
            foreach (StrokePoint point in stroke.Points)
                Assert.IsTrue(Math.Abs(point.X) <= 0.65 && Math.Abs(point.Y) <= 1, $"{point}");
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-3)]
    [DataRow(2_739_138)]
    public void NoImagesOrTooMany_AreRefused(int count)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => GeneratedDigits.Generate(count, 1));
        Assert.AreEqual("count", error.ParamName);
        StringAssert.Contains(error.Message, "count must be from 1 to 2739137");
    }

    private static double Distance(double[,] means, int digit, ReadOnlySpan<byte> image)
    {
        double sum = 0;
        for (int p = 0; p < image.Length; p++)
            sum += (means[digit, p] - image[p]) * (means[digit, p] - image[p]);
        return sum;
    }
}
