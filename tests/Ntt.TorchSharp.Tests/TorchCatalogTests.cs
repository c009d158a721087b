using Microsoft.ML;
using Ntt.Data;
using Ntt.Estimators;
using Ntt.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Ntt.Torch.Tests;

/// <summary>Pipelines on the device that their context names.</summary>
[TestClass]
public sealed class TorchCatalogTests
{
    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 6x5x1, conv 3 3x3, relu, flatten, dense 3");

    /// <summary>With no word of a device or an engine in the pipeline, and with the results of the managed one.</summary>
    [TestMethod]
    public void APipeline_RunsOnTorchOnceAskedTo()
    {
        var managed = Fit(new MLContext(seed: 1));
        var ml = new MLContext(seed: 1);
        ml.UseTorch();
        var before = Tensor.TotalCount;
        var seen = new List<long>();

        var onTorch = Fit(ml, () => seen.Add(Tensor.TotalCount));

        Assert.IsNotEmpty(seen);
        Assert.IsTrue(seen.TrueForAll(count => count > before), "Steps of NTT and of training hold tensors.");
        Assert.AreEqual(before, Tensor.TotalCount);
        for (var layer = 0; layer < managed.Layers.Count; layer++)
        {
            CollectionAssert.AreEqual(managed.Layers[layer].Mask!.KeptIndices(), onTorch.Layers[layer].Mask!.KeptIndices());
            Differ.ByAtMost(1e-2, managed.Layers[layer].Values, onTorch.Layers[layer].Values);
        }
    }

    [TestMethod]
    public void TheDevice_IsTheContexts()
    {
        var missing = cuda.is_available() ? cuda.device_count() : 0;
        var ml = new MLContext();
        Assert.AreEqual(DeviceType.CPU, ml.CreateTorchEngine().Device.type);

        ml.GpuDeviceId = missing;
        ml.FallbackToCpu = true;
        Assert.AreEqual(DeviceType.CPU, ml.CreateTorchEngine().Device.type);

        ml.FallbackToCpu = false;
        Assert.Contains($"id is {missing}", Assert.ThrowsExactly<InvalidOperationException>(() => ml.CreateTorchEngine()).Message);
    }

    /// <summary>What the context names counts when an estimator is made, not when torch is asked for.</summary>
    [TestMethod]
    public void AMissingDevice_IsRefusedWhenAnEstimatorIsMade()
    {
        var missing = cuda.is_available() ? cuda.device_count() : 0;
        var ml = new MLContext();
        ml.UseTorch();
        ml.GpuDeviceId = missing;

        Assert.Contains($"id is {missing}", Assert.ThrowsExactly<InvalidOperationException>(() => ml.Transforms.NttPrune(s_architecture)).Message);
        Assert.Contains($"id is {missing}", Assert.ThrowsExactly<InvalidOperationException>(() => ml.MulticlassClassification.Trainers.SparseTrainer()).Message);
        ml.FallbackToCpu = true;
        Assert.IsNotNull(ml.Transforms.NttPrune(s_architecture));
    }

    [TestMethod]
    public void AMissingContext_IsNamed()
    {
        Assert.AreEqual("context", Assert.ThrowsExactly<ArgumentNullException>(() => TorchCatalog.UseTorch(null!)).ParamName);
        Assert.AreEqual("context", Assert.ThrowsExactly<ArgumentNullException>(() => TorchCatalog.CreateTorchEngine(null!)).ParamName);
    }

    private static Network Fit(MLContext ml, Action? watch = null)
    {
        var random = new Random(5);
        var pixels = new byte[60 * 30];
        random.NextBytes(pixels);
        var images = new LabeledImages(new TensorShape(1, 6, 5), pixels, [.. Enumerable.Range(0, 60).Select(image => image % 3)], ["a", "b", "c"]);
        return ml.Transforms
            .NttPrune(new NttPruningEstimator.Options
            {
                Architecture = s_architecture,
                Density = 0.4,
                NumberOfSteps = 10,
                BatchSize = 10,
                RecordInterval = 1,
                Progress = new Watcher<Pruning.NttRecord>(watch),
            })
            .Append(ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options
            {
                NumberOfSteps = 10,
                BatchSize = 10,
                RecordInterval = 1,
                Progress = new Watcher<Training.TrainingRecord>(watch),
            }))
            .Fit(ml.Data.LoadFromImages(images)).LastTransformer.Network;
    }

    private sealed class Watcher<T>(Action? action) : IProgress<T>
    {
        public void Report(T value) => action?.Invoke();
    }
}
