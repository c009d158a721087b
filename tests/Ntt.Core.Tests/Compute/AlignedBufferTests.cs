using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class AlignedBufferTests
{
    [TestMethod]
    public unsafe void StartsOnACacheLineAndGrowsOnDemand()
    {
        var buffer = new AlignedBuffer();
        foreach (int length in new[] { 1, 7, 100, 4099 })
        {
            float* room = buffer.Reserve((nuint)length);
            Assert.AreEqual((nuint)0, (nuint)room % 64);
            new Span<float>(room, length).Fill(1);
            Assert.IsTrue(room == buffer.Reserve((nuint)length - 1), $"{length} floats stay where they are");
        }
    }

    [TestMethod]
    public unsafe void WithoutMemoryItHoldsNothing()
    {
        var buffer = new AlignedBuffer();
        buffer.Reserve(16);
        Assert.ThrowsExactly<OutOfMemoryException>(() => buffer.Reserve((nuint)1 << 60));
        Assert.IsTrue(buffer.Reserve(0) == null);
        new Span<float>(buffer.Reserve(16), 16).Fill(1);
    }
}
