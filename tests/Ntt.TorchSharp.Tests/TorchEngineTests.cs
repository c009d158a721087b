using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;
using TorchSharp;
using static TorchSharp.torch;

namespace Ntt.Torch.Tests;

[TestClass]
public sealed class TorchEngineTests
{
    [TestMethod]
    public void Device_IsTheOneThatIsAskedFor()
    {
        Assert.AreEqual(DeviceType.CPU, TorchEngine.Create(null, fallbackToCpu: false).Device.type);
        Assert.AreEqual("torch cpu", new TorchEngine(CPU).Name);
        var missing = cuda.is_available() ? cuda.device_count() : 0;
        foreach (var id in (int[])[missing, -1])
        {
            Assert.AreEqual(DeviceType.CPU, TorchEngine.Create(id, fallbackToCpu: true).Device.type);
            var problem = Assert.ThrowsExactly<InvalidOperationException>(() => TorchEngine.Create(id, fallbackToCpu: false));
            Assert.Contains($"id is {id}", problem.Message);
            Assert.Contains($"sees {missing} CUDA devices", problem.Message);
        }
    }

    [TestMethod]
    public void TooSmallChunks_AreRefused()
    {
        Assert.AreEqual(1 << 16, new TorchEngine(CPU, 1 << 16).ChunkBytes);
        var problem = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TorchEngine(CPU, (1 << 16) - 1));
        Assert.AreEqual("chunkBytes", problem.ParamName);
        Assert.Contains("at least 65536", problem.Message);
    }

    /// <summary>After the first steps no tensor is left behind, nor is memory.</summary>
    [TestMethod]
    [DataRow(KernelScope.AllWeights)]
    [DataRow(KernelScope.RetainedWeights)]
    public void Memory_StaysFlatOverTwoHundredSteps(KernelScope scope)
    {
        var architecture = NetworkArchitecture.Parse(SmallNetworks.Convolutional);
        var samples = new SampleMatrix(SmallNetworks.Samples(SmallNetworks.Create(SmallNetworks.Convolutional), 60), 60, architecture.Input.Size);
        var before = Tensor.TotalCount;
        var counts = new List<(long Tensors, long Bytes)>();
        var options = new NttOptions
        {
            Density = 0.3,
            KernelScope = scope,
            BatchSize = 20,
            NumberOfSteps = 200,
            RecordInterval = 20,
            MaskUpdateInterval = 30,
            Engine = new TorchEngine(CPU),
        };

        new NttPruner(architecture, options).Prune(samples, new Watcher(_ => counts.Add((Tensor.TotalCount, Environment.WorkingSet))));

        Assert.HasCount(11, counts);
        for (var record = 2; record < counts.Count; record++)
            Assert.AreEqual(counts[1].Tensors, counts[record].Tensors, $"Record {record}");
        Assert.IsLessThan(32 << 20, counts[^1].Bytes - counts[5].Bytes);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private sealed class Watcher(Action<NttRecord> action) : IProgress<NttRecord>
    {
        public void Report(NttRecord value) => action(value);
    }
}
