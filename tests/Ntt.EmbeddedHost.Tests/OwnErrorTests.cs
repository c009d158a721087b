using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Ntt.EmbeddedHost.Tests;

/// <summary>Where ML.NET trusts a file, or takes what the embedded host leaves to it: the embedded host's own errors.</summary>
[TestClass]
public sealed class OwnErrorTests
{
    private readonly MLContext _ml = new(1);

    private IDataView View => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 6).Select(i => new Row { Color = i % 2 == 0 ? "red" : "blue", Weight = i }).ToArray());

    [TestMethod]
    public void EveryDamage_IsAnErrorOrHarmless()
    {
        byte[] zip = Save(Model());
        foreach (string entry in Entries(zip))
        {
            byte[] whole = Entry(zip, entry);
            for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 23))
                AssertFormatError(With(zip, entry, whole[..length]), $"{entry} cut to {length}", entry.EndsWith("Version.txt", StringComparison.Ordinal));
            for (int at = 0; at < whole.Length; at += 1 + (whole.Length / 61))
            {
                byte[] flipped = [.. whole];
                flipped[at] ^= 0xA5;
                AssertFormatError(With(zip, entry, flipped), $"{entry} flipped at {at}", mayLoad: true);
            }
        }
    }

    [TestMethod]
    public void BrokenFiles_NameTheEntryAndThePlace()
    {
        byte[] zip = Save(Model());
        byte[] key = Entry(zip, "TransformerChain/Model.key");
        key[0] = 0;

        string wrongType = Assert.ThrowsExactly<FormatException>(() => Load(With(zip, "TransformerChain/Model.key", key))).Message;
        string missing = Assert.ThrowsExactly<FormatException>(() => Load(With(zip, "TransformerChain/Transform_001/Model.key", null))).Message;

        Assert.Contains("TransformerChain/Model.key, offset 0x00: wrong file type", wrongType);
        Assert.Contains("there is no TransformerChain/Transform_001/Model.key", missing);
        Assert.ThrowsExactly<FormatException>(() => Load(new byte[100]));
        Assert.ThrowsExactly<FormatException>(() => Load([]));
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => _ml.Model.Load("/nonexistent/model.zip", out _));
    }

    [TestMethod]
    public void ForeignComponent_IsNamed()
    {
        byte[] zip = Save(new TransformerChain<ITransformer>(_ml.Transforms.CopyColumns("To", "Weight").Fit(View)));
        byte[] key = Entry(zip, "TransformerChain/Transform_000/Model.key");
        Encoding.ASCII.GetBytes("Normalizer\0\0\0").CopyTo(key, 0x50);

        string message = Assert.ThrowsExactly<FormatException>(() => Load(With(zip, "TransformerChain/Transform_000/Model.key", key))).Message;

        Assert.Contains("'Normalizer' of Microsoft.ML.Data, Version=1.0.0.0", message);
    }

    [TestMethod]
    public void WhatOnlyMlNetHas_IsRefused()
    {
        Assert.ThrowsExactly<NotSupportedException>(() => _ml.MulticlassClassification.CrossValidate(View, _ml.Transforms.CopyColumns("A", "Color"), samplingKeyColumnName: "Color"));
        Assert.ThrowsExactly<NotSupportedException>(() => _ml.Transforms.Conversion.MapValue("A", [new KeyValuePair<string, string>("red", "r")], "Color", treatValuesAsKeyType: true));
        Assert.ThrowsExactly<NotSupportedException>(() => _ml.MulticlassClassification.Evaluate(View, topKPredictionCount: 2));
        Assert.ThrowsExactly<NotSupportedException>(() => _ml.Transforms.Conversion.MapValueToKey("A", "Color", addKeyValueAnnotationsAsText: true));
    }

    private ITransformer Model()
    {
        TransformsCatalog.ConversionTransforms conversion = _ml.Transforms.Conversion;
        return _ml.Transforms.CustomMapping(new DoubleFactory().GetMapping(), "Ntt.EmbeddedHost.Tests.Double")
            .Append(conversion.MapValueToKey("ColorKey", "Color"))
            .Append(conversion.MapValueToKey("WeightKey", "Weight"))
            .Append(conversion.MapKeyToValue("Back", "ColorKey"))
            .Append(conversion.MapValue("Blob", [new KeyValuePair<string, string>("red", "x≥é🙂")], "Color"))
            .Append(_ml.Transforms.Concatenate("All", "Weight", "Doubled"))
            .Append(_ml.Transforms.DropColumns("Doubled"))
            .Fit(View);
    }

    private byte[] Save(ITransformer model)
    {
        var stream = new MemoryStream();
        _ml.Model.Save(model, View.Schema, stream);
        return stream.ToArray();
    }

    private static ITransformer Load(byte[] zip) => new MLContext().Model.Load(new MemoryStream(zip), out _);

    private static void AssertFormatError(byte[] zip, string what, bool mayLoad)
    {
        try
        {
            Load(zip);
            Assert.IsTrue(mayLoad, $"{what}: loaded");
        }
        catch (Exception error) when (error is not AssertFailedException)
        {
            // The name of the factory's assembly, or of its contract, may be what was damaged.
            bool isClear = error is FormatException or FileNotFoundException or FileLoadException or InvalidOperationException;
            Assert.IsTrue(isClear, $"{what}: {error}");
        }
    }

    private static string[] Entries(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.Select(entry => entry.FullName).ToArray();
    }

    private static byte[] Entry(byte[] zip, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using Stream stream = archive.GetEntry(name)!.Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] With(byte[] zip, string name, byte[]? content)
    {
        var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry(name)!.Delete();
            if (content != null)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    public sealed class Row
    {
        public string Color { get; set; } = "";

        public float Weight { get; set; }
    }

    public sealed class Weighed
    {
        public float Weight { get; set; }
    }

    public sealed class Doubled
    {
        [ColumnName("Doubled")]
        public float Value { get; set; }
    }

    [CustomMappingFactoryAttribute("Ntt.EmbeddedHost.Tests.Double")]
    public sealed class DoubleFactory : CustomMappingFactory<Weighed, Doubled>
    {
        public override Action<Weighed, Doubled> GetMapping() => (input, output) => output.Value = 2 * input.Weight;
    }
}
