using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static Ntt.PipelineHost.Tests.Outcome;

namespace Ntt.PipelineHost.Tests;

/// <summary>Saving, loading and prediction engines: what is accepted, what is refused and how.</summary>
[TestClass]
public sealed class ModelOutcomes
{
    private readonly MLContext _ml = new(1);

    private IDataView View => MixedRow.View(_ml);

    private ITransformer Copy => _ml.Transforms.CopyColumns("Total", "Number").Fit(View);

    [TestMethod]
    public void Save_TakesAnyPart()
    {
        Is("TransformerChain`1 null", () => Reloaded(new TransformerChain<ITransformer>(Copy), null));
        Is("ColumnCopyingTransformer null", () => Reloaded(Copy, null));
        Is("ColumnCopyingTransformer 11", () => Reloaded(Copy, View.Schema));
        Is("FormatException", () => Reloaded(null, View.Schema));
        Is("ArgumentNullException(stream)", () => Save((Stream)null!));
        Is("ArgumentOutOfRangeException(filePath)", () => Save((string)null!));

        var stream = new MemoryStream();
        _ml.Model.Save(Copy, null, stream);
        Assert.IsTrue(stream.CanWrite);
    }

    [TestMethod]
    public void Load_RefusesWhatIsNoModel()
    {
        Is("ArgumentOutOfRangeException(filePath)", () => _ml.Model.Load((string)null!, out _));
        Is("FileNotFoundException", () => _ml.Model.Load(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), out _));
        Is("FormatException", () => _ml.Model.Load(new MemoryStream(new byte[50]), out _));
        Is("FormatException", () => _ml.Model.Load(new MemoryStream(), out _));
    }

    [TestMethod]
    public void Paths_AndStreamsHoldTheSame()
    {
        TransformsCatalog.ConversionTransforms conversion = _ml.Transforms.Conversion;
        string path = Path.GetTempFileName();
        try
        {
            _ml.Model.Save(_ml.Transforms.CopyColumns("A", "Number").Append(conversion.MapValueToKey("K", "Text")).Append(conversion.MapKeyToValue("B", "K")).Fit(View), View.Schema, path);
            ITransformer model = new MLContext().Model.Load(path, out DataViewSchema schema);

            Assert.AreEqual(string.Join(", ", View.Schema), string.Join(", ", schema));
            Is("A: Single, K: Key<UInt32, 0-2> {KeyValues}, B: String", () => string.Join(", ", model.Transform(View).Schema.Skip(11)));
            Is("['b', '', '', 'B', 'ä']", () => SampleRows.Column<ReadOnlyMemory<char>>(model.Transform(View), "B"));
            Is("3", () => ((IEnumerable<ITransformer>)model).Count());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void Engine_PredictsFromObjects()
    {
        ITransformer model = _ml.Transforms.Concatenate("Joined", "Array", "Number").Append(_ml.Transforms.Conversion.MapValueToKey("TextKey", "Text")).Fit(View);
        using PredictionEngine<MixedRow, Prediction> engine = _ml.Model.CreatePredictionEngine<MixedRow, Prediction>(model);
        using PredictionEngine<MixedRow, Prediction> free = _ml.Model.CreatePredictionEngine<MixedRow, Prediction>(_ml.Transforms.CopyColumns("Joined", "Free").Fit(View));
        using PredictionEngine<MixedRow, SmallKeyRow> keys = _ml.Model.CreatePredictionEngine<MixedRow, SmallKeyRow>(Copy);

        Prediction prediction = engine.Predict(MixedRow.Five[3]);

        CollectionAssert.AreEqual(new[] { 1, 1, 1, 2.5f }, prediction.Joined);
        Assert.AreEqual(2u, prediction.TextKey);
        Assert.AreEqual("B", prediction.Text);
        Is("[[1], null, [2, 3], [4], [1, 1]]", () => MixedRow.Five.Select(row => free.Predict(row).Joined));
        Is("[1, 4, 0, 2, 3]", () => MixedRow.Five.Select(row => keys.Predict(row).SmallKey));
    }

    [TestMethod]
    public void Engine_FillsTheCallersObject()
    {
        PredictionEngine<MixedRow, TotalRow> engine = _ml.Model.CreatePredictionEngine<MixedRow, TotalRow>(Copy);
        TotalRow total = null!;

        engine.Predict(MixedRow.Five[0], ref total);
        TotalRow first = total;
        engine.Predict(MixedRow.Five[2], ref total);

        Assert.AreSame(first, total);
        Assert.AreEqual(-1f, total.Total);
        engine.Dispose();
        engine.Dispose();
    }

    [TestMethod]
    public void Engine_TakesASchemaDefinition()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(NumberRow));
        definition["Number"].ColumnName = "Q";
        IDataView renamed = _ml.Data.LoadFromEnumerable([new NumberRow()], definition);
        using var engine = _ml.Model.CreatePredictionEngine<NumberRow, TotalRow>(_ml.Transforms.CopyColumns("Total", "Q").Fit(renamed), inputSchemaDefinition: definition);

        Assert.AreEqual(4f, engine.Predict(new NumberRow { Number = 4 }).Total);
    }

    [TestMethod]
    public void Engine_NeedsFittingClasses()
    {
        ModelOperationsCatalog catalog = _ml.Model;
        ITransformer drop = _ml.Transforms.DropColumns("Flag").Fit(View);

        Is("ArgumentNullException(transformer)", () => catalog.CreatePredictionEngine<MixedRow, TotalRow>(null));
        Is("ArgumentNullException(example)", () => catalog.CreatePredictionEngine<MixedRow, TotalRow>(Copy).Predict(null!));
        Is("ArgumentOutOfRangeException(inputSchema)", () => catalog.CreatePredictionEngine<TextRow, TotalRow>(Copy));
        Is("0", () => catalog.CreatePredictionEngine<MixedRow, TotalRow>(drop).Predict(MixedRow.Five[0]).Total);
        Is("ArgumentOutOfRangeException(Schema)", () => catalog.CreatePredictionEngine<MixedRow, TotalRow>(drop, ignoreMissingColumns: false));
        Is("InvalidOperationException", () => catalog.CreatePredictionEngine<MixedRow, MistypedRow>(Copy));
        Assert.AreEqual(
            "Can't bind the IDataView column 'Number' of type 'Single' to field or property 'Number' of type 'System.Double'.",
            Assert.ThrowsExactly<InvalidOperationException>(() => catalog.CreatePredictionEngine<MixedRow, MistypedRow>(Copy)).Message);
    }

    [TestMethod]
    public void Hosts_NameTheirMessages()
    {
        List<string> messages = [];
        _ml.Log += (_, message) => messages.Add($"{message.Kind} {message.Source}: {message.RawMessage.Split(" Elapsed")[0]}");
        using (IChannel channel = ((IHostEnvironment)_ml).Register("Outer").Register("Inner").Start("Work"))
        {
            channel.Info(MessageSensitivity.None, "step {0}", 1);
        }

        CollectionAssert.AreEqual(
            new[] { "Trace Inner; Work: Channel started", "Info Inner; Work: step 1", "Trace Inner; Work: Channel finished.", "Trace Inner; Work: Channel disposed" }, messages);
        Is("ArgumentOutOfRangeException(name)", () => ((IHostEnvironment)_ml).Register(null));
    }

    private object? Save(Stream stream)
    {
        _ml.Model.Save(Copy, View.Schema, stream);
        return null;
    }

    private object? Save(string path)
    {
        _ml.Model.Save(Copy, View.Schema, path);
        return null;
    }

    private string Reloaded(ITransformer? model, DataViewSchema? schema)
    {
        var stream = new MemoryStream();
        _ml.Model.Save(model, schema, stream);
        ITransformer loaded = _ml.Model.Load(new MemoryStream(stream.ToArray()), out DataViewSchema read);
        return $"{loaded.GetType().Name} {(read is null ? "null" : read.Count)}";
    }

    private sealed class Prediction
    {
        public float[]? Joined { get; set; }

        public uint TextKey { get; set; }

        public string? Text { get; set; }
    }

    private sealed class SmallKeyRow
    {
        public byte SmallKey { get; set; }
    }

    private sealed class MistypedRow
    {
        public double Number { get; set; }
    }
}
