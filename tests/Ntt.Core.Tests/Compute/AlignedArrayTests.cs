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

    [TestMethod]
    public unsafe void ArraysStartOnACacheLineWhereTheyCan()
    {
        var arrays = new List<float[]>();
        foreach (int length in new[] { 100, 3000, 19_200, 40_000, 100_003 })
        {
            for (int i = 0; i < 20; i++)
                arrays.Add(AlignedArray.Create(length));
            Assert.IsTrue(arrays[^1].All(value => value == 0));
            Assert.HasCount(length, arrays[^1]);
        }
        Assert.IsEmpty(AlignedArray.Create(0));
        int aligned = arrays.Count(array =>
        {
            fixed (float* start = array)
                return (nuint)start % 64 == 0;
        });
        // By chance it would be one in eight; other threads may take the place that was made ready.
        Assert.IsGreaterThan(arrays.Count / 2, aligned);
    }
}
