using Ntt.Compute;
using Ntt.Data;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class BatchStreamTests
{
    [TestMethod]
    [DataRow(23, 5, BatchComposition.Reshuffled)]
    [DataRow(23, 5, BatchComposition.Fixed)]
    [DataRow(20, 5, BatchComposition.Reshuffled)]
    [DataRow(4, 4, BatchComposition.Reshuffled)]
    [DataRow(3, 1, BatchComposition.Fixed)]
    public void AnEpoch_HasFullBatchesWithoutRepetition(int count, int batchSize, BatchComposition composition)
    {
        var stream = new BatchStream(count, batchSize, new RandomStream(1, "batches"), composition);
        Assert.AreEqual(count / batchSize, stream.BatchesPerEpoch);
        for (int epoch = 0; epoch < 4; epoch++)
        {
            var seen = new HashSet<int>();
            for (int batch = 0; batch < stream.BatchesPerEpoch; batch++)
            {
                int[] samples = stream.Next().ToArray();
                Assert.HasCount(batchSize, samples);
                foreach (int sample in samples)
                    Assert.IsTrue(sample >= 0 && sample < count && seen.Add(sample), $"epoch {epoch}, sample {sample}");
            }
        }
    }

    [TestMethod]
    public void Reshuffled_ComposesNewBatchesEveryEpochAndReachesEverySample()
    {
        var stream = new BatchStream(23, 5, new RandomStream(2, "batches"));
        var seen = new HashSet<int>();
        var firsts = new HashSet<string>();
        for (int epoch = 0; epoch < 12; epoch++)
        {
            for (int batch = 0; batch < 4; batch++)
            {
                int[] samples = stream.Next().ToArray();
                Assert.AreEqual(batch, stream.CurrentBatch);
                seen.UnionWith(samples);
                if (batch == 0)
                    firsts.Add(string.Join(",", samples));
            }
        }
        Assert.HasCount(23, seen);
        Assert.HasCount(12, firsts);
    }

    [TestMethod]
    public void Fixed_KeepsTheBatchesAndReordersThem()
    {
        var stream = new BatchStream(43, 4, new RandomStream(3, "batches"), BatchComposition.Fixed);
        Assert.AreEqual(-1, stream.CurrentBatch);
        var batches = new Dictionary<int, string>();
        var orders = new HashSet<string>();
        for (int epoch = 0; epoch < 6; epoch++)
        {
            var order = new List<int>();
            for (int batch = 0; batch < 10; batch++)
            {
                string samples = string.Join(",", stream.Next().ToArray());
                order.Add(stream.CurrentBatch);
                if (!batches.TryAdd(stream.CurrentBatch, samples))
                    Assert.AreEqual(batches[stream.CurrentBatch], samples);
            }
            CollectionAssert.AreEquivalent(Enumerable.Range(0, 10).ToArray(), order);
            orders.Add(string.Join(",", order));
        }
        Assert.HasCount(6, orders);
        Assert.AreNotEqual("0,1,2,3", batches[0], "composed at random");
    }

    [TestMethod]
    public void TheSameRandomStream_GivesTheSameBatches()
    {
        var first = new BatchStream(50, 7, new RandomStream(4, "batches"));
        var second = new BatchStream(50, 7, new RandomStream(4, "batches"));
        for (int i = 0; i < 20; i++)
            Assert.IsTrue(first.Next().SequenceEqual(second.Next()));
    }

    [TestMethod]
    [DataRow(59880, 64, 936)]
    [DataRow(49900, 32, 1560)]
    [DataRow(54000, 64, 844)]
    [DataRow(64, 64, 1)]
    public void StepsPerEpoch_RoundsUp(int count, int batchSize, int steps) =>
        Assert.AreEqual(steps, BatchStream.StepsPerEpoch(count, batchSize));

    [TestMethod]
    [DataRow(50, 844, 42200)]
    [DataRow(0, 844, 0)]
    [DataRow(2_544_411, 844, 2_147_482_884)]
    [DataRow(2_544_412, 844, int.MaxValue)]
    [DataRow(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void StepsOfEpochs_AreAtMostTheLargestNumber(int epochs, int stepsPerEpoch, int steps) =>
        Assert.AreEqual(steps, BatchStream.StepsOf(epochs, stepsPerEpoch));

    [TestMethod]
    public void StepsOfNegativeEpochs_AreRefused()
    {
        Assert.AreEqual("epochs", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => BatchStream.StepsOf(-1, 844)).ParamName);
        Assert.AreEqual("stepsPerEpoch", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => BatchStream.StepsOf(1, 0)).ParamName);
    }

    [TestMethod]
    [DataRow(11)]
    [DataRow(0)]
    [DataRow(-1)]
    public void ABatchThatIsNoneOrLargerThanTheData_IsRefused(int batchSize)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BatchStream(10, batchSize, new RandomStream(1, "x")));
        Assert.AreEqual("batchSize", error.ParamName);
        Assert.AreEqual(batchSize, error.ActualValue);
        StringAssert.Contains(error.Message, "1 to 10");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => BatchStream.StepsPerEpoch(10, batchSize));
    }

    [TestMethod]
    public void NoSamplesOrAnUnknownComposition_AreRefused()
    {
        var random = new RandomStream(1, "x");
        Assert.AreEqual("count", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BatchStream(0, 1, random)).ParamName);
        Assert.AreEqual("composition", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BatchStream(5, 1, random, (BatchComposition)7)).ParamName);
        Assert.AreEqual("random", Assert.ThrowsExactly<ArgumentNullException>(() => new BatchStream(5, 1, null!)).ParamName);
    }
}
