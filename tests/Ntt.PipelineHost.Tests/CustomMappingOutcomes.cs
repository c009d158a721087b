using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static Ntt.PipelineHost.Tests.Outcome;

namespace Ntt.PipelineHost.Tests;

/// <summary>Custom mappings: how a saved network computes its scores.</summary>
[TestClass]
public sealed class CustomMappingOutcomes
{
    private readonly MLContext _ml = new(1);
    private int _calls;

    private IDataView View => MixedRow.View(_ml);

    [TestMethod]
    public void Outputs_AreFieldsAndProperties()
    {
        IDataView mapped = Mapping().Fit(View).Transform(View);

        Is("Two: Vector<Single, 2>, Said: String, Key: Key<UInt32, 0-4>", () => string.Join(", ", mapped.Schema.Skip(11)));
        Is("[(0 4), (1 2), (0 0), (0 0), (1 0)]", () => SampleRows.Column<VBuffer<float>>(mapped, "Two"));
        Is("[3, 3, 3, 3, 3]", () => SampleRows.Column<uint>(mapped, "Key"));
        Is("['said', 'said', 'said', 'said', 'said']", () => SampleRows.Column<ReadOnlyMemory<char>>(mapped, "Said"));
    }

    [TestMethod]
    public void Mapping_RunsWhenItIsRead()
    {
        IDataView mapped = Mapping().Fit(View).Transform(View);
        SampleRows.Column<float>(mapped, "Number");
        Assert.AreEqual(0, _calls);
        SampleRows.Column<uint>(mapped, "Key");
        Assert.AreEqual(5, _calls);
    }

    /// <summary>ML.NET reads ahead on other threads and wraps what happens there; the mapping's own exception is the cause.</summary>
    [TestMethod]
    public void Exceptions_OfTheMappingComeThrough()
    {
        IDataView mapped = _ml.Transforms.CustomMapping<NumberRow, TotalRow>((_, _) => throw new FormatException("mine"), null).Fit(View).Transform(View);

        Exception error = Assert.Throws<Exception>(() => SampleRows.Column<float>(mapped, "Total"));

        Assert.IsTrue(error is FormatException or InvalidOperationException { InnerException: FormatException }, error.ToString());
    }

    [TestMethod]
    public void Inputs_AreBoundByNameAndType()
    {
        var copy = _ml.Transforms.CopyColumns("A", "Number");

        Is("[3, 3, 3, 3, 3]", () => SampleRows.Column<float>(_ml.Transforms.CustomMapping<EmptyRow, TotalRow>((_, output) => output.Total = 3, null).Fit(View).Transform(View), "Total"));
        Is("Number*,Number,Flag,Text,Real,Whole,Small,Vector,Array,Free,Words,SmallKey", () => MixedRow.Names(_ml.Transforms.CustomMapping<TextRow, NumberRow>((_, _) => { }, null).Fit(View).Transform(View).Schema));
        Is("[(0 2), (0 2), (0 2), (0 2), (0 2)]", () => SampleRows.Column<VBuffer<float>>(_ml.Transforms.CustomMapping<VectorInput, VectorOutput>((_, output) => output.Two = new(2, [0, 2]), null).Fit(View).Transform(_ml.Transforms.CopyColumns("Vector", "Free").Fit(View).Transform(View)), "Two"));
        Is("ArgumentOutOfRangeException(Schema)", () => _ml.Transforms.CustomMapping<TotalRow, NumberRow>((_, _) => { }, null).Fit(View));
        Is("ArgumentOutOfRangeException(Schema)", () => _ml.Transforms.CustomMapping<NumberRow, TotalRow>((_, _) => { }, null).Fit(View).Transform(_ml.Data.LoadFromEnumerable([new TextRow()])));
        Is("ArgumentOutOfRangeException(inputSchema)", () => copy.Append(_ml.Transforms.CustomMapping<MistypedRow, TotalRow>((_, _) => { }, null)).Fit(View));
        Is("ArgumentNullException(mapAction)", () => _ml.Transforms.CustomMapping<NumberRow, TotalRow>(null, null));
        string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => copy.Append(_ml.Transforms.CustomMapping<MistypedRow, TotalRow>((_, _) => { }, null)).Fit(View)).Message;
        Assert.StartsWith("Schema mismatch for input column 'Text': expected Single, got String", message);
    }

    /// <summary>Where an estimator outside ML.NET borrows the shapes of columns from.</summary>
    [TestMethod]
    public void Shape_IsThatOfTheOutputs()
    {
        SchemaShape shape = _ml.Transforms.CustomMapping<EmptyRow, VectorOutput>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));

        string[] columns = shape.OrderBy(column => column.Name, StringComparer.Ordinal).Select(column => $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} {column.Annotations.Count}").ToArray();
        CollectionAssert.AreEqual(new[] { "Key Scalar UInt32 True 0", "Said Scalar String False 0", "Two Vector Single False 0" }, columns);
        Is("ArgumentOutOfRangeException(inputSchema)", () => Mapping().GetOutputSchema(new SchemaShape([])));
    }

    private CustomMappingEstimator<VectorInput, VectorOutput> Mapping() => _ml.Transforms.CustomMapping<VectorInput, VectorOutput>(
        (input, output) =>
        {
            Interlocked.Increment(ref _calls);
            output.Two = new VBuffer<float>(2, [input.Vector.GetItemOrDefault(0), input.Vector.GetItemOrDefault(1)]);
            output.Said = "said".AsMemory();
            output.Key = 2;
        },
        null);

    private sealed class VectorInput
    {
        [VectorType(3)]
        public VBuffer<float> Vector { get; set; }
    }

    private sealed class VectorOutput
    {
        [VectorType(2)]
        public VBuffer<float> Two;
        public ReadOnlyMemory<char> Said;
        [KeyType(5)]
        public uint Key;
    }

    private sealed class MistypedRow
    {
        public float Text { get; set; }
    }
}
