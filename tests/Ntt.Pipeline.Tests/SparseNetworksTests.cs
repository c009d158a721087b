using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Files;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests;

[TestClass]
public sealed class SparseNetworksTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void NetworkOfALoadedChainIsTheTrainedOneWithoutTraces()
    {
        var pruned = new PrunedNetworkTransformer(SmallData.Prune(seed: 2).Network, "PrunedNetwork", "Features");
        var trained = SmallData.Trained();
        var loaded = Reload(new TransformerChain<ITransformer>(pruned, trained));
        Assert.IsTrue(loaded.TryGetSparseNetwork(out var network));
        CollectionAssert.AreEqual(NetworkFile.Serialize(trained.Network), NetworkFile.Serialize(network));
        Assert.IsTrue(Reload(pruned).TryGetSparseNetwork(out network));
        CollectionAssert.AreEqual(NetworkFile.Serialize(pruned.Network), NetworkFile.Serialize(network));
    }

    [TestMethod]
    public void ModelWithoutANetworkHasNone()
    {
        var model = _ml.Transforms.CopyColumns("Copy", "Features").Fit(SmallData.View(_ml, 2));
        Assert.IsFalse(model.TryGetSparseNetwork(out var network));
        Assert.IsNull(network);
        Assert.IsFalse(new TransformerChain<ITransformer>(model).TryGetSparseNetwork(out _));
    }

    [TestMethod]
    public void FromLoadedGivesTheTypedTransformersBack()
    {
        var view = SmallData.View(_ml, 140);
        var copy = _ml.Transforms.CopyColumns("Pixels", "Features").Fit(view);
        var pruned = new PrunedNetworkTransformer(SmallData.Prune().Network, "Initial", "Pixels");
        var trained = new SparseNetworkTransformer(SmallData.Prune(seed: 4).Network, "Pixels", ["a", "b", "c"], "Probability", "Class");
        var model = new TransformerChain<ITransformer>(copy, pruned, trained);
        var typed = (TransformerChain<ITransformer>)SparseNetworks.FromLoaded(Reload(model));

        var back = (SparseNetworkTransformer)typed.LastTransformer;
        Assert.AreEqual("Pixels", back.FeatureColumnName);
        Assert.AreEqual("Probability", back.ScoreColumnName);
        Assert.AreEqual("Class", back.PredictedLabelColumnName);
        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, back.ClassNames.ToArray());
        Assert.IsNull(back.Result);
        Assert.AreEqual("Initial", ((PrunedNetworkTransformer)typed.ElementAt(1)).OutputColumnName);
        var (expected, actual) = (model.Transform(view), typed.Transform(view));
        foreach (var name in new[] { "Initial", "Probability" })
        {
            CollectionAssert.AreEqual(expected.Vectors<float>(name).Bits(), actual.Vectors<float>(name).Bits());
        }

        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, actual.Schema["Probability"].Names("SlotNames"));
        CollectionAssert.AreEqual(expected.Scalars<uint>("Class"), actual.Scalars<uint>("Class"));
    }

    [TestMethod]
    public void PrunedNetworkOfALoadedZipCanBeTrained()
    {
        var view = SmallData.View(_ml, 60);
        var pruned = new PrunedNetworkTransformer(SmallData.Prune().Network, "PrunedNetwork", "Features");
        var typed = SparseNetworks.FromLoaded(Reload(pruned));
        var model = _ml.MulticlassClassification.Trainers.SparseTrainer(numberOfEpochs: 1).Fit(typed.Transform(view));
        Assert.AreEqual(pruned.Network.KeptCount, model.Network.KeptCount);
    }

    private ITransformer Reload(ITransformer model)
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(model, SmallData.View(_ml, 1).Schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }
}
