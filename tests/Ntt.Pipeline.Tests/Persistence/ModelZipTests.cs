using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Data;
using Ntt.Diagnostics;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Transforms;
using Ntt.Transforms.Persistence;

namespace Ntt.Pipeline.Tests.Persistence;

[TestClass]
public sealed class ModelZipTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void FreshProcessScoresBitIdentically()
    {
        using var folder = new TemporaryFolder();
        var view = SmallData.View(_ml, 37);
        var model = SmallData.Trained();
        _ml.Model.Save(model, view.Schema, folder.File("model.zip"));
        var features = view.Vectors<float>("Features").SelectMany(row => row).ToArray();
        Assert.AreEqual(ModelReport.Of(model, features, SmallData.Features), FreshProcess.Reports(features, SmallData.Features, folder.File("model.zip")).Single());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(5)]
    [DataRow(100)]
    public void EveryNumberOfOutputsIsSaved(int outputs)
    {
        var architecture = new NetworkArchitecture(TensorShape.Flat(7), [new DenseLayer(outputs)]);
        var network = NetworkInitializer.GlorotTruncatedNormal(architecture, InputNormalization.Identity(1), seed: 3);
        var view = new ColumnsView(9).AddFeatures(row => [.. Enumerable.Range(0, 7).Select(slot => MathF.Sin(row + slot))], 7);
        var pruned = new PrunedNetworkTransformer(network, "Logits", "Features");
        var loaded = Reload(pruned);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, outputs), loaded.GetOutputSchema(view.Schema)["Logits"].Type);
        CollectionAssert.AreEqual(pruned.Transform(view).Vectors<float>("Logits").Bits(), loaded.Transform(view).Vectors<float>("Logits").Bits());
    }

    [TestMethod]
    public void MoreOutputsThanAZipHoldsAreRefused()
    {
        var architecture = new NetworkArchitecture(TensorShape.Flat(1), [new DenseLayer(1 << CarrierOutput.Pieces)]);
        var network = NetworkInitializer.GlorotTruncatedNormal(architecture, InputNormalization.Identity(1), seed: 3);
        var problem = Assert.Throws<NotSupportedException>(() => Reload(new PrunedNetworkTransformer(network, "Logits", "Features")));
        StringAssert.Contains(problem.Message, "16384 outputs");
    }

    [TestMethod]
    public void LoadedModelHasNoHelperColumns()
    {
        var view = SmallData.View(_ml, 3);
        var schema = Reload(SmallData.Trained()).GetOutputSchema(view.Schema);
        CollectionAssert.AreEqual(new[] { "Features", "Label", "Score", "PredictedLabel" }, schema.Where(column => !column.IsHidden).Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void RowWithNaNHasNaNScoresAndNoLabelTypedAndLoaded()
    {
        var view = new ColumnsView(2).AddFeatures(row => [.. Enumerable.Repeat(row == 0 ? float.NaN : 0.5f, SmallData.Features)]);
        foreach (var model in new[] { SmallData.Trained(), Reload(SmallData.Trained()) })
        {
            var scored = model.Transform(view);
            var scores = scored.Vectors<float>("Score");
            Assert.IsTrue(scores[0].All(float.IsNaN));
            Assert.AreEqual(1, scores[1].Sum(), 1e-6);
            var labels = scored.Scalars<uint>("PredictedLabel");
            Assert.AreEqual(0u, labels[0]);
            Assert.IsGreaterThan(0u, labels[1]);
        }
    }

    [TestMethod]
    public void LoadedModelNamesColumnFoundAndExpectedLength()
    {
        var view = new ColumnsView(1).AddFeatures(_ => new float[29], 29);
        var problem = Find<ArgumentException>(() => Reload(SmallData.Trained()).Transform(view).Vectors<float>("Score"));
        StringAssert.Contains(problem.Message, "'Features' has 29 values");
        StringAssert.Contains(problem.Message, "input has 30");
    }

    [TestMethod]
    [DataRow("truncated")]
    [DataRow("bit-flipped")]
    [DataRow("newer")]
    [DataRow("no base64")]
    [DataRow("no pipeline")]
    [DataRow("two class names")]
    public void DamagedNetworkIsAClearError(string damage)
    {
        var saved = SavedPipeline.OfTrained("Features", ClassLabels.OfText(SmallData.ClassNames), "Score", "PredictedLabel");
        var network = SmallData.Prune().Network;
        var bytes = NetworkFile.Serialize(damage switch
        {
            "no pipeline" => network,
            "two class names" => (saved with { ClassNames = SmallData.ClassNames[..2] }).WriteInto(network),
            _ => saved.WriteInto(network),
        });
        var (text, expected) = damage switch
        {
            "truncated" => (Convert.ToBase64String(bytes[..^20]), "truncated"),
            "bit-flipped" => (Convert.ToBase64String(Flipped(bytes, bytes.Length / 2)), "damaged"),
            "newer" => (Convert.ToBase64String(Flipped(bytes, 8 + 1)), "newer"),
            "no base64" => ("***", "base64"),
            "two class names" => (Convert.ToBase64String(bytes), "2 class names, 2 of them different; the network has 3 outputs"),
            _ => (Convert.ToBase64String(bytes), "metadata 'pipeline'"),
        };
        var loaded = Reload(CarrierChain.Create(text, saved, SmallData.Features, SmallData.Classes));
        foreach (var use in new Action[]
        {
            () => loaded.Transform(SmallData.View(_ml, 3)).Vectors<float>("Score"),
            () => loaded.TryGetSparseNetwork(out _),
            () => SparseNetworks.FromLoaded(loaded),
        })
        {
            var problem = Find<FileContentException>(use);
            StringAssert.Contains(problem.Message, "network in the model zip: offset");
            StringAssert.Contains(problem.Message, expected);
        }
    }

    [TestMethod]
    public void FlippedByteInTheNetworksEntryIsNeverSilent()
    {
        var view = SmallData.View(_ml, 5);
        var model = SmallData.Trained();
        var expected = model.Transform(view).Vectors<float>("Score").Bits();
        var zip = Save(model);
        var (start, length) = LargestEntry(zip);
        var failures = 0;
        for (var place = 0; place < 24; place++)
        {
            var damaged = Flipped(zip, start + (length * (place + 1) / 26));
            try
            {
                var loaded = _ml.Model.Load(new MemoryStream(damaged), out _);
                CollectionAssert.AreEqual(expected, loaded.Transform(view).Vectors<float>("Score").Bits());
            }
            catch (Exception problem) when (problem is not UnitTestAssertException)
            {
                failures++;
            }
        }

        Assert.IsGreaterThan(20, failures);
    }

    [TestMethod]
    public void SparseLeNetTakesLessThan60KilobytesInTheZip()
    {
        var samples = GeneratedDigits.Generate(20, seed: 1).ToSamples();
        var network = new CriterionPruner(Architectures.LeNet300100(), new PruningOptions { Density = 0.03 }, new MagnitudeCriterion()).Prune(samples).Network;
        Assert.AreEqual(7986, network.KeptCount);
        var zip = Save(new SparseNetworkTransformer(network, "Features", GeneratedDigits.ClassNames));
        Assert.IsLessThan(60 * 1024, zip.Length);
    }

    [TestMethod]
    public void UnwritablePathLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        var model = SmallData.Trained();
        var schema = SmallData.View(_ml, 1).Schema;
        Assert.Throws<DirectoryNotFoundException>(() => _ml.Model.Save(model, schema, folder.File("missing/model.zip")));
        Directory.CreateDirectory(folder.File("taken"));
        Assert.Throws<UnauthorizedAccessException>(() => _ml.Model.Save(model, schema, folder.File("taken")));
        CollectionAssert.AreEqual(new[] { folder.File("taken") }, Directory.GetFileSystemEntries(folder.Path));
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.File("taken")));
    }

    private static byte[] Flipped(byte[] bytes, int index)
    {
        var copy = (byte[])bytes.Clone();
        copy[index] ^= 0x10;
        return copy;
    }

    /// <summary>The exception of that type among the one thrown and its causes.</summary>
    private static T Find<T>(Action action)
        where T : Exception
    {
        var problem = Assert.Throws<Exception>(action);
        for (Exception? cause = problem; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        throw new AssertFailedException($"No {typeof(T)} but {problem}");
    }

    /// <summary>Where the compressed bytes of the largest entry stand in the zip.</summary>
    private static (int Start, int Length) LargestEntry(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        var entry = archive.Entries.MaxBy(entry => entry.Length)!;
        var name = System.Text.Encoding.UTF8.GetBytes(entry.FullName);
        var header = zip.AsSpan().IndexOf(name);
        var extra = BitConverter.ToUInt16(zip, header - 2);
        return (header + name.Length + extra, (int)entry.CompressedLength);
    }

    private byte[] Save(ITransformer model)
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(model, SmallData.View(_ml, 1).Schema, stream);
        return stream.ToArray();
    }

    private ITransformer Reload(ITransformer model) => new MLContext().Model.Load(new MemoryStream(Save(model)), out _);
}
