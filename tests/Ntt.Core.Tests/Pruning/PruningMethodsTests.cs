using Ntt.Core.Tests.Oracle;
using Ntt.Core.Tests.Tangents;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class PruningMethodsTests
{
    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 9, dense 21, relu, dense 13, relu, dense 5");

    private static readonly NttOptions s_options = new()
    {
        Density = 0.17,
        NumberOfThreads = 1,
        NumberOfSteps = 12,
        MaskUpdateInterval = 4,
        BatchSize = 8,
        ScoringRounds = 5,
    };

    public static IEnumerable<object[]> Names => PruningMethods.BuiltIn.All.Select(method => new object[] { method.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void EveryMethod_KeepsTheExactCounts_UnderEveryAllocation(string name)
    {
        foreach (var allocation in Enum.GetValues<PruningAllocation>())
        {
            foreach (var density in new[] { 0.09, 0.5, 1 })
            {
                AssertCounts(Create(name, s_options with { Allocation = allocation, Density = density }).Prune(Data()).Network, name, density, allocation);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void DeadNetworks_StillGetTheExactCounts(string name)
    {
        // Constant samples without standardisation leave whole layers without a gradient; the weights' scores are 0 and the index decides.
        var data = new PruningData(new SampleMatrix(new float[9 * 9], 9, 9), new int[9]);
        foreach (var allocation in Enum.GetValues<PruningAllocation>())
        {
            var options = s_options with { Allocation = allocation, Standardize = false, Density = 0.13 };
            AssertCounts(Create(name, options).Prune(data).Network, name, 0.13, allocation);
        }
    }

    [TestMethod]
    public void ZeroScores_AreDecidedByTheIndex_UnderEveryAllocationAndSchedule()
    {
        foreach (var schedule in new[] { PruningSchedule.OneShot, PruningSchedule.Shrinking(6), PruningSchedule.Recovering(6) })
        {
            foreach (var allocation in Enum.GetValues<PruningAllocation>())
            {
                foreach (var conserves in new[] { false, true })
                {
                    var criterion = new FixedCriterion((_, _, _) => 0, conserves: conserves);
                    var network = new CriterionPruner(s_architecture, s_options with { Allocation = allocation }, criterion, schedule).Prune(Data()).Network;
                    AssertCounts(network, "fixed", 0.17, allocation);
                    Assert.IsTrue(network.Layers.All(layer => layer.Mask!.KeptIndices().SequenceEqual(Enumerable.Range(0, layer.KeptCount))));
                }
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void EveryMethod_IsBitIdentical_ForEveryNumberOfThreads(string name)
    {
        // Wide enough for several blocks of every product.
        var architecture = NetworkArchitecture.Parse("input 9, dense 80, relu, dense 60, relu, dense 5");
        var options = s_options with { Density = 0.1, Allocation = PruningMethods.BuiltIn.Find(name).DefaultAllocation };
        PruningResult Prune(int threads) => PruningMethods.BuiltIn.Find(name).Create(architecture, options with { NumberOfThreads = threads }).Prune(Data());
        var one = Prune(1);
        foreach (var threads in new[] { 2, 3 })
        {
            var other = Prune(threads);
            NttPrunerTests.AssertSameNumbers(one.Network, other.Network);
            CollectionAssert.AreEqual(one.History.ToArray(), other.History.ToArray());
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void EveryMethod_TellsWhatItNeeds(string name)
    {
        var method = PruningMethods.BuiltIn.Find(name);
        var pruner = Create(name, s_options with { Allocation = method.DefaultAllocation });
        Assert.AreEqual(name, pruner.Method);
        Assert.AreEqual(method.NeedsLabels, pruner.NeedsLabels);
        var network = pruner.Prune(Data()).Network;
        Assert.AreEqual(name, network.Metadata["method"]);
        Assert.AreEqual(method.Kind == PruningMethodKind.Iterative, method.DefaultRounds > 1);

        // Without standardisation, so that it cannot tell samples apart either.
        var data = Data();
        var otherSamples = new PruningData(new SampleMatrix(NetworkCase.Samples(s_architecture, 40, seed: 92), 40, 9), data.Labels);
        var otherLabels = new PruningData(data.Samples, [.. data.Labels!.Select(label => (label + 1) % 5)]);
        PruningResult Prune(PruningData with) => Create(name, s_options with { Allocation = method.DefaultAllocation, Standardize = false }).Prune(with);
        Assert.AreEqual(method.NeedsData, !Same(Prune(data), Prune(otherSamples)), "samples");
        Assert.AreEqual(method.NeedsLabels, !Same(Prune(data), Prune(otherLabels)), "labels");
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void EveryMethod_RunsOnLeNet300100(string name)
    {
        var digits = GeneratedDigits.Generate(120, seed: 1);
        var options = s_options with { Density = 0.03, NumberOfSteps = 2, ScoringRounds = 3, NumberOfThreads = null };
        var result = PruningMethods.BuiltIn.Find(name).Create(Architectures.LeNet300100(), options).Prune(new PruningData(digits.ToSamples(), digits.Labels));
        Assert.AreEqual(name == "dense" ? 266_200 : 7056 + 900 + 30, result.Network.KeptCount);
        Assert.IsTrue(result.Network.Layers.All(layer => layer.Values.All(float.IsFinite)));
    }

    [TestMethod]
    public void Rounds_AreTheMethodsOwn_UnlessGiven()
    {
        var small = NetworkArchitecture.Parse("input 9, dense 5");
        int Steps(string name, int? rounds) => PruningMethods.BuiltIn.Find(name).Create(small, new PruningOptions { ScoringRounds = rounds }).Prune(Data()).Steps;
        foreach (var (name, rounds) in new[] { ("synflow", 100), ("synflow-l2", 100), ("px", 100), ("ntk-sap", 20), ("iterative-snip", 60), ("force", 60) })
        {
            Assert.AreEqual(rounds, Steps(name, null));
            Assert.AreEqual(rounds, PruningMethods.BuiltIn.Find(name).DefaultRounds);
            Assert.AreEqual(4, Steps(name, 4));
        }

        Assert.AreEqual(0, Steps("snip", 4));
    }

    [TestMethod]
    public void ScoringSamples_ReachTheCriteria()
    {
        foreach (var name in new[] { "logit-snip", "snip", "iterative-snip", "force", "grasp", "ntk-sap", "px" })
        {
            PruningResult Prune(int? samples) => Create(name, s_options with { Allocation = PruningAllocation.Global, ScoringSamples = samples }).Prune(Data());
            Assert.IsFalse(Same(Prune(2), Prune(3)), name);
        }

        var bad = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create("snip", s_options with { ScoringSamples = 0 }));
        Assert.AreEqual("ScoringSamples", bad.ParamName);
        bad = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Create("snip", s_options with { ScoringRounds = 0 }));
        Assert.AreEqual("ScoringRounds", bad.ParamName);
    }

    [TestMethod]
    public void PlainOptions_GiveNttItsDefaults()
    {
        var options = new PruningOptions
        {
            Density = 0.2,
            Allocation = PruningAllocation.ErdosRenyi,
            ScoringRounds = 3,
            ScoringSamples = 4,
            Control = PruningControl.ShuffleMask,
            Standardize = false,
            Seed = 8,
            NumberOfThreads = 2,
            Engine = new CopyingEngine(),
        };
        foreach (var option in typeof(PruningOptions).GetProperties())
        {
            Assert.AreNotEqual(option.GetValue(new PruningOptions()), option.GetValue(options), $"{option.Name} is at its default, which tells nothing.");
            Assert.AreEqual(option.GetValue(options), option.GetValue(NttOptions.Of(options, s_architecture)), option.Name);
        }

        Assert.AreEqual(1e-4, NttOptions.Of(options, s_architecture).WeightDecay);
        Assert.AreEqual(1e-5, NttOptions.Of(options, Architectures.LeNet5Caffe()).WeightDecay);
        Assert.AreSame(s_options, NttOptions.Of(s_options, s_architecture));
    }

    [TestMethod]
    public void UnknownNames_AreRefused_AndOnesOwnMethodIsFound()
    {
        var unknown = Assert.ThrowsExactly<ArgumentException>(() => PruningMethods.BuiltIn.Find("snap"));
        StringAssert.Contains(unknown.Message, "'snap'");
        StringAssert.Contains(unknown.Message, "snip, iterative-snip");
        var own = new PruningMethod("own", "Mine.", PruningMethodKind.OneShot, PruningAllocation.Global, (network, options) => new DenseBaseline(network, options));
        var methods = PruningMethods.BuiltIn.With(own);
        Assert.AreSame(own, methods.Find("own"));
        Assert.HasCount(PruningMethods.BuiltIn.All.Count + 1, methods.All);
        Assert.ThrowsExactly<ArgumentException>(() => PruningMethods.BuiltIn.Find("own"));
        Assert.ThrowsExactly<ArgumentException>(() => methods.With(own));
    }

    private static Pruner Create(string name, PruningOptions options) => PruningMethods.BuiltIn.Find(name).Create(s_architecture, options);

    private static PruningData Data() => new(
        new SampleMatrix(NetworkCase.Samples(s_architecture, 40, seed: 91), 40, 9), [.. Enumerable.Range(0, 40).Select(sample => sample * 3 % 5)]);

    private static bool Same(PruningResult one, PruningResult other) => one.Network.Layers.Zip(other.Network.Layers).All(
        pair => pair.First.ToDense().SequenceEqual(pair.Second.ToDense()) && pair.First.Bias.SequenceEqual(pair.Second.Bias));

    private static void AssertCounts(Network network, string name, double density, PruningAllocation allocation)
    {
        if (name == "dense")
        {
            Assert.AreEqual(1, network.Density);
            return;
        }

        int[] kept = [.. network.Layers.Select(layer => layer.KeptCount)];
        var message = $"{name}, {allocation}, {density}: {string.Join(' ', kept)}";
        if (LayerCounts.Of(s_architecture.WeightLayers, density, allocation) is { } counts)
        {
            CollectionAssert.AreEqual(counts, kept, message);
        }

        if (allocation != PruningAllocation.Layerwise)
        {
            Assert.AreEqual((int)Math.Round(density * s_architecture.WeightCount), kept.Sum(), message);
        }
    }
}
