using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static Ntt.PipelineHost.Tests.Outcome;

namespace Ntt.PipelineHost.Tests;

/// <summary>Loading, concatenating, copying and dropping columns, chains of these, their shapes and errors.</summary>
[TestClass]
public sealed class ColumnOutcomes
{
    private readonly MLContext _ml = new(1);

    private IDataView View => MixedRow.View(_ml);

    private TransformsCatalog Transforms => _ml.Transforms;

    [TestMethod]
    public void LoadFromEnumerable_ReadsMembers()
    {
        Is("Number: Single, Flag: Boolean, Text: String, Real: Double, Whole: Int64, Small: Byte, Vector: Vector<Single, 3>, Array: Vector<Single, 3>, Free: Vector<Single>, Words: Vector<String>, SmallKey: Key<Byte, 0-3>", () => string.Join(", ", View.Schema));
        Is("[(1:4 of 3), (1 2 3), ( of 3), (0 0 0), (0:1 2:2 of 3)]", () => SampleRows.Column<VBuffer<float>>(View, "Vector"));
        Is("[(1), (), (2 3), (4), (1 1)]", () => SampleRows.Column<VBuffer<float>>(View, "Free"));
        Is("['b', '', '', 'B', 'ä']", () => SampleRows.Column<ReadOnlyMemory<char>>(View, "Text"));
        Is("[1, 4, 0, 2, 3]", () => SampleRows.Column<byte>(View, "SmallKey"));
        Is("5", () => View.GetRowCount());
        Is("null", () => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(_ => new NumberRow())).GetRowCount());
        Is("False", () => View.CanShuffle);
        Is("0", () => _ml.Data.LoadFromEnumerable([new EmptyRow()]).Schema.Count);
        Is("[(1 2)]", () => SampleRows.Column<VBuffer<float>>(_ml.Data.LoadFromEnumerable([new MixedRow { Array = [1, 2] }]), "Array"));
        Is("[()]", () => SampleRows.Column<VBuffer<float>>(_ml.Data.LoadFromEnumerable([new MixedRow()]), "Array"));
        Is("ArgumentNullException(data)", () => _ml.Data.LoadFromEnumerable<NumberRow>(null!));
        Is("InvalidOperationException", () => SampleRows.Column<float>(_ml.Data.LoadFromEnumerable(new NumberRow[] { null! }), "Number"));
    }

    [TestMethod]
    public void SchemaDefinition_ChangesColumns()
    {
        Is("null", () => SchemaDefinition.Create(typeof(NumberRow))["Nope"]);
        Is("ArgumentNullException(userType)", () => SchemaDefinition.Create(null));
        Is("Number: Single", () => Renamed("").Schema[0]);
        Is("Q: Single", () => Renamed("Q").Schema[0]);
    }

    /// <summary>Half as many held values as items, or fewer, make the joined vector sparse.</summary>
    [TestMethod]
    public void Concatenate_JoinsInOrder()
    {
        Is("[(1 0 2 0 4 0), (0 0 0 1 2 3), (0:5 1:6 2:7 of 6), (1 1 1 0 0 0), (9 9 9 1 0 2)]", () => Joined<float>("Array", "Vector"));
        Is("[(1:4 3:2.5 of 4), (1 2 3 NaN), (3:-1 of 4), (0 0 0 2.5), (1 0 2 0.1)]", () => Joined<float>("Vector", "Number"));
        Is("[(1:4 of 3), (1 2 3), ( of 3), (0 0 0), (0:1 2:2 of 3)]", () => Joined<float>("Vector"));
        Is("[(2.5), (NaN), (-1), (2.5), (0.1)]", () => Joined<float>("Number"));
        Is("[(1 2.5), (NaN), (2 3 -1), (4 2.5), (1 1 0.1)]", () => Joined<float>("Free", "Number"));
        Is("[('x' 'y' 'b'), ('y' ''), ('z' '' ''), ('B'), ('b' 'a' 'ä')]", () => Joined<ReadOnlyMemory<char>>("Words", "Text"));
        Is("J: Vector<Single, 4> {SlotNames}", () => JoinedColumn("Vector", "Number"));
        Is("J: Vector<Single, 3>", () => JoinedColumn("Vector"));
        Is("J: Vector<Single, 1> {SlotNames}", () => JoinedColumn("Number"));
        Is("J: Vector<Single>", () => JoinedColumn("Free", "Number"));
        Is("J: Vector<Key<Byte, 0-3>, 2> {SlotNames}", () => JoinedColumn("SmallKey", "SmallKey"));
    }

    [TestMethod]
    public void Concatenate_BadColumnsAreErrors()
    {
        var copy = Transforms.CopyColumns("A", "Number");

        Is("InvalidOperationException", () => copy.Append(Transforms.Concatenate("J", "SmallKey", "SmallKey")).Fit(View));
        Is("InvalidOperationException", () => copy.Append(Transforms.Concatenate("J", "Number", "Real")).Fit(View));
        Is("Microsoft.ML.Data.ColumnConcatenatingTransformer", () => Transforms.Concatenate("J", "Number", "Real").Fit(View));
        Is("ArgumentOutOfRangeException(inputSchema)", () => JoinedColumn("Number", "Real"));
        Is("Microsoft.ML.Data.ColumnConcatenatingTransformer", () => Transforms.Concatenate("J", "Nope").Fit(View));
        Is("ArgumentOutOfRangeException(inputSchema)", () => JoinedColumn("Nope"));
        Is("ArgumentNullException(inputColumnNames)", () => Transforms.Concatenate("J", null));
        Is("ArgumentOutOfRangeException(inputColumnNames)", () => Transforms.Concatenate("J", ""));
        Is("ArgumentOutOfRangeException(outputColumnName)", () => Transforms.Concatenate("", "Number"));
    }

    [TestMethod]
    public void CopyColumns_Hides()
    {
        Is("Number*,Number,Flag,Text,Real,Whole,Small,Vector,Array,Free,Words,SmallKey", () => MixedRow.Names(Transforms.CopyColumns("Number", "Number").Fit(View).Transform(View).Schema));
        Is("K2: Key<UInt32, 0-2> {KeyValues}", () => Transforms.Conversion.MapValueToKey("K", "Text").Append(Transforms.CopyColumns("K2", "K")).Fit(View).Transform(View).Schema["K2"]);
        Is("ArgumentOutOfRangeException(inputSchema)", () => Transforms.CopyColumns("J", "Nope").Fit(View));
        Is("ArgumentOutOfRangeException(columns)", () => Transforms.CopyColumns("J", null));
        Is("ArgumentOutOfRangeException(columns)", () => Transforms.CopyColumns(null, "Number"));
        Is("ArgumentNullException(input)", () => Transforms.CopyColumns("J", "Number").Fit(null));
        Is("ArgumentOutOfRangeException(inputSchema)", () => Transforms.CopyColumns("J", "Number").Fit(View).Transform(Texts()));
        Is("ArgumentOutOfRangeException(inputSchema)", () => Transforms.CopyColumns("J", "Number").Fit(View).GetOutputSchema(Texts().Schema));
    }

    [TestMethod]
    public void DropColumns_KeepsTheOrder()
    {
        Is("Number,Text,Whole,Small,Vector,Array,Free,Words,SmallKey", () => MixedRow.Names(Transforms.DropColumns("Flag", "Real").Fit(View).Transform(View).Schema));
        Is("0", () => Transforms.DropColumns("Text").Fit(Texts()).Transform(Texts()).Schema.Count);
        Is("ArgumentOutOfRangeException(inputSchema)", () => Transforms.DropColumns("Nope").Fit(View));
        Is("ArgumentOutOfRangeException(input)", () => Transforms.DropColumns("Number").Fit(View).Transform(Texts()));
        Is("InvalidOperationException", () => Transforms.DropColumns(null));
    }

    [TestMethod]
    public void Chains_RunInOrder()
    {
        TransformerChain<ColumnSelectingTransformer> chain = Transforms.CopyColumns("A", "Number").Append(Transforms.DropColumns("A")).Fit(View);
        var training = Transforms.CopyColumns("A", "Number").Append(Transforms.CopyColumns("B", "A"), TransformerScope.Training).Fit(View);

        Is("2", () => chain.Count());
        Is("True", () => ((ITransformer)chain).IsRowToRowMapper);
        Is("Number,Flag,Text,Real,Whole,Small,Vector,Array,Free,Words,SmallKey", () => MixedRow.Names(((ITransformer)chain).GetRowToRowMapper(View.Schema).OutputSchema));
        Is("3", () => Transforms.CopyColumns("A", "Number").Append(Transforms.CopyColumns("B", "A")).Append(Transforms.CopyColumns("C", "B")).Fit(View).Count());
        Is("2", () => Transforms.CopyColumns("A", "Number").Append(Transforms.CopyColumns("B", "A").Append(Transforms.CopyColumns("C", "B"))).Fit(View).Count());
        Is("11", () => new TransformerChain<ITransformer>().Transform(View).Schema.Count);
        Is("null", () => new TransformerChain<ITransformer>().LastTransformer);
        Is("1", () => training.GetModelFor(TransformerScope.Scoring).Count());
        Is("null", () => training.Transform(View).Schema.GetColumnOrNull("B"));
        Is("ArgumentNullException(input)", () => chain.Transform(null));
        Is("ArgumentNullException(inputSchema)", () => chain.GetOutputSchema(null));
        Is("ArgumentNullException(estimator)", () => Transforms.CopyColumns("A", "Number").Append<ITransformer>(null));
        Is("ArgumentOutOfRangeException(inputSchema)", () => Transforms.CopyColumns("A", "Number").Append(Transforms.CopyColumns("B", "Nope")).Fit(View));
        Is("InvalidOperationException", () => new TransformerChain<ITransformer>([chain], []));
    }

    [TestMethod]
    public void Shapes_NeedTheirInputs()
    {
        Is("ArgumentOutOfRangeException(inputSchema)", () => Transforms.CopyColumns("A", "B").GetOutputSchema(new SchemaShape([])));
        Is("ArgumentNullException(columns)", () => new SchemaShape(null));
    }

    private IDataView Texts() => _ml.Data.LoadFromEnumerable([new TextRow()]);

    private IDataView Renamed(string name)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(NumberRow));
        definition["Number"].ColumnName = name;
        return _ml.Data.LoadFromEnumerable([new NumberRow()], definition);
    }

    private VBuffer<T>[] Joined<T>(params string[] columns) => SampleRows.Column<VBuffer<T>>(Transforms.Concatenate("J", columns).Fit(View).Transform(View), "J");

    private DataViewSchema.Column JoinedColumn(params string[] columns) => Transforms.Concatenate("J", columns).Fit(View).Transform(View).Schema["J"];
}
