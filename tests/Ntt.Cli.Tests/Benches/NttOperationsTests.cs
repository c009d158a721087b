using Ntt.Cli.Benches;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Cli.Tests.Benches;

/// <summary>The counts against numbers that were worked out by hand, and against the formulas of a network small enough to write them out.</summary>
[TestClass]
public sealed class NttOperationsTests
{
    [TestMethod]
    [DataRow("lenet-300-100", 64, 0.160)]
    [DataRow("lenet-5-caffe", 64, 7.27)]
    [DataRow("conv-4", 32, 46.6)]
    public void Teacher_CostsWhatIsKnown(string network, int batch, double gflop)
        => AssertWithin(0.01, gflop, NttOperations.Of(Architectures.Find(network), batch, KernelScope.AllWeights, 1).Evaluation);

    [TestMethod]
    [DataRow("lenet-300-100", 64, 1.0, 0.449)]
    [DataRow("lenet-300-100", 64, 0.03, 0.263)]
    [DataRow("lenet-5-caffe", 64, 1.0, 21.7)]
    [DataRow("lenet-5-caffe", 64, 0.03, 17.9)]
    [DataRow("conv-4", 32, 1.0, 138.8)]
    [DataRow("conv-4", 32, 0.03, 85.0)]
    public void StudentOverAllWeights_CostsWhatIsKnown(string network, int batch, double density, double gflop)
        => AssertWithin(0.03, gflop, NttOperations.Of(Architectures.Find(network), batch, KernelScope.AllWeights, density).Total);

    [TestMethod]
    [DataRow("conv-4", 32, 0.03, 4.48)]
    [DataRow("conv-4", 32, 0.05, 7.3)]
    public void StudentOverRetainedWeights_CostsWhatIsKnown(string network, int batch, double density, double gflop)
        => AssertWithin(0.06, gflop, NttOperations.Of(Architectures.Find(network), batch, KernelScope.RetainedWeights, density).Total);

    [TestMethod]
    public void SmallNetwork_IsCountedTermByTerm()
    {
        var architecture = NetworkArchitecture.Parse("input 4, dense 6, relu, dense 2");
        const double Density = 0.5;

        // 6 samples make 3 x 3 pairs, 2 outputs 4 entries a pair; 12 and 6 weights are kept.
        var all = NttOperations.Of(architecture, 6, KernelScope.AllWeights, Density);
        Assert.AreEqual(2 * 6 * (12 + 6), all.Forward);
        Assert.AreEqual(2 * 6 * 12, all.Cotangents);
        Assert.AreEqual(2 * 9 * (4 + (4 * 6) + 6 + (4 * 2)), all.Kernel);
        Assert.AreEqual(2 * 2 * 9 * 4 * 6, all.Tangents);
        Assert.AreEqual(2 * ((6 * 12) + (6 * 3 * 6) + (6 * 6) + (9 * 4) + (2 * 9 * 6)), all.Reverse);

        var retained = NttOperations.Of(architecture, 6, KernelScope.RetainedWeights, Density);
        Assert.AreEqual(all.Forward, retained.Forward);
        Assert.AreEqual(all.Cotangents, retained.Cotangents);
        Assert.AreEqual(2 * 9 * (12 + (6 * 6) + 6 + (6 * 2)), retained.Kernel);
        Assert.AreEqual(2 * 2 * 9 * 6 * 6, retained.Tangents);
        Assert.AreEqual(2 * ((6 * 12) + (6 * 3 * 6) + (6 * 6) + (9 * 6 * 2) + (2 * 9 * 6)), retained.Reverse);
    }

    [TestMethod]
    public void PoolingBehindTheNextWeights_SavesNothing()
    {
        var direct = NetworkArchitecture.Parse("input 8x8x1, conv 2 3x3, relu, maxpool 2, flatten, dense 3");
        var pooled = NttOperations.Of(direct, 4, KernelScope.AllWeights, 1);
        var average = NttOperations.Of(NetworkArchitecture.Parse("input 8x8x1, conv 2 3x3, relu, avgpool 2, flatten, dense 3"), 4, KernelScope.AllWeights, 1);

        // 27 positions of 36 never win; each would have cost a multiply-add a sample, output and weight.
        Assert.AreEqual(2 * 4 * 3 * 18 * 27, average.Kernel - pooled.Kernel);
    }

    private static void AssertWithin(double share, double gflop, double flops) => Assert.AreEqual(gflop, flops / 1e9, share * gflop);
}
