using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using static TorchSharp.torch;

namespace Ntt.Torch.Tests;

/// <summary>Scores on a device keep the weights that scores on the managed engine keep.</summary>
[TestClass]
public sealed class ScoreParityTests
{
    [TestMethod]
    [DataRow("snip")]
    [DataRow("iterative-snip")]
    [DataRow("force")]
    [DataRow("logit-snip")]
    [DataRow("ntk-sap")]
    [DataRow("grasp")]
    [DataRow("px")]
    [DataRow("synflow")]
    [DataRow("magnitude")]
    public void Masks_AreTheSame(string method)
    {
        foreach (var text in (string[])[SmallNetworks.Dense, SmallNetworks.Convolutional, SmallNetworks.Signal])
        {
            var architecture = NetworkArchitecture.Parse(text);
            var samples = new SampleMatrix(SmallNetworks.Samples(SmallNetworks.Create(text), 40), 40, architecture.Input.Size);
            var data = new PruningData(samples, [.. Enumerable.Range(0, 40).Select(sample => sample % 3)]);
            var options = new PruningOptions { Density = 0.2, Allocation = PruningAllocation.Global, ScoringRounds = 3 };

            var expected = PruningMethods.BuiltIn.Find(method).Create(architecture, options).Prune(data).Network;
            var actual = PruningMethods.BuiltIn.Find(method).Create(architecture, options with { Engine = new TorchEngine(CPU) }).Prune(data).Network;

            for (var layer = 0; layer < expected.Layers.Count; layer++)
                CollectionAssert.AreEqual(expected.Layers[layer].Mask!.KeptIndices(), actual.Layers[layer].Mask!.KeptIndices(), $"{text}, layer {layer + 1}");
        }
    }
}
