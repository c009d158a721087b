using Ntt.Networks;

namespace Ntt.Core.Tests.Networks;

[TestClass]
public sealed class BatchSlicesTests
{
    [TestMethod]
    public void SmallNetworks_AreComputedWhole()
    {
        Assert.AreEqual(64, BatchSlices.Of(Architectures.LeNet300100(), 64, withDerivatives: true));
        Assert.AreEqual(64, BatchSlices.Of(Architectures.LeNet5Caffe(), 64, withDerivatives: true));
        Assert.AreEqual(256, BatchSlices.Of(Architectures.LeNet5Caffe(), 256, withDerivatives: false));
    }

    [TestMethod]
    [DataRow(64, true, 16)]
    [DataRow(64, false, 48)]
    [DataRow(9, true, 9)]
    public void LargeNetworks_AreComputedInSlicesOfWholeVectors(int batch, bool withDerivatives, int expected)
        => Assert.AreEqual(expected, BatchSlices.Of(Architectures.Conv4(), batch, withDerivatives));

    [TestMethod]
    public void ASampleThatIsTooLarge_DoesNotStopTheSlice()
    {
        var huge = NetworkArchitecture.Parse("input 600x600x3, conv 100 3x3, flatten, dense 2");
        Assert.AreEqual(BatchSlices.Granularity, BatchSlices.Of(huge, 100, withDerivatives: true));
        Assert.AreEqual(5, BatchSlices.Of(huge, 5, withDerivatives: true));
    }
}
