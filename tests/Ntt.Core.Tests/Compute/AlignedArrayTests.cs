using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class AlignedArrayTests
{
    [TestMethod]
    public unsafe void StartsOnACacheLineAndStaysThere()
    {
        var kept = new List<Memory<float>>();
        for (int length = 0; length < 200; length++)
        {
            Memory<float> room = AlignedArray.Allocate(length);
            Assert.AreEqual(length, room.Length);
            Assert.IsTrue(room.Span.IndexOfAnyExcept(0) < 0);
            kept.Add(room);
        }
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        foreach (Memory<float> room in kept)
        {
            fixed (float* start = room.Span)
                Assert.AreEqual((nuint)0, (nuint)start % 64);
        }
    }

    [TestMethod]
    public void RefusesANegativeLength() =>
        Refusal.Of<ArgumentOutOfRangeException>("length", () => AlignedArray.Allocate(-1));
}
