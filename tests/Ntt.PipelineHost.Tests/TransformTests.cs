using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Ntt.PipelineHost.Tests;

[TestClass]
public sealed class TransformTests
{
    private readonly MLContext _ml = new(1);

    private IDataView View => SampleRows.View(_ml);

    [TestMethod]
    public void CopyAndDrop_HideAndRemove()
    {
        IDataView copied = _ml.Transforms.CopyColumns("Weight", "Number").Fit(View).Transform(View);
        IDataView dropped = _ml.Transforms.DropColumns("Weight").Fit(copied).Transform(copied);

        Assert.AreEqual("Features,Color,Number,Weight,Weight,Group", string.Join(',', copied.Schema.Select(column => column.Name)));
        Assert.IsTrue(copied.Schema[3].IsHidden);
        Assert.AreEqual(NumberDataViewType.Int32, copied.Schema["Weight"].Type);
        Assert.AreEqual("Features,Color,Number,Group", string.Join(',', dropped.Schema.Select(column => column.Name)));
    }

    [TestMethod]
    public void Concatenate_JoinsValuesAndSlotNames()
    {
        IDataView joined = _ml.Transforms.Concatenate("Pair", "Weight", "Weight").Append(_ml.Transforms.Concatenate("All", "Features", "Pair")).Fit(View).Transform(View);

        Assert.AreEqual(4, ((VectorDataViewType)joined.Schema["All"].Type).Size);
        CollectionAssert.AreEqual(new[] { 3f, -3f, 1.5f, 1.5f }, SampleRows.Vectors<float>(joined, "All")[3]);
        CollectionAssert.AreEqual(new[] { "", "", "Pair.Weight", "Pair.Weight" }, SampleRows.SlotNames(joined, "All"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("All", "Features", "Color").Fit(View).Transform(View));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("All"));
    }

    [TestMethod]
    public void MapValue_LooksUpTextAndKeys()
    {
        IDataView mapped = _ml.Transforms.Conversion.MapValue("Code", [new("red", 1f), new KeyValuePair<string, float>("green", 2)], "Color")
            .Append(Letters(_ml.Data.LoadFromEnumerable([new ColorLetter { Color = "red" }, new ColorLetter { Color = "green", Letter = 1 }, new ColorLetter { Color = "blue" }], ColorLetter.Definition)))
            .Fit(View).Transform(View);

        CollectionAssert.AreEqual(new[] { 1f, 2, 0, 1, 2, 0 }, SampleRows.Column<float>(mapped, "Code"));
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1, 1, 2, 1 }, SampleRows.Column<uint>(mapped, "Letter"));
        CollectionAssert.AreEqual(new[] { "R", "G" }, SampleRows.KeyNames(mapped, "Letter"));

        ValueMappingEstimator Letters(IDataView letters) => _ml.Transforms.Conversion.MapValue("Letter", letters, letters.Schema["Color"], letters.Schema["Letter"], "Color");
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.Conversion.MapValue("Code", [new("red", 1), new KeyValuePair<string, int>("red", 2)], "Color"));
    }

    [TestMethod]
    public void MapValueToKey_NumbersFromOneInOrder()
    {
        TransformsCatalog.ConversionTransforms conversion = _ml.Transforms.Conversion;
        IDataView known = _ml.Data.LoadFromEnumerable([new NamedColor { Color = "blue" }, new NamedColor { Color = "red" }]);
        IDataView keyed = conversion.MapValueToKey("Seen", "Color")
            .Append(conversion.MapValueToKey("Sorted", "Color", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue))
            .Append(conversion.MapValueToKey("Known", "Color", keyData: known))
            .Append(conversion.MapValueToKey("First", "Number", maximumNumberOfKeys: 2))
            .Append(conversion.MapKeyToValue("Back", "Known"))
            .Fit(View).Transform(View);

        CollectionAssert.AreEqual(new uint[] { 1, 2, 3, 1, 2, 3 }, SampleRows.Column<uint>(keyed, "Seen"));
        CollectionAssert.AreEqual(new[] { "blue", "green", "red" }, SampleRows.KeyNames(keyed, "Sorted"));
        CollectionAssert.AreEqual(new uint[] { 2, 0, 1, 2, 0, 1 }, SampleRows.Column<uint>(keyed, "Known"));
        CollectionAssert.AreEqual(new uint[] { 1, 2, 0, 0, 1, 2 }, SampleRows.Column<uint>(keyed, "First"));
        CollectionAssert.AreEqual(new[] { "red", "", "blue", "red", "", "blue" }, SampleRows.Texts(keyed, "Back"));
    }

    [TestMethod]
    public void CustomMapping_RunsOnceForARow()
    {
        IDataView mapped = _ml.Transforms.CustomMapping(new DoubleFactory().GetMapping(), "Ntt.PipelineHost.Tests.Double").Fit(View).Transform(View);
        using DataViewRowCursor cursor = mapped.GetRowCursor(mapped.Schema);
        ValueGetter<float> doubled = cursor.GetGetter<float>(mapped.Schema["Doubled"]);
        ValueGetter<float> calls = cursor.GetGetter<float>(mapped.Schema["Calls"]);
        float first = 0, second = 0, value = 0;

        cursor.MoveNext();
        cursor.MoveNext();
        calls(ref first);
        doubled(ref value);
        calls(ref second);

        Assert.AreEqual(1f, value);
        Assert.AreEqual(first, second);
    }

    [TestMethod]
    public void Shapes_FollowTheSchemas()
    {
        SchemaShape shape = _ml.Transforms.CustomMapping<WeightRow, ColorRow>((_, _) => { }, null)
            .Append(_ml.Transforms.Conversion.MapValueToKey("Key", "Color"))
            .Append(_ml.Transforms.Concatenate("All", "Weight", "Features"))
            .GetOutputSchema(_ml.Transforms.CustomMapping<Nothing, WeightRow>((_, _) => { }, null).GetOutputSchema(new SchemaShape([])));

        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, shape.Single(column => column.Name == "All").Kind);
        SchemaShape.Column key = shape.Single(column => column.Name == "Key");
        Assert.IsTrue(key.IsKey);
        Assert.AreEqual(NumberDataViewType.UInt32, key.ItemType);
        Assert.AreEqual("KeyValues", key.Annotations.Single().Name);
        Assert.IsEmpty(typeof(SchemaShape.Column).GetConstructors());
    }

    [TestMethod]
    public void MissingAndMistypedColumns_AreErrors()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.CopyColumns("A", "Nope").Fit(View));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.DropColumns("Nope").Fit(View));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.MapValueToKey("A", "Nope").Fit(View));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.CustomMapping<DoubledRow, WeightRow>((_, _) => { }, null).Fit(View));
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.Conversion.MapKeyToValue("Group").Fit(View));
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.CustomMapping<MistypedWeight, DoubledRow>((_, _) => { }, null).Fit(View));
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.DropColumns());
    }

    [TestMethod]
    public void Scopes_ChooseTransformers()
    {
        TransformerChain<ITransformer> chain = new(
            [_ml.Transforms.CopyColumns("A", "Weight").Fit(View), _ml.Transforms.CopyColumns("B", "Weight").Fit(View)],
            [TransformerScope.Everything, TransformerScope.TrainTest]);

        Assert.IsNull(chain.Transform(View).Schema.GetColumnOrNull("B"));
        Assert.IsNotNull(chain.Transform(View, TransformerScope.Everything).Schema.GetColumnOrNull("B"));
        Assert.ThrowsExactly<InvalidOperationException>(() => new TransformerChain<ITransformer>([chain], []));
        Assert.ThrowsExactly<ArgumentNullException>(() => chain.Transform(null));
    }

    private sealed class Nothing;

    private sealed class NamedColor
    {
        public string Color { get; set; } = "";
    }

    private sealed class MistypedWeight
    {
        public double Weight { get; set; }
    }
}
