using Ntt.Cli.Benches;

namespace Ntt.Cli.Tests.Benches;

[TestClass]
public sealed class GrowthExponentsTests
{
    [TestMethod]
    public void PowerLaw_GivesItsExponent()
        => Assert.AreEqual(1.7, GrowthExponents.Fit([.. new double[] { 3, 5, 11 }.Select(size => (size, 0.4 * Math.Pow(size, 1.7)))]), 1e-12);

    [TestMethod]
    public void Noise_IsAveragedInTheLogarithms()
        => Assert.AreEqual(1, GrowthExponents.Fit([(1, 2), (10, 10), (100, 200)]), 1e-12);

    [TestMethod]
    public void Curves_HaveNamesAndSizesOfTheirOwn()
    {
        Assert.IsTrue(ScalingCurve.All.Select(curve => curve.Name).Distinct().Count() == ScalingCurve.All.Count);
        foreach (var curve in ScalingCurve.All)
            Assert.IsTrue(curve.Sizes.Length >= 4 && curve.Sizes.Zip(curve.Sizes.Skip(1)).All(pair => pair.First < pair.Second), curve.Name);
    }

    [TestMethod]
    public void Curve_IsMeasuredPointByPoint()
    {
        var settings = new BenchSettings(null, null, Threads: 1, Repeats: 1, Duration: TimeSpan.Zero, Export: null, CancellationToken.None);
        var curve = ScalingCurve.All.Single(candidate => candidate.Name == "score lenet-300-100: density");

        var rows = curve.Rows("scaling", settings).ToArray();
        var exponents = GrowthExponents.Of(rows).ToArray();

        CollectionAssert.AreEqual(curve.Sizes, rows.Select(row => row.Size!.Value).ToArray());
        Assert.AreEqual("score lenet-300-100: density 0.03", rows[1].Case);
        Assert.HasCount(1, exponents);
        Assert.AreEqual(curve.Name, exponents[0].Curve);
        Assert.AreEqual(1, exponents[0].Predicted, 1e-3);
        Assert.IsTrue(double.IsFinite(exponents[0].Measured));
    }
}
