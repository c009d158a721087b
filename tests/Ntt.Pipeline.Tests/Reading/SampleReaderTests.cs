using Microsoft.ML.Data;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests.Reading;

[TestClass]
public sealed class SampleReaderTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void FeaturesBecomeOneMatrix(bool knowsRowCount)
    {
        var view = new ColumnsView(2500) { KnowsRowCount = knowsRowCount }.AddFeatures(row => [row, row + 0.5f, -row], 3);
        var samples = SampleReader.ReadFeatures(view, "Features", 3);
        Assert.AreEqual(2500, samples.Count);
        CollectionAssert.AreEqual(Enumerable.Range(0, 2500).SelectMany(row => new[] { row, row + 0.5f, -row }).ToArray(), samples.Values);
    }

    [TestMethod]
    public void SparseAndVariableVectorsAreRead()
    {
        var sparse = new ColumnsView(2).Add("Features", new VectorDataViewType(NumberDataViewType.Single), row => new VBuffer<float>(5, 2, [row + 1f, 9f], [1, 4]));
        CollectionAssert.AreEqual(new[] { 0, 1, 0, 0, 9f, 0, 2, 0, 0, 9f }, SampleReader.ReadFeatures(sparse, "Features", 5).Values);
    }

    [TestMethod]
    [DataRow(1024 * 1024 * 3)]
    [DataRow(150_000)]
    public void FewLongRowsOfUnknownNumberTakeRoomForThemselves(int features)
    {
        var view = new ColumnsView(3) { KnowsRowCount = false }
            .Add("Features", new VectorDataViewType(NumberDataViewType.Single), row => new VBuffer<float>(features, 1, [row + 1f], [features - 1]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var samples = SampleReader.ReadFeatures(view, "Features", features);
        Assert.IsLessThan(100_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f }, Enumerable.Range(0, 3).Select(row => samples.Row(row)[^1]).ToArray());
    }

    [TestMethod]
    public void RoomGrowsByHalfUpToAllThatCanBe()
    {
        int[] rooms = [1, 2, 3, 4, 6, 9, 10, 10];
        CollectionAssert.AreEqual(rooms[1..], rooms[..^1].Select(rows => FeatureReader.RowsAfter(rows, most: 10)).ToArray());
        Assert.AreEqual(int.MaxValue, FeatureReader.RowsAfter(1_500_000_000, most: int.MaxValue));
    }

    [TestMethod]
    public void MoreRowsThanAnArrayHoldsAreCountedOnlyWhereTheNumberIsKnown()
    {
        var known = new ColumnsView(3_000_000).AddFeatures(_ => [], 784);
        StringAssert.StartsWith(Refusal(known, 784), "The data has 3000000 rows of 784 features; at most 2739137 such rows can be held");
        var unknown = new ColumnsView(1) { KnowsRowCount = false }
            .Add("Features", new VectorDataViewType(NumberDataViewType.Single), _ => new VBuffer<float>(int.MaxValue, 0, [], []));
        StringAssert.StartsWith(Refusal(unknown, int.MaxValue), "The data has more than 0 rows of 2147483647 features; at most 0 such rows can be held");
        StringAssert.Contains(Refusal(unknown, 0), "features ('0')");

        static string Refusal(ColumnsView view, int features)
            => Assert.Throws<ArgumentException>(() => SampleReader.ReadFeatures(view, "Features", features)).Message;
    }

    [TestMethod]
    public void OnlyTheColumnsNamedAreOpened()
    {
        var view = View(2, row => (uint)row + 1).Add("Other", NumberDataViewType.Single, row => 0f).Forbid();
        SampleReader.ReadFeatures(view, "Features", SmallData.Features);
        CollectionAssert.AreEquivalent(new[] { "Features" }, view.Opened.ToArray());
        SampleReader.ReadLabeled(view, "Features", "Label", SmallData.Features, SmallData.Classes);
        CollectionAssert.AreEquivalent(new[] { "Features", "Label" }, view.Opened.ToArray());
    }

    [TestMethod]
    public void WrongLengthNamesColumnFoundAndExpected()
    {
        var known = new ColumnsView(1).AddFeatures(_ => new float[29], 29);
        StringAssert.Contains(Problem(known), "'Features' has 29 values; the network's input has 30");
        var variable = new ColumnsView(3).AddFeatures(row => new float[row == 2 ? 31 : 30], null);
        StringAssert.Contains(Problem(variable), "'Features' has 31 values in row 2; the network's input has 30");
    }

    [TestMethod]
    [DataRow(float.NaN, "NaN")]
    [DataRow(float.PositiveInfinity, "Infinity")]
    [DataRow(float.NegativeInfinity, "-Infinity")]
    public void NonFiniteValueNamesRowAndSlot(float value, string text)
    {
        var view = new ColumnsView(3).AddFeatures(row => [.. Enumerable.Range(0, 30).Select(slot => row == 1 && slot == 17 ? value : 0)]);
        StringAssert.Contains(Problem(view), $"Row 1, slot 17 of the feature column 'Features' is {text}");
    }

    [TestMethod]
    public void NoRowsMissingColumnAndWrongTypeAreRefused()
    {
        StringAssert.Contains(Problem(new ColumnsView(0).AddFeatures(_ => new float[30])), "no rows");
        StringAssert.Contains(Problem(new ColumnsView(1).Add("Pixels", NumberDataViewType.Single, _ => 0f)), "no feature column 'Features'; the columns are 'Pixels'");
        StringAssert.Contains(Problem(new ColumnsView(1).Add("Features", NumberDataViewType.Single, _ => 0f)), "must be a Vector of Single");
        StringAssert.Contains(
            Problem(new ColumnsView(1).Add("Features", new VectorDataViewType(NumberDataViewType.Byte, 30), _ => new VBuffer<byte>(30, new byte[30]))), "must be a Vector of Single");
    }

    [TestMethod]
    public void EveryKeyTypeIsRead()
    {
        var expected = new[] { 1, 0, 2 };
        CollectionAssert.AreEqual(expected, Labels(typeof(byte), row => (byte)(expected[row] + 1)));
        CollectionAssert.AreEqual(expected, Labels(typeof(ushort), row => (ushort)(expected[row] + 1)));
        CollectionAssert.AreEqual(expected, Labels(typeof(uint), row => (uint)(expected[row] + 1)));
        CollectionAssert.AreEqual(expected, Labels(typeof(ulong), row => (ulong)(expected[row] + 1)));
    }

    [TestMethod]
    public void MissingAndForeignLabelsNameRowValueAndRange()
    {
        StringAssert.Contains(LabelProblem(View(3, row => row == 1 ? 0u : 1u)), "Row 1 of the label column 'Label' is missing (key 0); it must be a key from 1 to 3");
        StringAssert.Contains(LabelProblem(View(3, row => row == 2 ? 4u : 1u)), "Row 2 of the label column 'Label' is key 4; it must be a key from 1 to 3");
    }

    [TestMethod]
    public void LabelThatIsNoKeyOrOfAnotherCountIsRefused()
    {
        var text = new ColumnsView(1).AddFeatures(_ => new float[30]).Add("Label", TextDataViewType.Instance, _ => "top".AsMemory());
        StringAssert.Contains(LabelProblem(text), "must be a key");
        var count = new ColumnsView(1).AddFeatures(_ => new float[30]).Add("Label", new KeyDataViewType(typeof(uint), 4), _ => 1u);
        StringAssert.Contains(LabelProblem(count), "key of 4 values; the network has 3 outputs");
        StringAssert.Contains(LabelProblem(new ColumnsView(1).AddFeatures(_ => new float[30])), "no label column 'Label'; the columns are 'Features'");
    }

    private static ColumnsView View(int rows, Func<int, uint> label)
        => new ColumnsView(rows).AddFeatures(_ => new float[30]).Add("Label", new KeyDataViewType(typeof(uint), 3), label);

    private static int[] Labels<T>(Type type, Func<int, T> label)
        => SampleReader.ReadLabeled(new ColumnsView(3).AddFeatures(_ => new float[30]).Add("Label", new KeyDataViewType(type, 3), label), "Features", "Label", 30, 3).Labels;

    private static string Problem(ColumnsView view) => Assert.Throws<ArgumentException>(() => SampleReader.ReadFeatures(view, "Features", 30)).Message;

    private static string LabelProblem(ColumnsView view) => Assert.Throws<ArgumentException>(() => SampleReader.ReadLabeled(view, "Features", "Label", 30, 3)).Message;
}
