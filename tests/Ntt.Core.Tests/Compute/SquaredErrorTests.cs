using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public sealed class SquaredErrorTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void MatchesThePlainLossAndGradient(bool isWeighted)
    {
        var random = new Random(3);
        foreach (var samples in Widths.Sizes)
        {
            int classes = 1 + random.Next(5), stride = samples + random.Next(3);
            var outputs = Fill.Uniform(random, classes * stride);
            int[] labels = [.. Enumerable.Range(0, samples).Select(_ => random.Next(classes))];
            float[] weights = isWeighted ? Fill.Uniform(random, samples) : [];
            var actual = (float[])outputs.Clone();
            var loss = SquaredError.Compute(classes, samples, actual, stride, labels, weights, 0.25f);
            double expected = 0;
            for (var sample = 0; sample < samples; sample++)
            {
                double weight = isWeighted ? weights[sample] : 1;
                for (var row = 0; row < classes; row++)
                {
                    var error = outputs[(row * stride) + sample] - (row == labels[sample] ? 1.0 : 0);
                    expected += weight * error * error / 2;
                    Assert.AreEqual(0.25 * weight * error, actual[(row * stride) + sample], 1e-6);
                }
            }

            Assert.AreEqual(expected, loss, 1e-5 * samples);
        }
    }

    [TestMethod]
    public void WhatLiesBetweenTheRowsIsLeftAlone()
    {
        float[] outputs = [1, 2, 7, 3, 4, 7];
        SquaredError.Compute(2, 2, outputs, 3, [0, 1], [], 1);
        CollectionAssert.AreEqual(new float[] { 0, 2, 7, 3, 3, 7 }, outputs);
    }

    [TestMethod]
    public void NoSamplesHaveNoLoss() => Assert.AreEqual(0, SquaredError.Compute(2, 0, [], 4, [], [], 1));

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        var outputs = new float[6];
        Refusal.Of<ArgumentOutOfRangeException>("classes", () => SquaredError.Compute(0, 3, outputs, 3, [0, 1, 1], [], 1));
        Refusal.Of<ArgumentOutOfRangeException>("samples", () => SquaredError.Compute(2, -1, outputs, 3, [0, 1, 1], [], 1));
        Refusal.Of<ArgumentOutOfRangeException>("stride", () => SquaredError.Compute(2, 3, outputs, 2, [0, 1, 1], [], 1));
        Refusal.Of<ArgumentOutOfRangeException>("labels", () => SquaredError.Compute(2, 3, outputs, 3, [0, 2, 1], [], 1));
        Refusal.Of<ArgumentException>("labels", () => SquaredError.Compute(2, 3, outputs, 3, [0, 1], [], 1));
        Refusal.Of<ArgumentException>("outputs", () => SquaredError.Compute(3, 3, outputs, 3, [0, 1, 1], [], 1));
        Refusal.Of<ArgumentException>("weights", () => SquaredError.Compute(2, 3, outputs, 3, [0, 1, 1], new float[2], 1));
    }
}
