using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.PipelineHost.Tests;

[TestClass]
public sealed class SchemaTests
{
    [TestMethod]
    public void SameNameTwice_LastIsVisible()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("B", NumberDataViewType.Int32);
        builder.AddColumn("A", TextDataViewType.Instance);

        DataViewSchema schema = builder.ToSchema();

        Assert.HasCount(3, schema);
        Assert.IsTrue(schema[0].IsHidden);
        Assert.IsFalse(schema[2].IsHidden);
        Assert.AreEqual(2, schema["A"].Index);
        Assert.AreEqual("B: Int32", schema[1].ToString());
        Assert.IsNull(schema.GetColumnOrNull("C"));
    }

    [TestMethod]
    public void UnknownColumns_AreErrors()
    {
        DataViewSchema schema = new DataViewSchema.Builder().ToSchema();

        Assert.AreEqual("name", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema["A"]).ParamName);
        Assert.AreEqual("columnIndex", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema[0]).ParamName);
        Assert.AreEqual("name", Assert.ThrowsExactly<ArgumentNullException>(() => schema.GetColumnOrNull("")).ParamName);
    }

    [TestMethod]
    public void Annotations_HoldWhatWasAdded()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Kind", TextDataViewType.Instance, "score".AsMemory());
        builder.Add("Slots", new VectorDataViewType(NumberDataViewType.Int32, 2), (ref VBuffer<int> dst) => dst = new VBuffer<int>(2, [4, 5]));
        var copy = new DataViewSchema.Annotations.Builder();
        copy.Add(builder.ToAnnotations(), kind => kind == "Slots");

        DataViewSchema.Annotations annotations = copy.ToAnnotations();
        VBuffer<int> slots = default;
        annotations.GetValue("Slots", ref slots);

        CollectionAssert.AreEqual(new[] { 4, 5 }, slots.DenseValues().ToArray());
        Assert.AreEqual("Slots", annotations.ToString());
        float wrong = 0;
        Assert.ThrowsExactly<InvalidOperationException>(() => annotations.GetValue("Slots", ref wrong));
        Assert.ThrowsExactly<InvalidOperationException>(() => annotations.GetValue("Kind", ref wrong));
        Assert.ThrowsExactly<ArgumentException>(() => builder.Add("Wrong", NumberDataViewType.Single, (ref int value) => value = 1));
    }

    [TestMethod]
    public void KeyTypes_NeedAnUnsignedTypeThatHoldsTheirCount()
    {
        Assert.AreEqual("Key<UInt32, 0-2>", new KeyDataViewType(typeof(uint), 3).ToString());
        Assert.IsTrue(new KeyDataViewType(typeof(uint), 3).Equals(new KeyDataViewType(typeof(uint), 3UL)));
        Assert.AreEqual("count", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256)).ParamName);
        Assert.AreEqual("count", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), -1)).ParamName);
        Assert.AreEqual("type", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(int), 3)).ParamName);
    }

    [TestMethod]
    public void VectorTypes_TellTheirSize()
    {
        var matrix = new VectorDataViewType(NumberDataViewType.Single, 2, 3);

        Assert.AreEqual(6, matrix.Size);
        Assert.AreEqual("Vector<Single, 2, 3>", matrix.ToString());
        Assert.IsFalse(matrix.Equals(new VectorDataViewType(NumberDataViewType.Single, 6)));
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Single).IsKnownSize);
        Assert.AreEqual("size", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Single, -1)).ParamName);
        Assert.ThrowsExactly<ArgumentNullException>(() => new VectorDataViewType(null, 2));
    }

    [TestMethod]
    public void Definition_TypesAndAnnotationsOfMembers()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(WeightRow));
        definition["Weight"].AddAnnotation("Names", new[] { "a", "b" }, new VectorDataViewType(TextDataViewType.Instance, 2));
        definition["Weight"].ColumnName = "Renamed";

        DataViewSchema schema = new MLContext().Data.LoadFromEnumerable([new WeightRow { Weight = 1 }], definition).Schema;

        Assert.AreEqual("Renamed: Single {Names}", schema[0].ToString());
        Assert.ThrowsExactly<InvalidOperationException>(() => definition[0].AddAnnotation("Names", 1, NumberDataViewType.Int32));
        Assert.ThrowsExactly<InvalidOperationException>(() => definition[0].AddAnnotation("Other", 1, NumberDataViewType.Single));
        definition[0].ColumnType = NumberDataViewType.Double;
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new MLContext().Data.LoadFromEnumerable([new WeightRow()], definition));
    }

    [TestMethod]
    public void Definition_BadClasses_AreErrors()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(TwiceNamed)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(UnknownMember)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VectorTypeAttribute(-1));
    }

    private sealed class TwiceNamed
    {
        public float A { get; set; }

        [ColumnName("A")]
        public float B { get; set; }
    }

    private sealed class UnknownMember
    {
        public object? A { get; set; }
    }
}
