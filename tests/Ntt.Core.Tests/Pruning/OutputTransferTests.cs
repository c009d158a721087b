using System.Text.Json;
using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class OutputTransferTests
{
    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 9, dense 12, relu, dense 10, relu, dense 3");
    private static readonly NttOptions s_options = new() { Density = 0.3, KernelWeight = 0, WeightDecay = 1e-3, NumberOfThreads = 1 };
    private static readonly SampleMatrix s_samples = new(NetworkCase.Samples(s_architecture, 50, seed: 97), 50, 9);

    [TestMethod]
    public void TermsAndGradient_AreThoseOfTheObjectiveWithoutItsKernel()
    {
        var trial = NttCase.Create(
            NetworkCase.Dense(s_architecture.ToString(), seed: 98, standardized: true), network => NetworkCase.Pruned(network, 0.4, seed: 99), 7, s_options, seed: 100);
        var (record, gradient) = trial.Compute();
        var (total, _, target, l2) = trial.OracleTerms();
        Assert.IsNull(record.KernelDistance);
        Assert.AreEqual(total, record.Total, 1e-5 * total);
        Assert.AreEqual(target, record.TargetDistance, 1e-5 * target);
        Assert.AreEqual(l2, record.L2, 1e-6 * l2);
        var expected = trial.OracleGradient();
        var largest = expected.Max(Math.Abs);
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.AreEqual(expected[index], gradient[index], 1e-5 * largest);
        }
    }

    [TestMethod]
    public void NoKernel_IsComputed()
    {
        var teacher = NetworkCase.Dense(s_architecture.ToString(), seed: 101);
        var objective = new NttObjective(WorkerTeam.Caller, s_architecture, teacher.Layers, 6, s_options, withGradient: true);
        Assert.IsFalse(objective.HasKernel);
        Assert.IsTrue(new NttObjective(WorkerTeam.Caller, s_architecture, teacher.Layers, 6, s_options with { KernelWeight = 1 }, withGradient: false).HasKernel);
        Assert.IsEmpty(new Teacher(WorkerTeam.Caller, teacher, objective.Geometry, withKernel: false).View(objective.Input).Kernel);
    }

    [TestMethod]
    public void ARun_MatchesTheTeachersLogits_AndUpdatesItsMasks()
    {
        var options = s_options with { NumberOfSteps = 300, MaskUpdateInterval = 20, LearningRate = 5e-3, RecordInterval = 50 };
        var result = new NttPruner(s_architecture, options).Prune(s_samples);
        Assert.AreEqual("output-transfer", result.Network.Metadata["method"]);
        Assert.IsTrue(result.History.All(record => record.KernelDistance is null));
        Assert.IsLessThan(0.5 * result.History[0].TargetDistance, result.History[^1].TargetDistance);
        var magnitude = new CriterionPruner(s_architecture, options, new MagnitudeCriterion()).Prune(s_samples).Network;
        Assert.IsGreaterThan(0, NttPrunerTests.ChangedWeights(magnitude, result.Network));
    }

    [TestMethod]
    public void ARememberedTeacher_SaysTheSame()
    {
        // With one batch of all samples the composition does not differ.
        var options = s_options with { NumberOfSteps = 20, BatchSize = 50, ValidationFraction = 0, CacheTeacher = true };
        var cached = new NttPruner(s_architecture, options).Prune(s_samples);
        Assert.IsLessThan(cached.History[0].Total, cached.History[^1].Total);
    }

    [TestMethod]
    public void TheMethodByName_IgnoresTheKernelWeightGiven()
    {
        var options = s_options with { NumberOfSteps = 10, KernelWeight = 5 };
        var byName = PruningMethods.BuiltIn.Find("output-transfer").Create(s_architecture, options).Prune(s_samples);
        var byWeight = new NttPruner(s_architecture, options with { KernelWeight = 0 }).Prune(s_samples);
        NttPrunerTests.AssertSameNumbers(byName.Network, byWeight.Network);
        Assert.AreEqual("ntt", PruningMethods.BuiltIn.Find("ntt").Create(s_architecture, options).Method);
    }

    [TestMethod]
    public void AMissingKernelDistance_IsNullInJson()
    {
        var record = new NttPruner(s_architecture, s_options with { NumberOfSteps = 0 }).Prune(s_samples).History[0];
        StringAssert.Contains(JsonSerializer.Serialize(record), "\"KernelDistance\":null");
    }
}
