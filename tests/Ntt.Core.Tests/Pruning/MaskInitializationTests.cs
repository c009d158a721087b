using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class MaskInitializationTests
{
    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 9, dense 20, relu, dense 10, relu, dense 3");
    private static readonly SampleMatrix s_samples = new(NetworkCase.Samples(s_architecture, 300, seed: 105), 300, 9);
    private static readonly NttOptions s_options = new() { Density = 0.2, NumberOfSteps = 0, NumberOfThreads = 1 };

    [TestMethod]
    [DataRow(PruningAllocation.Layerwise, null, false)]
    [DataRow(PruningAllocation.ErdosRenyi, null, false)]
    [DataRow(PruningAllocation.Global, null, true)]
    [DataRow(PruningAllocation.Global, MaskInitialization.Magnitude, false)]
    [DataRow(PruningAllocation.Layerwise, MaskInitialization.LogitSnip, true)]
    public void GlobalNtt_StartsFromLogitSnip_UnlessToldOtherwise(PruningAllocation allocation, MaskInitialization? given, bool logitSnip)
    {
        var options = s_options with { Allocation = allocation, MaskInitialization = given };
        PruningCriterion criterion = logitSnip ? new LogitSnipCriterion(128) : new MagnitudeCriterion();
        NttPrunerTests.AssertSameNumbers(
            new CriterionPruner(s_architecture, options, criterion).Prune(s_samples).Network, new NttPruner(s_architecture, options).Prune(s_samples).Network);
    }

    [TestMethod]
    public void MaskUpdates_GoByMagnitude()
    {
        // Without learning nothing but the update changes the mask: from Logit-SNIP's to that of the largest initial weights.
        var options = s_options with { Allocation = PruningAllocation.Global, NumberOfSteps = 3, MaskUpdateInterval = 1, LearningRate = 1e-12, BatchSize = 20 };
        var updated = new NttPruner(s_architecture, options).Prune(s_samples).Network;
        var magnitude = new CriterionPruner(s_architecture, options, new MagnitudeCriterion()).Prune(s_samples).Network;
        Assert.AreEqual(0, NttPrunerTests.ChangedWeights(magnitude, updated));
        Assert.IsGreaterThan(0, NttPrunerTests.ChangedWeights(new NttPruner(s_architecture, options with { NumberOfSteps = 0 }).Prune(s_samples).Network, updated));
    }

    [TestMethod]
    public void AnUnknownOne_IsRefused()
    {
        var problem = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => new NttPruner(s_architecture, s_options with { MaskInitialization = (MaskInitialization)5 }));
        Assert.AreEqual("MaskInitialization", problem.ParamName);
    }
}
