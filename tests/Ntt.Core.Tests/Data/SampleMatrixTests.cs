using Ntt.Data;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class SampleMatrixTests
{
    [TestMethod]
    public void Row_IsOneSample()
    {
        var samples = new SampleMatrix([1, 2, 3, 4, 5, 6], 2, 3);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, samples.Row(0).ToArray());
        CollectionAssert.AreEqual(new float[] { 4, 5, 6 }, samples.Row(1).ToArray());
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(2)]
    public void Row_OutsideTheSamples_NamesTheRange(int index)
    {
        var samples = new SampleMatrix([1, 2, 3, 4, 5, 6], 2, 3);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => samples.Row(index).Length);
        Assert.AreEqual(index, error.ActualValue);
        StringAssert.Contains(error.Message, "0 to 1");
    }

    [TestMethod]
    public void Subset_CopiesRowsInTheOrderGiven()
    {
        var samples = new SampleMatrix([1, 2, 3, 4, 5, 6], 3, 2);
        SampleMatrix subset = samples.Subset([2, 0, 2]);
        Assert.AreEqual(3, subset.Count);
        CollectionAssert.AreEqual(new float[] { 5, 6, 1, 2, 5, 6 }, subset.Values);
        Assert.AreEqual(0, samples.Subset([]).Count);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => samples.Subset([3]));
    }

    [TestMethod]
    [DataRow(5, 2, 3)]
    [DataRow(7, 2, 3)]
    [DataRow(1, 0, 3)]
    [DataRow(0, 65536, 65536)]
    public void Constructor_WithAnotherNumberOfValues_SaysHowManyAreNeeded(int values, int count, int features)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new SampleMatrix(new float[values], count, features));
        Assert.AreEqual("values", error.ParamName);
        StringAssert.Contains(error.Message, $"{values} values given; {count} samples of {features} features need {(long)count * features}");
    }

    [TestMethod]
    public void Constructor_WithNumbersOutsideTheirRange_NamesThem()
    {
        Assert.AreEqual("count", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SampleMatrix([], -1, 1)).ParamName);
        Assert.AreEqual("featureCount", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SampleMatrix([], 0, 0)).ParamName);
        Assert.AreEqual("values", Assert.ThrowsExactly<ArgumentNullException>(() => new SampleMatrix(null!, 0, 1)).ParamName);
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(float.PositiveInfinity, "Infinity")]
    [DataRow(float.NegativeInfinity, "-Infinity")]
    public void ThrowIfNotFinite_SaysWhereTheFirstValueIs(float bad, string text)
    {
        var images = new SampleMatrix([1, 2, 3, 4, 5, bad, float.NaN, 8, 9], 3, 3);
        var error = Assert.ThrowsExactly<ArgumentException>(() => SampleMatrix.ThrowIfNotFinite(images));
        Assert.AreEqual("images", error.ParamName);
        StringAssert.Contains(error.Message, $"Sample 1, feature 2 is {text};");
    }

    [TestMethod]
    public void ThrowIfNotFinite_LetsEveryFiniteValuePass() =>
        SampleMatrix.ThrowIfNotFinite(new SampleMatrix([float.MaxValue, -float.MaxValue, float.Epsilon, 0], 2, 2));
}
