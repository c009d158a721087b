using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class SoftmaxCrossEntropyTests
{
    [TestMethod]
    public void MatchesThePlainLossAndGradient()
    {
        var random = new Random(1);
        foreach (int samples in Widths.Sizes)
        {
            int classes = 1 + random.Next(12), stride = samples + random.Next(3);
            float[] logits = Fill.Uniform(random, classes * stride);
            for (int i = 0; i < logits.Length; i++)
                logits[i] *= 20;
            int[] labels = [.. Enumerable.Range(0, samples).Select(_ => random.Next(classes))];
            float scale = 1f / samples;

            double loss = 0;
            var gradient = new double[logits.Length];
            for (int c = 0; c < samples; c++)
            {
                double top = Enumerable.Range(0, classes).Max(row => logits[row * stride + c]);
                double sum = Enumerable.Range(0, classes).Sum(row => Math.Exp(logits[row * stride + c] - top));
                loss -= logits[labels[c] * stride + c] - top - Math.Log(sum);
                for (int row = 0; row < classes; row++)
                    gradient[row * stride + c] = scale * (Math.Exp(logits[row * stride + c] - top) / sum - (row == labels[c] ? 1 : 0));
            }

            foreach (VectorWidth width in Widths.All)
            {
                float[] actual = (float[])logits.Clone();
                Assert.AreEqual(loss, SoftmaxCrossEntropy.Compute(width, classes, samples, actual, stride, labels, scale), 1e-5 * samples);
                for (int row = 0; row < classes; row++)
                    for (int c = 0; c < samples; c++)
                        Assert.AreEqual(gradient[row * stride + c], actual[row * stride + c], 1e-6, $"{classes} x {samples} {width}");
            }
        }
    }

    [TestMethod]
    public void ASamplesGradientDoesNotDependOnItsPlace()
    {
        float[] column = Fill.Uniform(new Random(2), 10);
        float[]? expected = null;
        foreach (int samples in new[] { 1, 16, 33 })
        {
            var logits = new float[10 * samples];
            for (int row = 0; row < 10; row++)
                logits.AsSpan(row * samples, samples).Fill(column[row]);
            SoftmaxCrossEntropy.Compute(10, samples, logits, samples, new int[samples], 1);
            for (int c = 0; c < samples; c++)
            {
                float[] actual = [.. Enumerable.Range(0, 10).Select(row => logits[row * samples + c])];
                CollectionAssert.AreEqual(expected ??= actual, actual);
            }
        }
    }

    [TestMethod]
    public void AWeightIsAFactorOfItsSample()
    {
        var random = new Random(3);
        foreach (int samples in Widths.Sizes)
        {
            float[] logits = Fill.Uniform(random, 5 * samples);
            int[] labels = [.. Enumerable.Range(0, samples).Select(_ => random.Next(5))];
            float[] weights = [.. Enumerable.Range(0, samples).Select(sample => sample % 4 * 0.7f)];
            foreach (VectorWidth width in Widths.All)
            {
                float[] plain = (float[])logits.Clone(), equal = (float[])logits.Clone(), weighted = (float[])logits.Clone();
                double loss = 0;
                for (int c = 0; c < samples; c++)
                {
                    float[] one = [.. Enumerable.Range(0, 5).Select(row => logits[row * samples + c])];
                    loss += weights[c] * SoftmaxCrossEntropy.Compute(width, 5, 1, one, 1, [labels[c]], 1);
                }
                double total = SoftmaxCrossEntropy.Compute(width, 5, samples, plain, samples, labels, 0.5f);
                Assert.AreEqual(total, SoftmaxCrossEntropy.Compute(width, 5, samples, equal, samples, labels, 0.5f, [.. weights.Select(_ => 1f)]));
                CollectionAssert.AreEqual(plain, equal);
                Assert.AreEqual(loss, SoftmaxCrossEntropy.Compute(width, 5, samples, weighted, samples, labels, 0.5f, weights), 1e-5 * samples);
                for (int i = 0; i < plain.Length; i++)
                    Assert.AreEqual(weights[i % samples] * plain[i], weighted[i], 1e-6f, $"{samples} {width}");
            }
        }
    }

    [TestMethod]
    public void LargeLogitsDoNotOverflow()
    {
        foreach (VectorWidth width in Widths.All)
        {
            float[] logits = [1e4f, -1e4f];
            Assert.AreEqual(2e4, SoftmaxCrossEntropy.Compute(width, 2, 1, logits, 1, [1], 1), 1e-3);
            CollectionAssert.AreEqual(new float[] { 1, -1 }, logits);
        }
    }

    [TestMethod]
    public void NoSamplesLoseNothing() =>
        Assert.AreEqual(0, SoftmaxCrossEntropy.Compute(3, 0, [], 0, [], 1));

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        float[] six = new float[6];
        int[] labels = [0, 1];
        Refusal.Of<ArgumentOutOfRangeException>("classes", () => SoftmaxCrossEntropy.Compute(0, 2, six, 2, labels, 1));
        Refusal.Of<ArgumentOutOfRangeException>("samples", () => SoftmaxCrossEntropy.Compute(3, -2, six, 2, labels, 1));
        Refusal.Of<ArgumentOutOfRangeException>("stride", () => SoftmaxCrossEntropy.Compute(3, 2, six, 1, labels, 1));
        Refusal.Of<ArgumentException>("logits", () => SoftmaxCrossEntropy.Compute(3, 2, new float[5], 2, labels, 1));
        Refusal.Of<ArgumentException>("labels", () => SoftmaxCrossEntropy.Compute(2, 3, six, 3, labels, 1));
        Refusal.Of<ArgumentOutOfRangeException>("labels", () => SoftmaxCrossEntropy.Compute(3, 2, six, 2, [0, 3], 1));
        Refusal.Of<ArgumentOutOfRangeException>("labels", () => SoftmaxCrossEntropy.Compute(3, 2, six, 2, [-1, 0], 1));
        Refusal.Of<ArgumentException>("weights", () => SoftmaxCrossEntropy.Compute(3, 2, six, 2, labels, new float[1], 1));
    }
}
