using Ntt.Files;
using Ntt.Tangents;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ntt.Torch.Tests;

[TestClass]
public sealed class ToTorchModuleTests
{
    [TestMethod]
    [DataRow(SmallNetworks.Dense)]
    [DataRow(SmallNetworks.Convolutional)]
    [DataRow(SmallNetworks.Strided)]
    [DataRow(SmallNetworks.Signal)]
    public void Outputs_AreThoseOfTheNetwork(string text)
    {
        using var scope = NewDisposeScope();
        var network = SmallNetworks.Create(text);
        var samples = SmallNetworks.Samples(network, 11);
        var module = network.ToTorchModule();
        module.eval();
        var input = network.Architecture.Input;

        var flat = module.call(tensor(samples, [11, input.Size])).data<float>().ToArray();
        var images = module.call(tensor(samples, [11, input.Channels, input.Height, input.Width])).data<float>().ToArray();

        Differ.ByAtMost(1e-5, SmallNetworks.Logits(network, samples), flat);
        CollectionAssert.AreEqual(flat, images);
    }

    [TestMethod]
    public void Module_IsASequentialOfTorchsOwnLayersAndMaskedOnes()
    {
        using var scope = NewDisposeScope();
        var children = SmallNetworks.Create(SmallNetworks.Convolutional).ToTorchModule().named_children().ToArray();

        CollectionAssert.AreEqual(
            new[] { "normalization", "conv1", "relu1", "maxpool1", "pad2", "conv2", "relu2", "avgpool1", "dropout1", "flatten1", "fc1", "relu3", "fc2" },
            children.Select(child => child.name).ToArray());
        Assert.IsInstanceOfType<MaskedConv2d>(children[1].module);
        Assert.IsInstanceOfType<Conv2d>(children[5].module);
        Assert.IsInstanceOfType<MaskedLinear>(children[10].module);
        Assert.IsInstanceOfType<Linear>(children[12].module);
    }

    [TestMethod]
    [DataRow(SmallNetworks.Dense)]
    [DataRow(SmallNetworks.Convolutional)]
    public void FileWithoutTorchSharp_IsLoadedStrictly(string text)
    {
        using var scope = NewDisposeScope();
        var (network, other) = (SmallNetworks.Create(text), SmallNetworks.Create(text, seed: 8));
        var samples = SmallNetworks.Samples(network, 5);
        var path = Path.GetTempFileName();
        try
        {
            // The masks of the two differ in places, not in shape.
            TorchSharpFile.Save(network, path);
            var module = other.ToTorchModule();
            module.load(path);
            module.eval();

            Differ.ByAtMost(1e-5, SmallNetworks.Logits(network, samples), module.call(tensor(samples, [5, network.Architecture.Input.Size])).data<float>().ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void FileWithParametersOnly_IsLoadedByAModuleOfOnesOwn()
    {
        using var scope = NewDisposeScope();
        var network = SmallNetworks.Create(SmallNetworks.Dense);
        var own = nn.Sequential(("fc1", nn.Linear(7, 9)), ("relu", nn.ReLU()), ("fc2", nn.Linear(9, 5)), ("relu2", nn.ReLU()), ("fc3", nn.Linear(5, 3)));
        using var stream = new MemoryStream(TorchSharpFile.Serialize(network, parametersOnly: true));

        own.load(stream);

        CollectionAssert.AreEqual(network.Layers[0].ToDense(), own.get_parameter("fc1.weight")!.data<float>().ToArray());
        CollectionAssert.AreEqual(network.Layers[2].Bias, own.get_parameter("fc3.bias")!.data<float>().ToArray());
    }

    [TestMethod]
    [DataRow("input 1x9x1, conv 1 1x3, relu, dense 3", "Layer 3 ('dense 3') takes a vector; what comes to it is an image of 1x7x1: put 'flatten' before it.")]
    [DataRow("input 9, dense 6, relu, conv 2 1x3, flatten, dense 3", "Layer 3 ('conv 2 1x3') takes an image; what comes to it is a vector of 6 values.")]
    [DataRow("input 9, flatten, maxpool 1, flatten, dense 3", "Layer 2 ('maxpool 1') takes an image; what comes to it is a vector of 9 values.")]
    public void VectorsForImages_AreRefused(string text, string words)
    {
        var network = SmallNetworks.Create(text);

        foreach (var call in (Action[])[
            () => network.ToTorchModule(),
            () => new TorchEngine(CPU).CreatePass(network.Architecture, network.Layers, new NetworkPassOptions(2, null, KernelPairing.Full, WithGradient: false))])
        {
            Assert.StartsWith(words, Assert.ThrowsExactly<NotSupportedException>(call).Message);
        }
    }

    [TestMethod]
    public void Module_OutlivesTheScopeItWasMadeIn()
    {
        Sequential module;
        using (NewDisposeScope())
        {
            module = SmallNetworks.Create(SmallNetworks.Convolutional).ToTorchModule();
        }

        using var scope = NewDisposeScope();
        Assert.IsTrue(module.call(zeros(2, 144)).isfinite().all().item<bool>());
        module.Dispose();
    }
}
