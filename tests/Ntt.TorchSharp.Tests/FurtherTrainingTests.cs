using static TorchSharp.torch;

namespace Ntt.Torch.Tests;

/// <summary>Somebody trains the module further, in torch's own way.</summary>
[TestClass]
public sealed class FurtherTrainingTests
{
    [TestMethod]
    [DataRow("adam")]
    [DataRow("adamw")]
    [DataRow("sgd")]
    public void PrunedWeights_StayExactlyZero(string kind)
    {
        using var scope = NewDisposeScope();
        var network = SmallNetworks.Create(SmallNetworks.Convolutional);
        var module = network.ToTorchModule();
        var samples = tensor(SmallNetworks.Samples(network, 20), [20, network.Architecture.Input.Size]);
        var labels = arange(20, dtype: int64).remainder(3);
        using optim.Optimizer optimizer = kind switch
        {
            "adam" => optim.Adam(module.parameters(), 0.01, weight_decay: 0.01),
            "adamw" => optim.AdamW(module.parameters(), 0.01),
            _ => optim.SGD(module.parameters(), 0.05, momentum: 0.9, weight_decay: 0.01),
        };
        module.eval();
        double first = 0, last = 0;
        for (var step = 0; step < 60; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(module.call(samples), labels);
            loss.backward();
            optimizer.step();
            last = loss.item<float>();
            first = step == 0 ? last : first;
        }

        Assert.IsLessThan(0.95 * first, last);
        var trained = TorchNetworks.FromTorchModule(module, network.Architecture.Input);
        for (var layer = 0; layer < network.Layers.Count; layer++)
        {
            var before = network.Layers[layer];
            var name = before.Shape.Name;
            CollectionAssert.AreEqual(before.Mask?.KeptIndices(), trained.Layers[layer].Mask?.KeptIndices(), name);
            CollectionAssert.AreNotEqual(before.Values, trained.Layers[layer].Values, name);
            var weights = module.get_parameter($"{name}.weight")!.data<float>().ToArray();
            Assert.AreEqual(0, weights.Where((weight, index) => weight != 0 && before.Mask is { } mask && !mask[index]).Count(), name);
        }
    }
}
