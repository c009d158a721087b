using Ntt.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Ntt.Torch.Tests;

[TestClass]
public sealed class FromTorchModuleTests
{
    [TestMethod]
    [DataRow(SmallNetworks.Dense)]
    [DataRow(SmallNetworks.Convolutional)]
    [DataRow(SmallNetworks.Strided)]
    [DataRow(SmallNetworks.Signal)]
    public void OwnModule_ComesBackAsItWas(string text)
    {
        using var scope = NewDisposeScope();
        var network = SmallNetworks.Create(text);

        var back = TorchNetworks.FromTorchModule(network.ToTorchModule(), network.Architecture.Input);

        Assert.AreEqual(network.Architecture, back.Architecture);
        CollectionAssert.AreEqual(Files.NetworkFile.Serialize(network), Files.NetworkFile.Serialize(back));
    }

    [TestMethod]
    public void TorchsOwnModule_GivesANetworkOfTheSameOutputs()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var module = nn.Sequential(
            ("features", nn.Sequential(
                nn.Conv2d(2, 6, (3, 5), (1, 1), (1, 2), bias: false), nn.ReLU(), nn.MaxPool2d(3, 2), nn.Conv2d(6, 4, (3, 2), (2, 2)), nn.Identity(), nn.AvgPool2d(2, 1))),
            ("flatten", nn.Flatten()),
            ("drop", nn.Dropout(0.3)),
            ("head", nn.Linear(8, 5)));
        module.eval();
        var state = random.get_rng_state();

        var network = TorchNetworks.FromTorchModule(module, new TensorShape(2, 15, 11));

        Assert.AreEqual(
            "input 15x11x2, conv 6 3x5 same, relu, maxpool 3 stride 2, conv 4 3x2 stride 2, avgpool 2 stride 1, flatten, dropout 0.3, dense 5", network.Architecture.ToString());
        var samples = SmallNetworks.Samples(network, 7);
        Differ.ByAtMost(1e-5, module.call(tensor(samples, [7, 2, 15, 11])).data<float>().ToArray(), SmallNetworks.Logits(network, samples));
        Assert.IsTrue(state.data<byte>().SequenceEqual(random.get_rng_state().data<byte>()), "The caller's random numbers have moved on.");
        Assert.IsFalse(module.named_modules().Single(child => child.name == "drop").module.training);
    }

    /// <summary>A window that is alone in its image is the same with every stride.</summary>
    [TestMethod]
    [DataRow(8, 10, 10, "maxpool 10", "maxpool 10 stride 1")]
    [DataRow(10, 16, 16, "maxpool 16", "maxpool 16 stride 1")]
    [DataRow(4, 7, 7, "maxpool 7", "maxpool 7 stride 1")]
    [DataRow(2, 5, 5, "maxpool 5", "maxpool 5 stride 1")]
    [DataRow(2, 10, 9, "maxpool 4 stride 10", "maxpool 4 stride 7")]
    [DataRow(1, 9, 12, "maxpool 9 stride 3", "maxpool 9 stride 3")]
    [DataRow(3, 12, 9, "maxpool 6 stride 3", "maxpool 6 stride 3")]
    [DataRow(2, 7, 6, "maxpool 1 stride 2", "maxpool 1 stride 2")]
    [DataRow(1, 2, 30000, "maxpool 2", "maxpool 2")]
    [DataRow(5, 8, 8, "avgpool 8", "avgpool 8 stride 1")]
    [DataRow(1, 9, 12, "avgpool 9 stride 3", "avgpool 9 stride 3")]
    public void Pools_AreReadWhole(int channels, int height, int width, string pool, string read)
    {
        using var scope = NewDisposeScope();
        var network = SmallNetworks.Create($"input {height}x{width}x{channels}, {pool}, flatten, dense 2");

        var back = TorchNetworks.FromTorchModule(network.ToTorchModule(), network.Architecture.Input);

        Assert.AreEqual($"input {height}x{width}x{channels}, {read}, flatten, dense 2", back.Architecture.ToString());
    }

    [TestMethod]
    public void SmallWeights_AreNotTakenForAnotherPadding()
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        manual_seed(4);
        var image = new TensorShape(2, 9, 9);

        foreach (var bias in (float[])[0, 1])
        {
            Refused(image, "'conv' (Conv2d) has a stride", ("conv", Filled(nn.Conv2d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect), bias)));
            Refused(image, "'conv' (Conv2d) has a stride", ("conv", Filled(nn.Conv2d(2, 3, 3, padding: 2, dilation: 2), bias)));
        }

        // Under the largest bias the outputs are rounded to more than the weights make of them.
        foreach (var bias in (float[])[0, 1, 1000])
        {
            var network = TorchNetworks.FromTorchModule(
                nn.Sequential(("conv", Filled(nn.Conv2d(2, 3, 3, padding: 1), bias)), ("flatten", nn.Flatten()), ("fc", nn.Linear(243, 2))), image);
            Assert.AreEqual("input 9x9x2, conv 3 3x3 same, flatten, dense 2", network.Architecture.ToString());
        }

        static Conv2d Filled(Conv2d convolution, float bias)
        {
            convolution.weight!.mul_(1e-5f);
            convolution.bias!.fill_(bias);
            return convolution;
        }
    }

    /// <summary>Nothing comes out of a convolution without weights, whose padding is the same as any other of its output's shape.</summary>
    [TestMethod]
    public void WeightsOfZero_AreReadByTheShapeOfTheOutput()
    {
        using var scope = NewDisposeScope();
        var convolution = nn.Conv2d(2, 3, 3, padding: 1);
        using (no_grad())
        {
            convolution.weight!.zero_();
        }

        var network = TorchNetworks.FromTorchModule(
            nn.Sequential(("conv", convolution), ("flatten", nn.Flatten()), ("fc", nn.Linear(243, 2))), new TensorShape(2, 9, 9));

        Assert.AreEqual("input 9x9x2, conv 3 3x3 same, flatten, dense 2", network.Architecture.ToString());
        CollectionAssert.AreEqual(convolution.bias!.data<float>().ToArray(), network.Layers[0].Bias);
    }

    [TestMethod]
    public void DoublePrecision_IsRead()
    {
        using var scope = NewDisposeScope();
        var module = nn.Sequential(
            ("pad", nn.ZeroPad2d(1)), ("conv", nn.Conv2d(2, 3, 3)), ("pool", nn.MaxPool2d(2)), ("flatten", nn.Flatten()), ("fc", nn.Linear(48, 2)));
        module.to(float64);

        var network = TorchNetworks.FromTorchModule(module, new TensorShape(2, 9, 9));

        Assert.AreEqual("input 9x9x2, conv 3 3x3 same, maxpool 2, flatten, dense 2", network.Architecture.ToString());
        var samples = SmallNetworks.Samples(network, 4);
        Differ.ByAtMost(1e-5, module.call(tensor(samples, [4, 2, 9, 9]).to(float64)).to(float32).data<float>().ToArray(), SmallNetworks.Logits(network, samples));
    }

    [TestMethod]
    public void UnsupportedLayers_AreNamed()
    {
        using var scope = NewDisposeScope();
        var image = new TensorShape(4, 9, 9);

        Refused(image, "'body.norm' (BatchNorm2d)", ("body", nn.Sequential(("norm", nn.BatchNorm2d(4)))));
        Refused(image, "'tanh' (Tanh)", ("tanh", nn.Tanh()));
        Refused(image, "'conv' (Conv2d) has kernels of 2 channels", ("conv", nn.Conv2d(4, 4, 3, groups: 2)));
        Refused(image, "'conv' (Conv2d) has a stride", ("conv", nn.Conv2d(4, 3, 3, padding: 2)));
        Refused(image, "'conv' (Conv2d) has a stride", ("conv", nn.Conv2d(4, 3, 3, dilation: 2)));
        Refused(image, "'conv' (Conv2d) has a stride", ("conv", nn.Conv2d(4, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect)));
        Refused(image, "'pool' (MaxPool2d) has windows", ("pool", nn.MaxPool2d(3, padding: 1)));
        Refused(image, "'pool' (MaxPool2d) has windows", ("pool", nn.MaxPool2d(2, 1, padding: 1)));
        Refused(image, "'pool' (MaxPool2d) has windows", ("pool", nn.MaxPool2d(2, 2, dilation: 3)));
        Refused(image, "'pool' (MaxPool2d) has windows", ("pool", nn.MaxPool2d(5, 9, dilation: 2)));
        Refused(image, "'pool' (MaxPool2d) has windows", ("pool", nn.MaxPool2d((9, 5))));
        Refused(image, "'pool' (MaxPool2d) has windows", ("pool", nn.MaxPool2d(2, 2, 0, 1, true)));
        Refused(image, "'pool' (AvgPool2d) has windows", ("pool", nn.AvgPool2d(3, padding: 1)));
        Refused(image, "'pool' (AvgPool2d) has windows", ("pool", nn.AvgPool2d(3, divisor_override: 8)));
        Refused(image, "'flatten' (Flatten)", ("flatten", nn.Flatten(2)));
        Refused(image, "'pad' (ZeroPad2d)", ("pad", nn.ZeroPad2d(1)), ("relu", nn.ReLU()));
        Refused(image, "'pad' (ZeroPad2d)", ("pad", nn.ZeroPad2d(1)));
    }

    [TestMethod]
    public void LayersThatDoNotFit_AreNamed()
    {
        using var scope = NewDisposeScope();

        Assert.Contains("'head' (Linear) takes [5]", Unfit(TensorShape.Flat(6), ("head", nn.Linear(5, 2))).Message);
        Assert.Contains("'head' (Linear) takes [5]", Unfit(new TensorShape(1, 2, 5), ("head", nn.Linear(5, 2))).Message);
        Assert.Contains("'head' (Linear) takes [4]", Unfit(TensorShape.Flat(6), ("conv", nn.Conv2d(1, 1, (1, 3))), ("head", nn.Linear(4, 2))).Message);
        Assert.Contains("'conv' (Conv2d) takes [channels", Unfit(TensorShape.Flat(6), ("fc", nn.Linear(6, 6)), ("conv", nn.Conv2d(1, 2, (1, 3)))).Message);
        Assert.Contains("'pool' (MaxPool2d) takes [channels", Unfit(TensorShape.Flat(6), ("flatten", nn.Flatten()), ("pool", nn.MaxPool2d(1))).Message);
        Assert.Contains("'conv' (Conv2d) does not take [1, 1, 6]", Unfit(TensorShape.Flat(6), ("conv", nn.Conv2d(1, 2, 3))).Message);
        Assert.Contains("'flatten' (Flatten) does not take [6]", Unfit(TensorShape.Flat(6), ("flatten", nn.Flatten(2)), ("head", nn.Linear(6, 2))).Message);
        Assert.Contains("'pad' (ZeroPad2d) does not take [1, 3, 3]", Unfit(new TensorShape(1, 3, 3), ("pad", nn.ZeroPad2d(-5)), ("conv", nn.Conv2d(1, 2, 3))).Message);
        Assert.Contains("'conv' (Conv2d) does not take [1, 3, 4]", Unfit(new TensorShape(1, 3, 4), ("conv", nn.Conv2d(1, 2, 5))).Message);
        Assert.Contains("'pool' (MaxPool2d) does not take [2, 3, 4]", Unfit(new TensorShape(2, 3, 4), ("pool", nn.MaxPool2d(5))).Message);
        Assert.Contains("last layer", Unfit(TensorShape.Flat(6), ("relu", nn.ReLU())).Message);
        Assert.ThrowsExactly<ArgumentNullException>(() => TorchNetworks.FromTorchModule(null!, TensorShape.Flat(2)));
    }

    private static void Refused(TensorShape input, string words, params (string, nn.Module<Tensor, Tensor>)[] layers)
        => Assert.Contains(words, Assert.ThrowsExactly<NotSupportedException>(() => TorchNetworks.FromTorchModule(nn.Sequential(layers), input)).Message);

    private static ArgumentException Unfit(TensorShape input, params (string, nn.Module<Tensor, Tensor>)[] layers)
        => Assert.ThrowsExactly<ArgumentException>(() => TorchNetworks.FromTorchModule(nn.Sequential(layers), input));
}
