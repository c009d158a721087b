using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;
using Ntt.Training;

namespace Ntt.Core.Tests.Tangents;

/// <summary>A run on an engine that computes what the managed one computes is the managed run bit by bit, and lets go of what it used.</summary>
[TestClass]
public sealed class NetworkEngineTests
{
    private const string Text = "input 6x5x2, conv 4 3x2, relu, maxpool 2, flatten, dense 7, relu, dense 3";
    private const int Samples = 30;

    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse(Text);

    [TestMethod]
    [DataRow(KernelScope.AllWeights, false, 1e-3)]
    [DataRow(KernelScope.RetainedWeights, false, 1e-3)]
    [DataRow(KernelScope.AllWeights, true, 1e-3)]
    [DataRow(KernelScope.AllWeights, false, 0.0)]
    public void Ntt_IsTheManagedRun(KernelScope scope, bool cacheTeacher, double kernelWeight)
    {
        var options = new NttOptions
        {
            Density = 0.3,
            KernelScope = scope,
            CacheTeacher = cacheTeacher,
            KernelWeight = kernelWeight,
            MaskInitialization = MaskInitialization.LogitSnip,
            BatchSize = 9,
            NumberOfSteps = 20,
            MaskUpdateInterval = 6,
            RecordInterval = 5,
            NumberOfThreads = 1,
        };

        AssertSame(engine => new NttPruner(s_architecture, options with { Engine = engine }).Prune(Data()).Network);
    }

    [TestMethod]
    public void Scores_AreTheManagedOnes()
    {
        foreach (var method in (string[])["snip", "iterative-snip", "force", "logit-snip", "ntk-sap", "synflow", "synflow-l2", "px", "grasp"])
        {
            var options = new PruningOptions { Density = 0.3, ScoringRounds = 3, NumberOfThreads = 1 };
            AssertSame(engine => PruningMethods.BuiltIn.Find(method).Create(s_architecture, options with { Engine = engine }).Prune(new PruningData(Data(), Labels())).Network);
        }
    }

    [TestMethod]
    [DataRow(OptimizerKind.Adam)]
    [DataRow(OptimizerKind.Sgd)]
    public void Training_IsTheManagedRun(OptimizerKind optimizer)
    {
        var network = NetworkCase.Pruned(NetworkCase.Dense(Text, seed: 1), 0.4, seed: 2);
        var options = new TrainingOptions { Optimizer = optimizer, BatchSize = 8, NumberOfSteps = 25, NumberOfThreads = 1 };

        AssertSame(engine => new SupervisedTrainer(options with { Engine = engine }).Train(network, new LabeledSamples(Data(), Labels())).Network);
    }

    [TestMethod]
    public void CachedTeachers_AreNotSharedBetweenEngines()
    {
        var cache = new TeacherCache();
        var options = new NttOptions { Density = 0.3, CacheTeacher = true, TeacherCache = cache, BatchSize = 9, NumberOfSteps = 3, NumberOfThreads = 1 };
        new NttPruner(s_architecture, options).Prune(Data());
        var engine = new CopyingEngine();

        new NttPruner(s_architecture, options with { Engine = engine }).Prune(Data());

        // The student and its records, the teacher of the records, and the teacher that the cache did not know.
        Assert.AreEqual(4, engine.Created);
    }

    private static void AssertSame(Func<INetworkEngine?, Network> run)
    {
        var engine = new CopyingEngine();

        CollectionAssert.AreEqual(NetworkFile.Serialize(run(null)), NetworkFile.Serialize(run(engine)));
        Assert.IsGreaterThan(0, engine.Created);
        Assert.AreEqual(engine.Created, engine.Disposed);
    }

    private static SampleMatrix Data()
        => new(NetworkCase.Normal(new RandomStream(1, "test samples"), Samples * s_architecture.Input.Size, 1), Samples, s_architecture.Input.Size);

    private static int[] Labels() => [.. Enumerable.Range(0, Samples).Select(sample => sample % 3)];
}
