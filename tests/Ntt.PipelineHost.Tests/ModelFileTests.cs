using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.PipelineHost.Tests;

[TestClass]
public sealed class ModelFileTests
{
    private readonly MLContext _ml = new(1);

    private IDataView View => SampleRows.View(_ml);

    [TestMethod]
    public void Loaded_ComputesTheSame()
    {
        ITransformer model = Model();
        string blob = SampleRows.Texts(model.Transform(View), "Blob")[0];

        ITransformer loaded = new MLContext().Model.Load(new MemoryStream(Save(model)), out DataViewSchema schema);
        IDataView expected = model.Transform(View), actual = loaded.Transform(View);

        Assert.AreEqual(string.Join(", ", View.Schema), string.Join(", ", schema));
        Assert.AreEqual(string.Join(", ", expected.Schema), string.Join(", ", actual.Schema));
        Assert.AreEqual("x≥é🙂", blob);
        CollectionAssert.AreEqual(SampleRows.Texts(expected, "Blob"), SampleRows.Texts(actual, "Blob"));
        CollectionAssert.AreEqual(SampleRows.Column<uint>(expected, "Letter"), SampleRows.Column<uint>(actual, "Letter"));
        CollectionAssert.AreEqual(SampleRows.Column<uint>(expected, "NumberKey"), SampleRows.Column<uint>(actual, "NumberKey"));
        CollectionAssert.AreEqual(SampleRows.KeyNames(expected, "Letter"), SampleRows.KeyNames(actual, "Letter"));
        CollectionAssert.AreEqual(SampleRows.Vectors<float>(expected, "All")[4], SampleRows.Vectors<float>(actual, "All")[4]);
        CollectionAssert.AreEqual(SampleRows.Texts(expected, "Back"), SampleRows.Texts(actual, "Back"));
    }

    [TestMethod]
    public void Engine_RunsSingleObjects()
    {
        using PredictionEngine<ColorRow, Prediction> engine = _ml.Model.CreatePredictionEngine<ColorRow, Prediction>(Model());

        Prediction prediction = engine.Predict(new ColorRow { Color = "green", Features = [3, 4], Weight = 2 });

        Assert.AreEqual(2u, prediction.Letter);
        CollectionAssert.AreEqual(new[] { 3f, 4f, 4f }, prediction.All);
        Assert.AreEqual("green", engine.Predict(new ColorRow { Color = "green", Features = [3, 4] }).Back);
        Assert.ThrowsExactly<ArgumentNullException>(() => engine.Predict(null!));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<WeightRow, Prediction>(Model()));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<ColorRow, Misnamed>(Model(), ignoreMissingColumns: false));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<ColorRow, Prediction>(new Silent()));
    }

    /// <summary>The layout that ML.NET 5.0.0 writes for a copied column: folders, header, data, strings, assembly.</summary>
    [TestMethod]
    public void Layout_IsThatOfMlNet()
    {
        byte[] zip = Save(new TransformerChain<ITransformer>(_ml.Transforms.CopyColumns("To", "Weight").Fit(View)));

        using var archive = new ZipArchive(new MemoryStream(zip));
        string[] names = archive.Entries.Select(NameOf).Order(StringComparer.Ordinal).ToArray();
        CollectionAssert.AreEqual(new[] { "Schema", "TrainingInfo/Version.txt", "TransformerChain/Model.key", "TransformerChain/Transform_000/Model.key" }, names);

        byte[] key = Read(archive, "TransformerChain/Transform_000/Model.key");
        Assert.AreEqual("ML\0MODEL", Encoding.ASCII.GetString(key, 0, 8));
        Assert.AreEqual(256, BitConverter.ToInt64(key, 0x10));
        Assert.AreEqual(12, BitConverter.ToInt64(key, 0x18));
        Assert.AreEqual("COPYCOLT", Encoding.ASCII.GetString(key, 0x40, 8));
        Assert.AreEqual(0x00010001, BitConverter.ToInt32(key, 0x48));
        Assert.AreEqual("CopyTransform", Encoding.ASCII.GetString(key, 0x50, 24).TrimEnd('\0'));
        CollectionAssert.AreEqual(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0 }, key[256..268]);
        Assert.AreEqual("ToWeight", Encoding.Unicode.GetString(key, 284, 16));
        Assert.StartsWith("Microsoft.ML.Data, Version=1.0.0.0", Encoding.Unicode.GetString(key, 300, 168));
        Assert.AreEqual("LEDOM\0LM", Encoding.ASCII.GetString(key, key.Length - 8, 8));
    }

    [TestMethod]
    public void Schema_KeepsTypesHiddenColumnsAndAnnotations()
    {
        IDataView view = _ml.Transforms.Concatenate("Named", "Weight", "Weight").Append(_ml.Transforms.CopyColumns("Named", "Number")).Fit(View).Transform(View);
        var stream = new MemoryStream();
        _ml.Model.Save(_ml.Transforms.CopyColumns("A", "Weight").Fit(view), view.Schema, stream);

        _ml.Model.Load(new MemoryStream(stream.ToArray()), out DataViewSchema schema);

        Assert.AreEqual(string.Join(", ", view.Schema), string.Join(", ", schema));
        DataViewSchema.Column hidden = schema.Single(column => column.IsHidden);
        VBuffer<ReadOnlyMemory<char>> slots = default;
        hidden.Annotations.GetValue("SlotNames", ref slots);
        Assert.AreEqual("Weight|Weight", string.Join('|', slots.DenseValues()));
    }

    [TestMethod]
    public void UnsavableModels_AreErrors()
    {
        Assert.ThrowsExactly<InvalidOperationException>(() => Save(_ml.Transforms.CustomMapping<WeightRow, DoubledRow>((_, _) => { }, null).Fit(View)));
        Assert.ThrowsExactly<InvalidOperationException>(() => Load(Save(_ml.Transforms.CustomMapping<WeightRow, DoubledRow>((_, _) => { }, "no such").Fit(View))));
        Assert.ThrowsExactly<InvalidOperationException>(() => Save(new Silent()));
    }

    [TestMethod]
    public void Delegated_SavesWhatItDelegatesTo()
    {
        ITransformer loaded = Load(Save(new Delegating(_ml.Transforms.CopyColumns("To", "Weight").Fit(View))));

        CollectionAssert.AreEqual(SampleRows.Column<float>(View, "Weight"), SampleRows.Column<float>(loaded.Transform(View), "To"));
    }

    private ITransformer Model()
    {
        TransformsCatalog.ConversionTransforms conversion = _ml.Transforms.Conversion;
        IDataView letters = _ml.Data.LoadFromEnumerable([new ColorLetter { Color = "red" }, new ColorLetter { Color = "green", Letter = 1 }], ColorLetter.Definition);
        return _ml.Transforms.CustomMapping(new DoubleFactory().GetMapping(), "Ntt.PipelineHost.Tests.Double")
            .Append(conversion.MapValueToKey("ColorKey", "Color"))
            .Append(conversion.MapValueToKey("NumberKey", "Number"))
            .Append(conversion.MapKeyToValue("Back", "ColorKey"))
            .Append(conversion.MapValue("Blob", SampleRows.Colors.Select(color => new KeyValuePair<string, string>(color, "x≥é🙂")), "Color"))
            .Append(conversion.MapValue("Letter", letters, letters.Schema["Color"], letters.Schema["Letter"], "Color"))
            .Append(_ml.Transforms.Concatenate("All", "Features", "Doubled"))
            .Append(_ml.Transforms.DropColumns("Doubled", "Calls"))
            .Fit(View);
    }

    private byte[] Save(ITransformer model)
    {
        var stream = new MemoryStream();
        _ml.Model.Save(model, View.Schema, stream);
        return stream.ToArray();
    }

    private static ITransformer Load(byte[] zip) => new MLContext().Model.Load(new MemoryStream(zip), out _);

    // On Windows, ML.NET puts a backslash between folders.
    private static string NameOf(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/');

    private static byte[] Read(ZipArchive archive, string name)
    {
        using Stream stream = archive.Entries.Single(entry => NameOf(entry) == name).Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private sealed class Prediction
    {
        public uint Letter { get; set; }

        public float[] All { get; set; } = [];

        public string Back { get; set; } = "";
    }

    private sealed class Misnamed
    {
        public float NotThere { get; set; }
    }

    private sealed class Silent : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        public void Save(ModelSaveContext ctx)
        {
        }
    }

    private sealed class Delegating(ITransformer inner) : ITransformer
    {
        public bool IsRowToRowMapper => inner.IsRowToRowMapper;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner.GetRowToRowMapper(inputSchema);

        public IDataView Transform(IDataView input) => inner.Transform(input);

        public void Save(ModelSaveContext ctx) => ((ICanSaveModel)new TransformerChain<ITransformer>(inner)).Save(ctx);
    }
}
