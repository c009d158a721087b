using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Data;
using Ntt.Estimators;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Pipeline.Tests.Estimators;

/// <summary>Every method of the registry as a step of a pipeline.</summary>
[TestClass]
public sealed class MethodPruningTests
{
    private const int Count = 60;

    private static readonly NetworkArchitecture s_digitNetwork = NetworkArchitecture.Parse("input 28x28x1, flatten, dense 13, relu, dense 10");

    private readonly MLContext _ml = new(seed: 1);

    private static IEnumerable<object[]> All => PruningMethods.BuiltIn.All.Select(method => (object[])[method.Name]);

    private static IEnumerable<object[]> Labeled => PruningMethods.BuiltIn.All.Where(method => method.NeedsLabels).Select(method => (object[])[method.Name]);

    private static IEnumerable<object[]> LabelFree => PruningMethods.BuiltIn.All.Where(method => !method.NeedsLabels).Select(method => (object[])[method.Name]);

    [TestMethod]
    [DynamicData(nameof(All))]
    public void MethodFindsInAPipelineWhatItFindsOutside(string name)
    {
        var digits = GeneratedDigits.Generate(Count, seed: 3);
        var view = _ml.Data.LoadFromImages(digits);
        var method = PruningMethods.BuiltIn.Find(name);
        var options = Options(s_digitNetwork);

        var model = _ml.Transforms.Prune(method, options)
            .Append(_ml.MulticlassClassification.Trainers.SparseTrainer(numberOfEpochs: 1))
            .Fit(view);

        var expected = method.Create(s_digitNetwork, options.ToPruningOptions()).Prune(new PruningData(digits.ToSamples(), digits.Labels));
        var pruned = model.OfType<Transforms.PrunedNetworkTransformer>().Single();
        CollectionAssert.AreEqual(NetworkFile.Serialize(expected.Network), NetworkFile.Serialize(pruned.Network));
        Assert.AreEqual(expected.Steps, pruned.Result!.Steps);
        Assert.AreEqual(expected.Network.KeptCount, model.LastTransformer.Network.KeptCount);
        var metrics = _ml.MulticlassClassification.Evaluate(model.Transform(view));
        Assert.IsTrue(double.IsFinite(metrics.LogLoss));
    }

    [TestMethod]
    [DynamicData(nameof(LabelFree))]
    public void LabelFreeMethodNeedsNoLabelColumn(string name)
    {
        var method = PruningMethods.BuiltIn.Find(name);
        var forbidden = Unlabeled().Add("Label", new KeyDataViewType(typeof(uint), 3), _ => 1u).Forbid();
        var estimator = _ml.Transforms.Prune(method, Options(SmallData.Architecture));

        var expected = NetworkFile.Serialize(estimator.Fit(SmallData.View(_ml, Count)).Network);

        CollectionAssert.AreEqual(expected, NetworkFile.Serialize(new EstimatorChain<ITransformer>().Append(estimator).Fit(Unlabeled()).LastTransformer.Network));
        CollectionAssert.AreEqual(expected, NetworkFile.Serialize(estimator.Fit(forbidden).Network));
    }

    [TestMethod]
    [DynamicData(nameof(Labeled))]
    public void LabeledMethodWithoutLabelColumnNamesItAndTheWayOut(string name)
    {
        var options = Options(SmallData.Architecture);
        options.LabelColumnName = "Kind";
        AssertMissing(_ml.Transforms.Prune(PruningMethods.BuiltIn.Find(name), options), name);
    }

    [TestMethod]
    public void SnipWithoutLabelColumnNamesItAndTheWayOut()
        => AssertMissing(_ml.Transforms.SnipPrune(SmallData.Architecture, labelColumnName: "Kind"), "snip");

    [TestMethod]
    public void LabelColumnGoesByItsName()
    {
        var images = SmallData.Images(Count);
        var renamed = Unlabeled().Add("Kind", new KeyDataViewType(typeof(uint), 3), row => (uint)images.Labels[row] + 1);

        var expected = _ml.Transforms.SnipPrune(SmallData.Architecture).Fit(SmallData.View(_ml, Count)).Network;
        var actual = _ml.Transforms.SnipPrune(SmallData.Architecture, labelColumnName: "Kind").Fit(renamed).Network;

        CollectionAssert.AreEqual(NetworkFile.Serialize(expected), NetworkFile.Serialize(actual));
    }

    [TestMethod]
    public void LabelThatIsNoKeyIsRefused()
    {
        var text = Unlabeled().Add("Label", TextDataViewType.Instance, _ => "top".AsMemory());
        var estimator = _ml.Transforms.SnipPrune(SmallData.Architecture);

        StringAssert.Contains(Assert.Throws<ArgumentException>(() => estimator.Fit(text)).Message, "'Label' is of type");
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => new EstimatorChain<ITransformer>().Append(estimator).Fit(text)).Message, "must be a key");
        Assert.Throws<ArgumentException>(() => _ml.Transforms.SnipPrune(SmallData.Architecture, labelColumnName: ""));
    }

    [TestMethod]
    public void CatalogMethodIsTheMethodOfItsName()
    {
        var view = SmallData.View(_ml, Count);
        var (network, options) = (SmallData.Architecture, new ScoringPruningOptions { Architecture = SmallData.Architecture });
        (string Name, PruningEstimator Short, PruningEstimator Long)[] all =
        [
            ("snip", _ml.Transforms.SnipPrune(network), _ml.Transforms.SnipPrune(options)),
            ("logit-snip", _ml.Transforms.LogitSnipPrune(network), _ml.Transforms.LogitSnipPrune(options)),
            ("grasp", _ml.Transforms.GraspPrune(network), _ml.Transforms.GraspPrune(options)),
            ("synflow", _ml.Transforms.SynFlowPrune(network), _ml.Transforms.SynFlowPrune(options)),
            ("ntk-sap", _ml.Transforms.NtkSapPrune(network), _ml.Transforms.NtkSapPrune(options)),
            ("px", _ml.Transforms.PxPrune(network), _ml.Transforms.PxPrune(options)),
            ("scaled-random", _ml.Transforms.ScaledRandomPrune(network), _ml.Transforms.ScaledRandomPrune(options)),
        ];
        foreach (var (name, shortOne, longOne) in all)
        {
            var expected = _ml.Transforms.Prune(name, network).Fit(view).Network;
            Assert.AreEqual(name, expected.Metadata["method"]);
            CollectionAssert.AreEqual(NetworkFile.Serialize(expected), NetworkFile.Serialize(shortOne.Fit(view).Network), name);
            CollectionAssert.AreEqual(NetworkFile.Serialize(expected), NetworkFile.Serialize(longOne.Fit(view).Network), name);
        }
    }

    [TestMethod]
    public void UnknownMethodListsTheNames()
    {
        var problem = Assert.Throws<ArgumentException>(() => _ml.Transforms.Prune("sniff", SmallData.Architecture));
        StringAssert.Contains(problem.Message, "'sniff'");
        StringAssert.Contains(problem.Message, "ntt, output-transfer, logit-snip");
        Assert.Throws<ArgumentNullException>(() => _ml.Transforms.Prune((PruningMethod)null!, new ScoringPruningOptions { Architecture = SmallData.Architecture }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SnipPruningEstimator((SnipSensitivity)7, new ScoringPruningOptions { Architecture = SmallData.Architecture }));
    }

    [TestMethod]
    public void MethodOfOnesOwnIsAStepToo()
    {
        PruningOptions? told = null;
        var method = new PruningMethod("mine", "Mine.", PruningMethodKind.OneShot, PruningAllocation.Layerwise, (network, options) =>
        {
            told = options;
            return new CriterionPruner(network, options, new RandomCriterion(), method: "mine");
        });

        var network = _ml.Transforms.Prune(method, Options(SmallData.Architecture)).Fit(SmallData.View(_ml, Count)).Network;

        Assert.AreEqual("mine", network.Metadata["method"]);
        Assert.AreEqual(Options(SmallData.Architecture).ToPruningOptions(), told);
    }

    [TestMethod]
    public void EveryOptionReachesTheEngine()
    {
        var options = new MethodPruningEstimator.Options
        {
            Density = 0.11,
            Allocation = PruningAllocation.ErdosRenyi,
            Control = PruningControl.Reinitialize,
            ScoringRounds = 12,
            ScoringSamples = 13,
            Standardize = false,
            Seed = 14,
            NumberOfThreads = 3,
        };
        var expected = new PruningOptions
        {
            Density = 0.11,
            Allocation = PruningAllocation.ErdosRenyi,
            Control = PruningControl.Reinitialize,
            ScoringRounds = 12,
            ScoringSamples = 13,
            Standardize = false,
            Seed = 14,
            NumberOfThreads = 3,
        };
        Assert.AreEqual(expected, options.ToPruningOptions());

        options.Ntt = new NttOptions { Density = 0.9, Seed = 99, KernelWeight = 0.15 };
        var expectedOfNtt = new NttOptions
        {
            Density = 0.11,
            Allocation = PruningAllocation.ErdosRenyi,
            Control = PruningControl.Reinitialize,
            ScoringRounds = 12,
            ScoringSamples = 13,
            Standardize = false,
            Seed = 14,
            NumberOfThreads = 3,
            KernelWeight = 0.15,
        };
        Assert.AreEqual<PruningOptions>(expectedOfNtt, options.ToPruningOptions());
        Assert.AreEqual(new PruningOptions(), new ScoringPruningOptions().ToPruningOptions());
    }

    [TestMethod]
    public void RecordsReachTheListener()
    {
        var options = Options(SmallData.Architecture);
        var listener = new Listener();
        options.Progress = listener;

        var result = _ml.Transforms.Prune(PruningMethods.BuiltIn.Find("output-transfer"), options).Fit(SmallData.View(_ml, Count)).Result!;

        CollectionAssert.AreEqual(result.History.ToArray(), listener.Records);
        Assert.HasCount(2, listener.Records);
        Assert.IsNull(listener.Records[0].KernelDistance);
    }

    private static MethodPruningEstimator.Options Options(NetworkArchitecture network) => new()
    {
        Architecture = network,
        Density = 0.3,
        ScoringRounds = 3,
        ScoringSamples = 7,
        Ntt = new NttOptions { NumberOfSteps = 2, BatchSize = 10 },
    };

    private static ColumnsView Unlabeled()
    {
        var samples = SmallData.Images(Count).ToSamples();
        return new ColumnsView(Count).AddFeatures(row => samples.Row(row).ToArray());
    }

    private static void AssertMissing(PruningEstimator estimator, string method)
    {
        string[] messages =
        [
            Assert.Throws<ArgumentException>(() => estimator.Fit(Unlabeled())).Message,
            Assert.Throws<ArgumentException>(() => new EstimatorChain<ITransformer>().Append(estimator).Fit(Unlabeled())).Message,
        ];
        foreach (var message in messages)
        {
            StringAssert.Contains(message, $"The method '{method}' needs labels and there is no label column 'Kind'; the columns are 'Features'.");
            StringAssert.Contains(message, "LabelColumnName");
            StringAssert.Contains(message, "logit-snip");
        }
    }

    private sealed class Listener : IProgress<NttRecord>
    {
        public List<NttRecord> Records { get; } = [];

        public void Report(NttRecord value) => Records.Add(value);
    }
}
