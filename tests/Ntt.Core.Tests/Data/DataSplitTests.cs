using Ntt.Data;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class DataSplitTests
{
    [TestMethod]
    [DataRow(60000, 0.002, 120)]
    [DataRow(60000, 0.1, 6000)]
    [DataRow(73257, 0.002, 146)]
    [DataRow(100, 0.29, 29)]
    [DataRow(7, 0.5, 3)]
    [DataRow(7, 0.0, 0)]
    [DataRow(1, 0.999999, 0)]
    [DataRow(1, 0.9999999999999999, 0)]
    public void Create_HoldsOutTheFractionRoundedDown(int count, double fraction, int held)
    {
        DataSplit split = DataSplit.Create(count, fraction, seed: 9);
        Assert.HasCount(held, split.Validation);
        CollectionAssert.AreEqual(Enumerable.Range(0, count).ToArray(), split.Validation.Concat(split.Training).Order().ToArray());
    }

    [TestMethod]
    public void FractionsOfOneSeed_ShareTheOrder()
    {
        DataSplit small = DataSplit.Create(1000, 0.01, seed: 9);
        DataSplit large = DataSplit.Create(1000, 0.1, seed: 9);
        CollectionAssert.AreEqual(small.Validation.Concat(small.Training).ToArray(), large.Validation.Concat(large.Training).ToArray());
        CollectionAssert.AreNotEqual(large.Validation, DataSplit.Create(1000, 0.1, seed: 10).Validation);
    }

    [TestMethod]
    [DataRow(-0.1)]
    [DataRow(1.0)]
    [DataRow(double.NaN)]
    public void AFractionOutsideItsRange_IsRefused(double fraction)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DataSplit.Create(10, fraction, 1));
        Assert.AreEqual("validationFraction", error.ParamName);
        StringAssert.Contains(error.Message, "at least 0 and below 1");
    }

    [TestMethod]
    public void NoSamples_AreRefused() =>
        Assert.AreEqual("count", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DataSplit.Create(0, 0.1, 1)).ParamName);
}
