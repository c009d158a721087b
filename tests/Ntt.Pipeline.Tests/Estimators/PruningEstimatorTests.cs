using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Estimators;
using Ntt.Files;
using Ntt.Pruning;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests.Estimators;

[TestClass]
public sealed class PruningEstimatorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void LabelIsNeverRead()
    {
        var images = SmallData.Images(40);
        var unlabelled = Unlabelled(images);
        var forbidden = Unlabelled(images).Add("Label", new KeyDataViewType(typeof(uint), 3), _ => 1u).Forbid();
        foreach (var estimator in All())
        {
            var expected = NetworkFile.Serialize(estimator.Fit(SmallData.View(_ml, 40)).Network);
            CollectionAssert.AreEqual(expected, NetworkFile.Serialize(estimator.Fit(unlabelled).Network));
            CollectionAssert.AreEqual(expected, NetworkFile.Serialize(estimator.Fit(forbidden).Network));
        }
    }

    [TestMethod]
    public void ColumnCarriesTheNetwork()
    {
        var view = SmallData.View(_ml, 40);
        foreach (var estimator in All())
        {
            var model = estimator.Fit(view);
            var schema = model.GetOutputSchema(view.Schema);
            Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), schema["PrunedNetwork"].Type);
            CollectionAssert.AreEqual(NetworkFile.Serialize(model.Network), NetworkFile.Serialize(NetworkAnnotation.Read(schema, "PrunedNetwork")));
            Assert.AreSame(model.Network, model.Result!.Network);
        }
    }

    [TestMethod]
    public void DefaultsAreTheEngines()
    {
        var architecture = SmallData.Architecture;
        Assert.AreEqual(new NttOptions(), new NttPruningEstimator.Options { Architecture = architecture }.ToNttOptions());
        Assert.AreEqual(new PruningOptions(), new MagnitudePruningEstimator.Options { Architecture = architecture }.ToPruningOptions());
        Assert.AreEqual(new PruningOptions(), new RandomPruningEstimator.Options { Architecture = architecture }.ToPruningOptions());
        Assert.AreEqual(new PruningOptions(), new DenseNetworkEstimator.Options { Architecture = architecture }.ToDenseOptions());
    }

    [TestMethod]
    public void BothOverloadsFitTheSame()
    {
        var view = SmallData.View(_ml, 40);
        var architecture = SmallData.Architecture;
        (PruningEstimator, PruningEstimator)[] pairs =
        [
            (_ml.Transforms.NttPrune(architecture), _ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = architecture })),
            (_ml.Transforms.MagnitudePrune(architecture), _ml.Transforms.MagnitudePrune(new MagnitudePruningEstimator.Options { Architecture = architecture })),
            (_ml.Transforms.RandomPrune(architecture), _ml.Transforms.RandomPrune(new RandomPruningEstimator.Options { Architecture = architecture })),
            (_ml.Transforms.DenseNetwork(architecture), _ml.Transforms.DenseNetwork(new DenseNetworkEstimator.Options { Architecture = architecture })),
        ];
        foreach (var (shortOne, longOne) in pairs)
        {
            CollectionAssert.AreEqual(NetworkFile.Serialize(shortOne.Fit(view).Network), NetworkFile.Serialize(longOne.Fit(view).Network));
        }
    }

    [TestMethod]
    public void EveryOptionReachesTheEngine()
    {
        var options = new NttPruningEstimator.Options
        {
            Architecture = SmallData.Architecture,
            Density = 0.11,
            Allocation = PruningAllocation.Global,
            Control = PruningControl.ShuffleMask,
            Standardize = false,
            Seed = 12,
            NumberOfThreads = 3,
            KernelWeight = 0.13,
            WeightDecay = 0.14,
            LearningRate = 0.15,
            BatchSize = 16,
            NumberOfEpochs = 17,
            NumberOfSteps = 18,
            MaskUpdateInterval = 19,
            MaskInitialization = MaskInitialization.Magnitude,
            KernelScope = Tangents.KernelScope.RetainedWeights,
            KernelPairing = Tangents.KernelPairing.Full,
            ValidationFraction = 0.2,
            CacheTeacher = true,
            RecordInterval = 21,
        };
        var expected = new NttOptions
        {
            Density = 0.11,
            Allocation = PruningAllocation.Global,
            Control = PruningControl.ShuffleMask,
            Standardize = false,
            Seed = 12,
            NumberOfThreads = 3,
            KernelWeight = 0.13,
            WeightDecay = 0.14,
            LearningRate = 0.15,
            BatchSize = 16,
            NumberOfEpochs = 17,
            NumberOfSteps = 18,
            MaskUpdateInterval = 19,
            MaskInitialization = MaskInitialization.Magnitude,
            KernelScope = Tangents.KernelScope.RetainedWeights,
            KernelPairing = Tangents.KernelPairing.Full,
            ValidationFraction = 0.2,
            CacheTeacher = true,
            RecordInterval = 21,
        };
        Assert.AreEqual(expected, options.ToNttOptions());
    }

    [TestMethod]
    public void OptionsAreCopiedOnConstruction()
    {
        var options = new MagnitudePruningEstimator.Options { Architecture = SmallData.Architecture, Density = 0.4 };
        var estimator = _ml.Transforms.MagnitudePrune(options);
        (options.Density, options.InputColumnName, options.Architecture) = (7, "Other", null);
        Assert.AreEqual(0.4, estimator.Fit(SmallData.View(_ml, 20)).Network.Density, 0.01);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-0.1)]
    [DataRow(1.01)]
    [DataRow(double.NaN)]
    public void DensityOutsideItsRangeIsRefusedOnConstruction(double density)
    {
        var problem = Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.NttPrune(SmallData.Architecture, density: density));
        StringAssert.Contains(problem.Message, "Density");
        StringAssert.Contains(problem.Message, "greater than 0 and at most 1");
    }

    [TestMethod]
    public void MissingArchitectureAndEmptyNamesAreRefusedOnConstruction()
    {
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => _ml.Transforms.NttPrune(new NttPruningEstimator.Options())).Message, "Architecture");
        Assert.Throws<ArgumentException>(() => _ml.Transforms.MagnitudePrune(SmallData.Architecture, outputColumnName: ""));
        Assert.Throws<ArgumentException>(() => _ml.Transforms.MagnitudePrune(SmallData.Architecture, inputColumnName: ""));
        Assert.Throws<ArgumentNullException>(() => _ml.Transforms.NttPrune((NttPruningEstimator.Options)null!));
    }

    [TestMethod]
    public void LayerLeftWithoutWeightsIsReported()
    {
        var model = _ml.Transforms.MagnitudePrune(SmallData.Architecture, density: 0.01).Fit(SmallData.View(_ml, 20));
        Assert.HasCount(1, model.Result!.Report.Warnings);
        StringAssert.Contains(model.Result.Report.Warnings[0], "keeps none of its 33 weights");
    }

    [TestMethod]
    public void FeaturesOfAnotherLengthAreRefused()
    {
        var problem = Assert.Throws<ArgumentException>(() => _ml.Transforms.MagnitudePrune(SmallData.Architecture).Fit(new ColumnsView(2).AddFeatures(_ => new float[31], 31)));
        StringAssert.Contains(problem.Message, "'Features' has 31 values; the network's input has 30");
    }

    [TestMethod]
    public void ShapeHasTheAddedColumnAndChecksTheInput()
    {
        var estimator = _ml.Transforms.NttPrune(SmallData.Architecture, outputColumnName: "Net", inputColumnName: "Pixels");
        var shape = estimator.GetOutputSchema(Shape(new ColumnsView(0).Add("Pixels", new VectorDataViewType(NumberDataViewType.Single, 30), _ => default(VBuffer<float>))));
        var column = shape.Single(column => column.Name == "Net");
        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, column.Kind);
        Assert.AreEqual(NumberDataViewType.Single, column.ItemType);
        CollectionAssert.AreEqual(new[] { NetworkAnnotation.Name }, column.Annotations.Select(annotation => annotation.Name).ToArray());
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => estimator.GetOutputSchema(Shape(new ColumnsView(0).AddFeatures(_ => [])))).Message, "no feature column 'Pixels'");
        StringAssert.Contains(
            Assert.Throws<ArgumentException>(() => estimator.GetOutputSchema(Shape(new ColumnsView(0).Add("Pixels", TextDataViewType.Instance, _ => "".AsMemory())))).Message,
            "must be a Vector of Single");
    }

    [TestMethod]
    public void CancelledFitThrows()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var estimator = _ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = SmallData.Architecture, CancellationToken = source.Token });
        Assert.Throws<OperationCanceledException>(() => estimator.Fit(SmallData.View(_ml, 20)));
    }

    /// <summary>A schema's shape, as a chain hands it to its estimators.</summary>
    private static SchemaShape Shape(ColumnsView view)
    {
        SchemaShape? shape = null;
        new EstimatorChain<ITransformer>().Append(new ShapeCatcher(caught => shape = caught)).Fit(view);
        return shape!;
    }

    private static ColumnsView Unlabelled(Data.LabeledImages images)
    {
        var samples = images.ToSamples();
        return new ColumnsView(images.Count).AddFeatures(row => samples.Row(row).ToArray());
    }

    private PruningEstimator[] All() =>
    [
        _ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = SmallData.Architecture, NumberOfSteps = 3 }),
        _ml.Transforms.MagnitudePrune(SmallData.Architecture),
        _ml.Transforms.RandomPrune(SmallData.Architecture),
        _ml.Transforms.DenseNetwork(SmallData.Architecture),
    ];

    private sealed class ShapeCatcher(Action<SchemaShape> caught) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            caught(inputSchema);
            return inputSchema;
        }
    }
}
