using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static Ntt.PipelineHost.Tests.Outcome;

namespace Ntt.PipelineHost.Tests;

/// <summary>Values to keys and back: order, missing values, types of the keys' names, errors.</summary>
[TestClass]
public sealed class KeyOutcomes
{
    private readonly MLContext _ml = new(1);

    private IDataView View => MixedRow.View(_ml);

    private TransformsCatalog.ConversionTransforms Conversion => _ml.Transforms.Conversion;

    [TestMethod]
    [DataRow("Number", "[1, 0, 2, 1, 3]", "[3, 0, 1, 3, 2]", "K: Key<UInt32, 0-2> {KeyValues} | KeyValues: Vector<Single, 3>")]
    [DataRow("Flag", "[1, 2, 1, 1, 2]", "[2, 1, 2, 2, 1]", "K: Key<UInt32, 0-1> {KeyValues} | KeyValues: Vector<Boolean, 2>")]
    [DataRow("Real", "[1, 0, 2, 3, 4]", "[3, 0, 1, 2, 4]", "K: Key<UInt32, 0-3> {KeyValues} | KeyValues: Vector<Double, 4>")]
    [DataRow("Whole", "[1, 2, 1, 3, 1]", "[2, 1, 2, 3, 2]", "K: Key<UInt32, 0-2> {KeyValues} | KeyValues: Vector<Int64, 3>")]
    [DataRow("Small", "[1, 2, 1, 3, 4]", "[4, 3, 4, 2, 1]", "K: Key<UInt32, 0-3> {KeyValues} | KeyValues: Vector<Byte, 4>")]
    [DataRow("Text", "[1, 0, 0, 2, 3]", "[2, 0, 0, 1, 3]", "K: Key<UInt32, 0-2> {KeyValues} | KeyValues: Vector<String, 3>")]
    public void MapValueToKey_NumbersByOccurrenceOrValue(string column, string byOccurrence, string byValue, string schema)
    {
        DataViewSchema.Column key = Keyed(column).Schema["K"];

        Is(byOccurrence, () => SampleRows.Column<uint>(Keyed(column), "K"));
        Is(byValue, () => SampleRows.Column<uint>(Keyed(column, ValueToKeyMappingEstimator.KeyOrdinality.ByValue), "K"));
        Assert.AreEqual(schema, $"{key} | {string.Join(',', key.Annotations.Schema)}");
    }

    [TestMethod]
    public void MapKeyToValue_GivesTheValuesBack()
    {
        Is("[2.5, NaN, -1, 2.5, 0.1]", () => Back<float>("Number"));
        Is("[True, False, True, True, False]", () => Back<bool>("Flag"));
        Is("[1.25, NaN, -3, 0.1, 1E+30]", () => Back<double>("Real"));
        Is("[3, -1, 3, 9, 3]", () => Back<long>("Whole"));
        Is("[7, 2, 7, 1, 0]", () => Back<byte>("Small"));
        Is("['b', '', '', 'B', 'ä']", () => Back<ReadOnlyMemory<char>>("Text"));
        Is("[('x' 'y'), ('y'), ('z' ''), (), ('b' 'a')]", () => Back<VBuffer<ReadOnlyMemory<char>>>("Words"));
    }

    [TestMethod]
    public void MapValueToKey_OfVectorsNumbersTheItems()
    {
        Is("[(1 2), (2), (3 0), (), (4 5)]", () => SampleRows.Column<VBuffer<uint>>(Keyed("Words"), "K"));
        Is("[(1 2 3), (2 2 2), (4 5 6), (1 1 1), (7 7 7)]", () => SampleRows.Column<VBuffer<uint>>(Keyed("Array"), "K"));
        Is("[(1 2 1), (3 4 5), (1 1 1), (1 1 1), (3 1 4)]", () => SampleRows.Column<VBuffer<uint>>(Keyed("Vector"), "K"));
        Is("K: Vector<Key<UInt32, 0-4>> {KeyValues}", () => Keyed("Words").Schema["K"]);
    }

    [TestMethod]
    public void MapValueToKey_CanBeGivenTheKeys()
    {
        IDataView texts = _ml.Data.LoadFromEnumerable([new TextRow { Text = "B" }, new TextRow { Text = "B" }, new TextRow { Text = "b" }]);
        IDataView none = _ml.Data.LoadFromEnumerable(Array.Empty<TextRow>());

        Is("[2, 0, 0, 1, 0]", () => SampleRows.Column<uint>(Conversion.MapValueToKey("K", "Text", keyData: texts).Fit(View).Transform(View), "K"));
        Is("[1, 0, 0, 0, 0]", () => SampleRows.Column<uint>(Conversion.MapValueToKey("K", "Text", maximumNumberOfKeys: 1).Fit(View).Transform(View), "K"));
        Is("K: Key<UInt32, 0-0>", () => Conversion.MapValueToKey("K", "Text").Fit(none).Transform(none).Schema["K"]);
        Is("ArgumentOutOfRangeException(keyData)", () => Conversion.MapValueToKey("K", "Text", keyData: _ml.Data.LoadFromEnumerable([new NumberRow()])).Fit(View));
        Is("ArgumentOutOfRangeException(keyData)", () => Conversion.MapValueToKey("K", "Text", keyData: View));
        Is("ArgumentOutOfRangeException(MaxNumTerms)", () => Conversion.MapValueToKey("K", "Text", maximumNumberOfKeys: 0).Fit(View));
    }

    [TestMethod]
    public void BadColumns_AreErrors()
    {
        Is("ArgumentOutOfRangeException(inputSchema)", () => Conversion.MapValueToKey("K", "Nope").Fit(View));
        Is("ArgumentOutOfRangeException(outputColumnName)", () => Conversion.MapValueToKey(""));
        Is("ArgumentOutOfRangeException(outputColumnName)", () => Conversion.MapValueToKey((string)null!));
        Is("ArgumentOutOfRangeException(inputSchema)", () => Conversion.MapKeyToValue("B", "Nope").Fit(View));
        Is("InvalidOperationException", () => Conversion.MapKeyToValue("B", "SmallKey").Fit(View));
        Is("InvalidOperationException", () => Conversion.MapKeyToValue("B", "Text").Fit(View));
        Assert.AreEqual("Metadata KeyValues does not exist", Assert.ThrowsExactly<InvalidOperationException>(() => Conversion.MapKeyToValue("B", "Text").Fit(View)).Message);
    }

    [TestMethod]
    public void MapValue_LooksUp()
    {
        Is("[5, 0, 0, 0, 0]", () => Mapped("b", 5f));
        Is("[5, 0, 0, 0, 0]", () => Mapped("b", 5.0));
        Is("['q', '', '', '', '']", () => SampleRows.Column<ReadOnlyMemory<char>>(Conversion.MapValue("M", [new KeyValuePair<string, string>("b", "q")], "Text").Fit(View).Transform(View), "M"));
        Is("[True, False, False, False, False]", () => Mapped("b", true));
        Is("[0, 0, 0, 0, 0]", () => SampleRows.Column<float>(Conversion.MapValue("M", Array.Empty<KeyValuePair<string, float>>(), "Text").Fit(View).Transform(View), "M"));
        Is("[(5 7 0), (7 7 7), (0 0 0), (5 5 5), (0 0 0)]", () => SampleRows.Column<VBuffer<float>>(Conversion.MapValue("M", [new KeyValuePair<float, float>(1, 5), new(0, 7)], "Array").Fit(View).Transform(View), "M"));
        Is("M: Vector<Single>", () => Conversion.MapValue("M", [new KeyValuePair<float, float>(1, 5)], "Array").Fit(View).Transform(View).Schema["M"]);
        Is("InvalidOperationException", () => Conversion.MapValue("M", [new KeyValuePair<string, float>("b", 5), new("b", 6)], "Text"));
        Is("InvalidOperationException", () => SampleRows.Column<float>(Conversion.MapValue("M", [new KeyValuePair<string, float>("b", 5)], "Number").Fit(View).Transform(View), "M"));
        Is("ArgumentOutOfRangeException(inputSchema)", () => Conversion.MapValue("M", [new KeyValuePair<string, float>("b", 5)], "Nope").Fit(View));
        Is("ArgumentNullException(source)", () => Conversion.MapValue<string, float>("M", null, "Text"));
    }

    /// <summary>The table's value column hands its type and all its annotations on, also after loading: how a saved network names its classes.</summary>
    [TestMethod]
    public void MapValue_ByAView_HandsAnnotationsOn()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(TextKey));
        definition["Key"].ColumnType = new KeyDataViewType(typeof(uint), 3);
        definition["Key"].AddAnnotation("KeyValues", new[] { 1.5f, 2, 3 }, new VectorDataViewType(NumberDataViewType.Single, 3));
        definition["Key"].AddAnnotation("Extra", "e".AsMemory(), TextDataViewType.Instance);
        IDataView table = _ml.Data.LoadFromEnumerable([new TextKey { Name = "b", Key = 2 }, new TextKey { Name = "B", Key = 0 }], definition);
        ValueMappingEstimator estimator = Conversion.MapValue("M", table, table.Schema["Name"], table.Schema["Key"], "Text");
        var stream = new MemoryStream();
        _ml.Model.Save(estimator.Fit(View), View.Schema, stream);

        foreach (ITransformer model in new[] { estimator.Fit(View), _ml.Model.Load(new MemoryStream(stream.ToArray()), out _) })
        {
            VBuffer<float> names = default;
            IDataView mapped = model.Transform(View);
            mapped.Schema["M"].Annotations.GetValue("KeyValues", ref names);
            Is("[3, 0, 0, 1, 0]", () => SampleRows.Column<uint>(mapped, "M"));
            Is("M: Key<UInt32, 0-2> {KeyValues, Extra}", () => mapped.Schema["M"]);
            Is("(1.5 2 3)", () => names);
        }
    }

    private IDataView Keyed(string column, ValueToKeyMappingEstimator.KeyOrdinality order = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence)
        => Conversion.MapValueToKey("K", column, keyOrdinality: order).Fit(View).Transform(View);

    private T[] Back<T>(string column) => SampleRows.Column<T>(Conversion.MapValueToKey("K", column).Append(Conversion.MapKeyToValue("Back", "K")).Fit(View).Transform(View), "Back");

    private T[] Mapped<T>(string text, T value) => SampleRows.Column<T>(Conversion.MapValue("M", [new KeyValuePair<string, T>(text, value)], "Text").Fit(View).Transform(View), "M");

    private sealed class TextKey
    {
        public string? Name { get; set; }

        public uint Key { get; set; }
    }
}
