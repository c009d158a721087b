using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class PruningControlTests
{
    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 9, dense 30, relu, dense 20, relu, dense 4");
    private static readonly SampleMatrix s_samples = new(NetworkCase.Samples(s_architecture, 30, seed: 95), 30, 9);

    private static readonly NttOptions s_options = new()
    {
        Density = 0.2,
        Allocation = PruningAllocation.Global,
        NumberOfSteps = 30,
        MaskUpdateInterval = 10,
        NumberOfThreads = 1,
        ScoringRounds = 3,
    };

    public static IEnumerable<object[]> LabelFree
        => PruningMethods.BuiltIn.All.Where(method => !method.NeedsLabels && method.Name != "dense").Select(method => new object[] { method.Name });

    [TestMethod]
    [DynamicData(nameof(LabelFree))]
    public void AShuffledMask_MovesWeightsWithTheirValues(string name)
    {
        var (plain, shuffled) = (Prune(name, PruningControl.None), Prune(name, PruningControl.ShuffleMask));
        foreach (var (one, other) in plain.Layers.Zip(shuffled.Layers))
        {
            Assert.IsGreaterThan(one.KeptCount / 4, one.Mask!.CountNotIn(other.Mask!));
            CollectionAssert.AreEqual(one.Values.Order().ToArray(), other.Values.Order().ToArray());
            CollectionAssert.AreEqual(one.Bias, other.Bias);
        }
    }

    [TestMethod]
    [DynamicData(nameof(LabelFree))]
    public void Reinitialization_KeepsTheMasks_AndDrawsTheRestAnew(string name)
    {
        var (plain, drawn) = (Prune(name, PruningControl.None), Prune(name, PruningControl.Reinitialize));
        foreach (var (one, other) in plain.Layers.Zip(drawn.Layers))
        {
            Assert.AreEqual(0, one.Mask!.CountNotIn(other.Mask!));
            Assert.AreEqual(one.KeptCount, other.KeptCount);
            Assert.IsFalse(one.Values.Zip(other.Values).Any(pair => pair.First == pair.Second));
            Assert.IsFalse(one.Bias.Zip(other.Bias).Any(pair => pair.First == pair.Second));
        }
    }

    [TestMethod]
    [DynamicData(nameof(LabelFree))]
    public void ARandomMask_KeepsTheCounts_OverInitialWeights(string name)
    {
        var (plain, random) = (Prune(name, PruningControl.None), Prune(name, PruningControl.RandomMask));
        var dense = new DenseBaseline(s_architecture, s_options).Prune(s_samples).Network;
        for (var layer = 0; layer < 3; layer++)
        {
            var (one, other) = (plain.Layers[layer], random.Layers[layer]);
            Assert.AreEqual(one.KeptCount, other.KeptCount);
            Assert.IsGreaterThan(one.KeptCount / 4, one.Mask!.CountNotIn(other.Mask!));
            var expected = name == "scaled-random" ? new ScaledRandomCriterion().Keep(dense.Layers[layer], other.Mask!) : dense.Layers[layer].Prune(other.Mask!);
            CollectionAssert.AreEqual(expected.Values, other.Values);
            CollectionAssert.AreEqual(expected.Bias, other.Bias);
        }
    }

    [TestMethod]
    public void ReinitializedScaledWeights_AreScaled()
    {
        var network = Prune("scaled-random", PruningControl.Reinitialize);
        var layer = network.Layers[1];
        var largest = Math.Sqrt(2 / (30 * layer.Mask!.Density)) * 2 / 0.8796;
        Assert.IsGreaterThan(largest / 2, layer.Values.Max());
        Assert.IsLessThan(largest * 1.001, layer.Values.Max());
    }

    [TestMethod]
    public void ADenseNetwork_HasOnlyValuesToDraw()
    {
        Network Dense(PruningControl control) => Prune("dense", control);
        NttPrunerTests.AssertSameNumbers(Dense(PruningControl.None), Dense(PruningControl.ShuffleMask));
        NttPrunerTests.AssertSameNumbers(Dense(PruningControl.None), Dense(PruningControl.RandomMask));
        Assert.IsFalse(Dense(PruningControl.None).Layers[0].Values.SequenceEqual(Dense(PruningControl.Reinitialize).Layers[0].Values));
    }

    [TestMethod]
    public void AControl_IsInTheMetadata_AndSeeded()
    {
        Assert.IsFalse(Prune("magnitude", PruningControl.None).Metadata.ContainsKey("control"));
        foreach (var control in new[] { PruningControl.ShuffleMask, PruningControl.Reinitialize, PruningControl.RandomMask })
        {
            var network = Prune("magnitude", control);
            Assert.AreEqual(control.ToString(), network.Metadata["control"]);
            NttPrunerTests.AssertSameNumbers(network, Prune("magnitude", control));
        }

        var unknown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Prune("magnitude", (PruningControl)7));
        Assert.AreEqual("Control", unknown.ParamName);
    }

    private static Network Prune(string name, PruningControl control)
        => PruningMethods.BuiltIn.Find(name).Create(s_architecture, s_options with { Control = control }).Prune(s_samples).Network;
}
