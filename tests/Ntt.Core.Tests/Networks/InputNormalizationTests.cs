using Ntt.Networks;

namespace Ntt.Core.Tests.Networks;

[TestClass]
public sealed class InputNormalizationTests
{
    [TestMethod]
    public void EveryChannel_GetsMeanZeroAndDeviationOne()
    {
        var shape = new TensorShape(2, 1, 3);
        float[] samples = [1, 2, 3, 10, 10, 40, 5, 6, 7, 20, 30, 40];
        var normalization = InputNormalization.FromSamples(samples, shape);
        Assert.AreEqual(4, normalization.Mean[0], 1e-6);
        Assert.AreEqual(25, normalization.Mean[1], 1e-6);
        Assert.AreEqual(1 / Math.Sqrt(28.0 / 6), normalization.Scale[0], 1e-6);
        Assert.AreEqual(1 / Math.Sqrt(950.0 / 6), normalization.Scale[1], 1e-6);
    }

    [TestMethod]
    [DataRow(0f, 100)]
    [DataRow(0.3f, 100)]
    [DataRow(1e6f, 100)]
    [DataRow(0.7f, 5000)]
    [DataRow(1 / 255f, 5000)]
    public void AConstantChannel_IsOnlyCentred(float value, int count)
    {
        var normalization = InputNormalization.FromSamples(Enumerable.Repeat(value, count * 7).ToArray(), TensorShape.Flat(7));
        Assert.AreEqual(value, normalization.Mean[0]);
        Assert.AreEqual(1, normalization.Scale[0]);
    }

    [TestMethod]
    public void ManyLargeValues_KeepTheirDeviation()
    {
        var samples = Enumerable.Range(0, 100_000).Select(index => 1000f + (index % 2)).ToArray();
        var normalization = InputNormalization.FromSamples(samples, TensorShape.Flat(10));
        Assert.AreEqual(1000.5, normalization.Mean[0], 1e-4);
        Assert.AreEqual(2, normalization.Scale[0], 1e-3);
    }

    [TestMethod]
    [DataRow(2e-8f)]
    [DataRow(1e-30f)]
    public void SmallValues_GetDeviationOne(float value)
    {
        var normalization = InputNormalization.FromSamples([0, value], TensorShape.Flat(2));
        Assert.AreEqual(value / 2, normalization.Mean[0]);
        Assert.AreEqual(2 / value, normalization.Scale[0], 1e-6 * (2 / value));
    }

    [TestMethod]
    public void AScaleThatNoFloatHolds_IsOne()
    {
        var normalization = InputNormalization.FromSamples([0, 1e-44f], TensorShape.Flat(2));
        Assert.AreEqual(1, normalization.Scale[0]);
    }

    [TestMethod]
    public void Identity_ChangesNothing()
    {
        var identity = InputNormalization.Identity(3);
        CollectionAssert.AreEqual(new float[3], identity.Mean.ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 1, 1 }, identity.Scale.ToArray());
    }

    [TestMethod]
    public void TheNumbersGiven_AreCopied()
    {
        float[] mean = [1], scale = [2];
        var normalization = new InputNormalization(mean, scale);
        (mean[0], scale[0]) = (9, 9);
        Assert.AreEqual(1, normalization.Mean[0]);
        Assert.AreEqual(2, normalization.Scale[0]);
    }

    [TestMethod]
    public void BadNumbers_AreRefused()
    {
        Assert.AreEqual("scale", Assert.ThrowsExactly<ArgumentException>(() => new InputNormalization([1, 2], [1])).ParamName);
        Assert.ThrowsExactly<ArgumentException>(() => new InputNormalization([], []));
        Assert.AreEqual("mean", Assert.ThrowsExactly<ArgumentException>(() => new InputNormalization([float.NaN], [1])).ParamName);
        foreach (var scale in new[] { 0, -1, float.NaN, float.PositiveInfinity })
        {
            Assert.AreEqual("scale", Assert.ThrowsExactly<ArgumentException>(() => new InputNormalization([0], [scale])).ParamName);
        }

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => InputNormalization.Identity(0));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => InputNormalization.FromSamples(new float[5], TensorShape.Flat(3))).Message, "5 values");
        Assert.ThrowsExactly<ArgumentException>(() => InputNormalization.FromSamples([], TensorShape.Flat(3)));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => InputNormalization.FromSamples(new float[6], new TensorShape(1, 65536, 65536))).Message,
            "samples of 4294967296 values");
        foreach (var shape in new[] { default, new TensorShape(0, 2, 3), new TensorShape(2, 0, 3), new TensorShape(2, -3, -1) })
        {
            var problem = Assert.ThrowsExactly<ArgumentException>(() => InputNormalization.FromSamples(new float[6], shape));
            StringAssert.Contains(problem.Message, $"{shape.Height}x{shape.Width}x{shape.Channels}; every size must be at least 1");
            Assert.AreEqual("shape", problem.ParamName);
        }
    }
}
