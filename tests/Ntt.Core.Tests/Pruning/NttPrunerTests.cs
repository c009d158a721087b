using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class NttPrunerTests
{
    private const string Dense = "input 6, dense 7, relu, dense 5, relu, dense 3";
    private const string Image = "input 3x2x1, conv 5 2x2 same, relu, maxpool 2 stride 1, conv 4 1x1, flatten, dense 3";

    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse(Dense);

    /// <summary>Steep enough that masks change within a few steps.</summary>
    private static readonly NttOptions s_options = new()
    {
        Density = 0.4,
        LearningRate = 0.02,
        WeightDecay = 0.02,
        BatchSize = 5,
        ValidationFraction = 0.25,
        MaskUpdateInterval = 5,
        RecordInterval = 10,
        NumberOfSteps = 23,
        NumberOfThreads = 1,
    };

    [TestMethod]
    [DataRow(Dense, KernelScope.AllWeights, KernelPairing.Halves, false)]
    [DataRow(Dense, KernelScope.AllWeights, KernelPairing.Full, false)]
    [DataRow(Dense, KernelScope.RetainedWeights, KernelPairing.Halves, false)]
    [DataRow(Dense, KernelScope.RetainedWeights, KernelPairing.Full, false)]
    [DataRow(Dense, KernelScope.AllWeights, KernelPairing.Halves, true)]
    [DataRow(Image, KernelScope.AllWeights, KernelPairing.Halves, false)]
    [DataRow(Image, KernelScope.RetainedWeights, KernelPairing.Full, false)]
    [DataRow(Image, KernelScope.RetainedWeights, KernelPairing.Halves, true)]
    public void AWholeRun_IsTheOracles(string text, KernelScope scope, KernelPairing pairing, bool cacheTeacher)
    {
        var architecture = NetworkArchitecture.Parse(text);
        var options = s_options with { KernelScope = scope, KernelPairing = pairing, CacheTeacher = cacheTeacher };
        var result = new NttPruner(architecture, options).Prune(Samples(17));
        var oracle = new OracleNttRun(architecture, Samples(17), options);
        Assert.AreEqual(3, oracle.MaskUpdates);
        CollectionAssert.AreNotEqual(oracle.InitialMask, oracle.Mask);
        CollectionAssert.AreEqual(oracle.Mask, OracleNetwork.KeptParameters(result.Network.Layers));
        var parameters = OracleNetwork.Parameters(result.Network.Layers);
        for (var index = 0; index < parameters.Length; index++)
        {
            Assert.AreEqual(oracle.Theta[index] * oracle.Mask[index], parameters[index], 2e-4, $"parameter {index}");
        }

        Assert.HasCount(oracle.History.Count, result.History);
        foreach (var (expected, actual) in oracle.History.Zip(result.History))
        {
            Assert.AreEqual(expected.Step, actual.Step);
            Assert.AreEqual(expected.Total, actual.Total, 1e-3 * expected.Total);
            Assert.AreEqual(expected.KernelDistance!.Value, actual.KernelDistance!.Value, 1e-3 * expected.KernelDistance.Value);
            Assert.AreEqual(expected.TargetDistance, actual.TargetDistance, 1e-3 * expected.TargetDistance);
            Assert.AreEqual(expected.L2, actual.L2, 1e-3 * expected.L2);
        }
    }

    [TestMethod]
    [DataRow(5, 10, false)]
    [DataRow(5, 11, true)]
    [DataRow(100, 200, false)]
    [DataRow(100, 201, true)]
    public void Masks_AreUpdatedEveryInterval_ButNotInTheLastOne(int interval, int steps, bool updated)
    {
        var options = s_options with { MaskUpdateInterval = interval, NumberOfSteps = steps };
        var initial = new CriterionPruner(s_architecture, options, new MagnitudeCriterion()).Prune(Samples(17));
        var result = new NttPruner(s_architecture, options).Prune(Samples(17));
        Assert.AreEqual(updated, ChangedWeights(initial.Network, result.Network) > 0);
    }

    [TestMethod]
    [DataRow(0, 10, "0")]
    [DataRow(1, 10, "0 1")]
    [DataRow(20, 10, "0 10 20")]
    [DataRow(23, 10, "0 10 20 23")]
    [DataRow(3, 1, "0 1 2 3")]
    [DataRow(101, 100, "0 100 101")]
    public void History_HasTheFirstStep_EveryIntervalAndTheLast(int steps, int interval, string expected)
    {
        var reported = new List<NttRecord>();
        var result = new NttPruner(s_architecture, s_options with { NumberOfSteps = steps, RecordInterval = interval }).Prune(
            Samples(17), new Synchronous<NttRecord>(reported.Add));
        Assert.AreEqual(expected, string.Join(' ', result.History.Select(record => record.Step)));
        Assert.AreEqual(steps, result.Steps);
        CollectionAssert.AreEqual(reported, result.History.ToArray());
    }

    [TestMethod]
    [DataRow(17, 5, 0.25, 2, 6)]
    [DataRow(17, 64, 0.0, 3, 3)]
    [DataRow(16, 4, 0.25, 1, 3)]
    public void AnEpoch_IsSamplesByBatchSize_RoundedUp(int samples, int batch, double validation, int epochs, int expected)
    {
        var options = s_options with { NumberOfSteps = null, NumberOfEpochs = epochs, BatchSize = batch, ValidationFraction = validation };
        Assert.AreEqual(expected, new NttPruner(s_architecture, options).Prune(Samples(samples)).Steps);
    }

    [TestMethod]
    [DataRow(PruningAllocation.Layerwise)]
    [DataRow(PruningAllocation.Global)]
    public void NoSteps_AreMagnitudePruning(PruningAllocation allocation)
    {
        var options = s_options with { NumberOfSteps = 0, Allocation = allocation, MaskInitialization = MaskInitialization.Magnitude };
        var ntt = new NttPruner(s_architecture, options).Prune(Samples(17)).Network;
        var magnitude = new CriterionPruner(s_architecture, options, new MagnitudeCriterion()).Prune(Samples(17)).Network;
        AssertSameNumbers(magnitude, ntt);
        Assert.AreEqual("ntt", ntt.Metadata["method"]);
        Assert.AreEqual("magnitude", magnitude.Metadata["method"]);
    }

    [TestMethod]
    [DataRow(KernelScope.AllWeights)]
    [DataRow(KernelScope.RetainedWeights)]
    public void Networks_AndHistories_AreBitIdentical_ForEveryNumberOfThreads(KernelScope scope)
    {
        var architecture = NetworkArchitecture.Parse("input 20, dense 40, relu, dense 30, relu, dense 5");
        var samples = new SampleMatrix(NetworkCase.Samples(architecture, 60, seed: 3), 60, 20);
        var options = s_options with { KernelScope = scope, BatchSize = 21 };
        var one = new NttPruner(architecture, options).Prune(samples);
        foreach (var threads in new int?[] { 2, 3, null })
        {
            var other = new NttPruner(architecture, options with { NumberOfThreads = threads }).Prune(samples);
            AssertSameNumbers(one.Network, other.Network);
            CollectionAssert.AreEqual(one.History.ToArray(), other.History.ToArray());
        }

        var reseeded = new NttPruner(architecture, options with { Seed = 2 }).Prune(samples);
        Assert.IsGreaterThan(0, ChangedWeights(one.Network, reseeded.Network));
    }

    [TestMethod]
    public void ACachedTeacher_SaysTheSameOfTheFirstBatch()
    {
        // A single batch an epoch: both streams begin with the same order; a later epoch of the uncached one has another, with other halves.
        var options = s_options with { BatchSize = 64, NumberOfSteps = 1 };
        var plain = new NttPruner(s_architecture, options).Prune(Samples(17));
        var cached = new NttPruner(s_architecture, options with { CacheTeacher = true }).Prune(Samples(17));
        AssertSameNumbers(plain.Network, cached.Network);
        CollectionAssert.AreEqual(plain.History.ToArray(), cached.History.ToArray());
    }

    [TestMethod]
    public void ACachedTeacher_OfOneFullBatch_GivesTheSameRun_UpToTheOrderOfSums()
    {
        var options = s_options with { BatchSize = 64, KernelPairing = KernelPairing.Full };
        var plain = new NttPruner(s_architecture, options).Prune(Samples(17)).History;
        var cached = new NttPruner(s_architecture, options with { CacheTeacher = true }).Prune(Samples(17)).History;
        Assert.HasCount(plain.Count, cached);
        foreach (var (expected, actual) in plain.Zip(cached))
        {
            Assert.AreEqual(expected.Total, actual.Total, 1e-3 * expected.Total);
        }
    }

    [TestMethod]
    public void ATeacherCache_ServesLaterRunsAndChangesNoResult()
    {
        var cache = new TeacherCache();
        var options = s_options with { CacheTeacher = true };
        var fresh = new NttPruner(s_architecture, options with { Density = 0.2 }).Prune(Samples(17));

        new NttPruner(s_architecture, options with { TeacherCache = cache }).Prune(Samples(17));
        Assert.AreEqual(2, cache.Count, "13 samples are trained on, in batches of 5");
        var served = new NttPruner(s_architecture, options with { TeacherCache = cache, Density = 0.2 }).Prune(Samples(17));

        AssertSameNumbers(fresh.Network, served.Network);
        CollectionAssert.AreEqual(fresh.History.ToArray(), served.History.ToArray());
    }

    [TestMethod]
    [DataRow("seed")]
    [DataRow("samples")]
    [DataRow("batch")]
    [DataRow("pairing")]
    [DataRow("split")]
    public void ATeacherCache_OfAnotherTeacherOrOtherBatches_IsNotUsed(string difference)
    {
        var cache = new TeacherCache();
        var first = s_options with { CacheTeacher = true };
        var second = difference switch
        {
            "seed" => first with { Seed = 2 },
            "batch" => first with { BatchSize = 4 },
            "pairing" => first with { KernelPairing = KernelPairing.Full },
            "split" => first with { ValidationFraction = 0.2 },
            _ => first,
        };
        var samples = difference == "samples" ? Samples(18) : Samples(17);
        var fresh = new NttPruner(s_architecture, second).Prune(samples);

        new NttPruner(s_architecture, first with { TeacherCache = cache }).Prune(Samples(17));
        var served = new NttPruner(s_architecture, second with { TeacherCache = cache }).Prune(samples);

        AssertSameNumbers(fresh.Network, served.Network);
        CollectionAssert.AreEqual(fresh.History.ToArray(), served.History.ToArray());
    }

    [TestMethod]
    public void TheNetwork_CarriesStandardisationAndFacts()
    {
        var samples = Samples(17);
        var result = new NttPruner(s_architecture, s_options with { Seed = 5 }).Prune(samples);
        var expected = InputNormalization.FromSamples(samples.Values, s_architecture.Input);
        Assert.AreEqual(expected.Mean[0], result.Network.Normalization.Mean[0]);
        Assert.AreEqual(expected.Scale[0], result.Network.Normalization.Scale[0]);
        Assert.AreEqual("ntt", result.Network.Metadata["method"]);
        Assert.AreEqual("0.4", result.Network.Metadata["density"]);
        Assert.AreEqual("Layerwise", result.Network.Metadata["allocation"]);
        Assert.AreEqual("5", result.Network.Metadata["pruningSeed"]);
        Assert.AreEqual(0.4, result.Report.RequestedDensity);
        Assert.AreEqual(result.Network.KeptCount, result.Report.Kept);
        var raw = new NttPruner(s_architecture, s_options with { Standardize = false }).Prune(samples).Network.Normalization;
        Assert.AreEqual((0f, 1f), (raw.Mean[0], raw.Scale[0]));
    }

    [TestMethod]
    public void ALayerLeftWithoutWeights_IsAllowedAndReported()
    {
        foreach (var scope in Enum.GetValues<KernelScope>())
        {
            var result = new NttPruner(s_architecture, s_options with { Density = 0.03, KernelScope = scope }).Prune(Samples(17));
            CollectionAssert.AreEqual((int[])[1, 1, 0], result.Network.Layers.Select(layer => layer.KeptCount).ToArray());
            Assert.HasCount(1, result.Report.Warnings);
            StringAssert.Contains(result.Report.Warnings[0], "fc3 keeps none of its 15 weights");
            Assert.IsTrue(result.History.All(record => double.IsFinite(record.Total)));
        }
    }

    internal static void AssertSameNumbers(Network expected, Network actual)
    {
        for (var layer = 0; layer < expected.Layers.Count; layer++)
        {
            CollectionAssert.AreEqual(expected.Layers[layer].Mask?.KeptIndices(), actual.Layers[layer].Mask?.KeptIndices());
            CollectionAssert.AreEqual(expected.Layers[layer].Values, actual.Layers[layer].Values);
            CollectionAssert.AreEqual(expected.Layers[layer].Bias, actual.Layers[layer].Bias);
        }
    }

    internal static int ChangedWeights(Network one, Network two) => one.Layers.Zip(two.Layers).Sum(
        pair => pair.First.Mask!.CountNotIn(pair.Second.Mask!));

    private static SampleMatrix Samples(int count) => new(NetworkCase.Samples(s_architecture, count, seed: 1), count, 6);
}
