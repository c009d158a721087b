using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Data;
using Ntt.Estimators;
using Ntt.Networks;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests;

/// <summary>Colour images in the two layouts of ExtractPixels: the same network, the same scores.</summary>
[TestClass]
public sealed class PixelLayoutTests
{
    private const int Channels = 3, Height = 4, Width = 5;

    private static readonly NetworkArchitecture s_architecture = NetworkArchitecture.Parse("input 4x5x3, conv 4 3x3, relu, flatten, dense 2");

    private readonly MLContext _ml = new(seed: 1);
    private readonly SampleMatrix _planar = Images();

    [TestMethod]
    public void InterleavedPixelsGiveWhatPlanarOnesDo()
    {
        var planar = Fit(View(PixelLayout.Planar), PixelLayout.Planar);
        var interleaved = Fit(View(PixelLayout.Interleaved), PixelLayout.Interleaved);
        var expected = planar.Transform(View(PixelLayout.Planar)).Vectors<float>("Score").Bits();
        CollectionAssert.AreEqual(expected, interleaved.Transform(View(PixelLayout.Interleaved)).Vectors<float>("Score").Bits());
        CollectionAssert.AreNotEqual(expected, planar.Transform(View(PixelLayout.Interleaved)).Vectors<float>("Score").Bits());

        // Saved and loaded, chain and typed, it still knows.
        using var zip = new MemoryStream();
        _ml.Model.Save(interleaved, View(PixelLayout.Interleaved).Schema, zip);
        zip.Position = 0;
        var loaded = _ml.Model.Load(zip, out _);
        CollectionAssert.AreEqual(expected, loaded.Transform(View(PixelLayout.Interleaved)).Vectors<float>("Score").Bits());
        CollectionAssert.AreEqual(expected, SparseNetworks.FromLoaded(loaded).Transform(View(PixelLayout.Interleaved)).Vectors<float>("Score").Bits());
        using var engine = _ml.Model.CreatePredictionEngine<PixelRow, PredictionRow>(loaded);
        CollectionAssert.AreEqual(expected[..2], new[] { engine.Predict(new PixelRow { Features = Row(0, PixelLayout.Interleaved) }).Score }.Bits());
    }

    [TestMethod]
    public void TrainerCanBeToldTheLayoutOfANetworkOfItsOwn()
    {
        var network = _ml.Transforms.SnipPrune(s_architecture, density: 0.5).Fit(View(PixelLayout.Planar)).Network;
        var options = new SparseSupervisedTrainer.Options { Network = network, NumberOfSteps = 4 };
        var planar = _ml.MulticlassClassification.Trainers.SparseTrainer(options).Fit(View(PixelLayout.Planar));
        options.PixelLayout = PixelLayout.Interleaved;
        var interleaved = _ml.MulticlassClassification.Trainers.SparseTrainer(options).Fit(View(PixelLayout.Interleaved));
        CollectionAssert.AreEqual(
            planar.Transform(View(PixelLayout.Planar)).Vectors<float>("Score").Bits(),
            interleaved.Transform(View(PixelLayout.Interleaved)).Vectors<float>("Score").Bits());

        // Back to planar pixels, from the interleaved network.
        (options.Network, options.PixelLayout) = (interleaved.Network, PixelLayout.Planar);
        var back = _ml.MulticlassClassification.Trainers.SparseTrainer(options).Fit(View(PixelLayout.Planar));
        options.Network = planar.Network;
        var direct = _ml.MulticlassClassification.Trainers.SparseTrainer(options).Fit(View(PixelLayout.Planar));
        CollectionAssert.AreEqual(Files.NetworkFile.Serialize(direct.Network), Files.NetworkFile.Serialize(back.Network));
    }

    [TestMethod]
    public void LabelsOfSnipAreReadBesideInterleavedPixels()
        => CollectionAssert.AreEqual(Kept(PixelLayout.Planar), Kept(PixelLayout.Interleaved));

    [TestMethod]
    public void NonFiniteValueIsNamedByTheColumnsOwnSlot()
    {
        var view = new ColumnsView(3).AddFeatures(row =>
        {
            var values = Row(row, PixelLayout.Interleaved);
            values[7] = row == 2 ? float.NaN : values[7];
            return values;
        }, Channels * Height * Width);
        var prune = _ml.Transforms.MagnitudePrune(new MagnitudePruningEstimator.Options { Architecture = s_architecture, PixelLayout = PixelLayout.Interleaved });
        StringAssert.Contains(Assert.Throws<ArgumentException>(() => prune.Fit(view)).Message, "Row 2, slot 7 of the feature column 'Features' is NaN");
    }

    [TestMethod]
    [DataRow(PixelLayout.Planar, "interleaved", "3, 4, 5")]
    [DataRow(PixelLayout.Interleaved, "planar", "4, 5, 3")]
    public void DimensionsOfTheOtherLayoutAreRefused(PixelLayout layout, string found, string wanted)
    {
        // ExtractPixels tells the dimensions, so what would be noise to the network is seen.
        var (own, other) = layout == PixelLayout.Planar ? (Shaped(Channels, Height, Width), Shaped(Height, Width, Channels)) : (Shaped(Height, Width, Channels), Shaped(Channels, Height, Width));
        var prune = _ml.Transforms.MagnitudePrune(new MagnitudePruningEstimator.Options { Architecture = s_architecture, PixelLayout = layout });
        var pruned = prune.Fit(own);
        var trainer = _ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options { Network = pruned.Network, NumberOfSteps = 1 });
        Assert.IsNotNull(trainer.Fit(own));
        foreach (var act in new Action[] { () => prune.Fit(other), () => pruned.Transform(other), () => trainer.Fit(other) })
        {
            var message = Assert.Throws<ArgumentException>(act).Message;
            StringAssert.Contains(message, $"whose dimensions are those of {found} pixels; PixelLayout is {layout}, for which they would be {wanted}.");
        }

        ColumnsView Shaped(params int[] dimensions) => new ColumnsView(4)
            .Add("Features", new VectorDataViewType(NumberDataViewType.Single, dimensions), row => ColumnsView.Dense(Row(row, layout)))
            .Add("Label", new KeyDataViewType(typeof(uint), 2), row => (uint)(row % 2) + 1);
    }

    [TestMethod]
    [DataRow("4x5x3", PixelLayout.Planar, new[] { 3, 5, 4 })]
    [DataRow("4x5x3", PixelLayout.Interleaved, new[] { 5, 4, 3 })]
    [DataRow("4x15x1", PixelLayout.Planar, new[] { 1, 15, 4 })]
    [DataRow("4x15x1", PixelLayout.Interleaved, new[] { 15, 4, 1 })]
    public void SwappedHeightAndWidthAreRefused(string input, PixelLayout layout, int[] dimensions)
    {
        // ResizeImages takes the width first; the architecture's text begins with the height.
        var prune = _ml.Transforms.MagnitudePrune(Dense(input, layout));
        var network = prune.Fit(WithDimensions([60])).Network;
        var act = new Action[] { () => prune.Fit(WithDimensions(dimensions)), () => new PrunedNetworkTransformer(network, "Logits", "Features").Transform(WithDimensions(dimensions)) };
        foreach (var message in act.Select(fail => Assert.Throws<ArgumentException>(fail).Message))
        {
            StringAssert.Contains(message, $"in another order than those of an image {input.Split('x')[0]} high and {input.Split('x')[1]} wide; PixelLayout is {layout},");
        }
    }

    [TestMethod]
    [DataRow("4x15x1", new[] { 1, 4, 15 })]
    [DataRow("4x15x1", new[] { 4, 15, 1 })]
    [DataRow("4x15x1", new[] { 4, 15 })]
    [DataRow("60x1x1", new[] { 3, 4, 5 })]
    [DataRow("4x5x3", new[] { 60 })]
    [DataRow("4x5x3", new[] { 6, 10 })]
    public void DimensionsThatSayNothingAgainstTheLayoutAreTaken(string input, int[] dimensions)
    {
        foreach (var layout in Enum.GetValues<PixelLayout>())
        {
            Assert.AreEqual(60, _ml.Transforms.MagnitudePrune(Dense(input, layout)).Fit(WithDimensions(dimensions)).Network.Architecture.Input.Size);
        }
    }

    [TestMethod]
    public void UnknownLayoutsAreRefused()
    {
        var problem = Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.Transforms.MagnitudePrune(new MagnitudePruningEstimator.Options { Architecture = s_architecture, PixelLayout = (PixelLayout)7 }));
        StringAssert.Contains(problem.Message, "PixelLayout must be Planar or Interleaved");
        Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options { PixelLayout = (PixelLayout)7 }));
        var network = SmallData.Prune().Network;
        network = network.With(network.Layers, new Dictionary<string, string> { ["pixelLayout"] = "diagonal" });
        StringAssert.Contains(
            Assert.Throws<ArgumentException>(
                () => new PrunedNetworkTransformer(network, "PrunedNetwork", "Features").Transform(SmallData.View(_ml, 1)).Vectors<float>("PrunedNetwork")).Message,
            "'pixelLayout' are 'diagonal'");
    }

    private TransformerChain<SparseNetworkTransformer> Fit(IDataView view, PixelLayout layout)
        => _ml.Transforms.NttPrune(new NttPruningEstimator.Options { Architecture = s_architecture, Density = 0.5, NumberOfSteps = 3, BatchSize = 8, PixelLayout = layout })
            .Append(_ml.MulticlassClassification.Trainers.SparseTrainer(new SparseSupervisedTrainer.Options { NumberOfSteps = 6, BatchSize = 8 }))
            .Fit(view);

    private static MagnitudePruningEstimator.Options Dense(string input, PixelLayout layout)
        => new() { Architecture = NetworkArchitecture.Parse($"input {input}, flatten, dense 2"), PixelLayout = layout };

    private ColumnsView WithDimensions(int[] dimensions) => new ColumnsView(4)
        .Add("Features", new VectorDataViewType(NumberDataViewType.Single, dimensions), row => ColumnsView.Dense(Row(row, PixelLayout.Planar)));

    private int[] Kept(PixelLayout layout)
        => _ml.Transforms.SnipPrune(new ScoringPruningOptions { Architecture = s_architecture, PixelLayout = layout, Density = 0.4 }).Fit(View(layout)).Network.Layers[0].Mask!.KeptIndices();

    private ColumnsView View(PixelLayout layout) => new ColumnsView(_planar.Count)
        .AddFeatures(row => Row(row, layout), Channels * Height * Width)
        .Add("Label", new KeyDataViewType(typeof(uint), 2), row => (uint)(row % 2) + 1);

    private float[] Row(int row, PixelLayout layout)
    {
        var planar = _planar.Row(row).ToArray();
        return layout == PixelLayout.Planar
            ? planar
            : [.. Enumerable.Range(0, planar.Length).Select(slot => planar[(slot % Channels * Height * Width) + (slot / Channels)])];
    }

    private static SampleMatrix Images()
    {
        var random = new Random(4);
        const int Count = 33;
        return new SampleMatrix([.. Enumerable.Range(0, Count * Channels * Height * Width).Select(_ => random.NextSingle())], Count, Channels * Height * Width);
    }

    private sealed class PixelRow
    {
        [VectorType(Channels * Height * Width)]
        public float[] Features { get; set; } = [];
    }
}
