using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ntt.EmbeddedHost.Tests;

[TestClass]
public sealed class DataTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Keys_CountFromZeroInObjectsAndFromOneInColumns()
        => CollectionAssert.AreEqual(new uint[] { 1, 2, 3, 0 }, SampleRows.Column<uint>(SampleRows.View(_ml, 4), "Group"));

    [TestMethod]
    public void Enumerable_GoesThereAndBack()
    {
        IDataView view = SampleRows.View(_ml, 3);

        ColorRow[] rows = _ml.Data.CreateEnumerable<ColorRow>(view, reuseRowObject: false).ToArray();

        Assert.AreEqual("Features,Color,Number,Weight,Group", string.Join(',', view.Schema.Select(column => column.Name)));
        CollectionAssert.AreEqual(SampleRows.Colors, rows.Select(row => row.Color).ToArray());
        CollectionAssert.AreEqual(new[] { 2f, -2f }, rows[2].Features);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CreateEnumerable<DoubledRow>(view, reuseRowObject: false));
        Assert.IsTrue(_ml.Data.CreateEnumerable<DoubledRow>(view, reuseRowObject: true, ignoreMissingColumns: true).All(row => row.Doubled == 0));
    }

    [TestMethod]
    public void VectorMembers_KeepBuffersOfTheirOwn()
    {
        int[] values = [7, 9];
        IDataView view = _ml.Data.LoadFromEnumerable([new SparseRow { Vector = new VBuffer<int>(4, 2, values, [0, 2]) }, new SparseRow { Vector = new VBuffer<int>(4, [1, 2, 3, 4]) }]);

        SparseRow[] rows = _ml.Data.CreateEnumerable<SparseRow>(view, reuseRowObject: false).ToArray();
        values[0] = -1;

        CollectionAssert.AreEqual(new[] { 7, 0, 9, 0 }, rows[0].Vector.DenseValues().ToArray());
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, rows[1].Vector.DenseValues().ToArray());
    }

    [TestMethod]
    public void GetColumn_NeedsTheColumnsType()
    {
        IDataView view = SampleRows.View(_ml);

        Assert.AreEqual(-3f, SampleRows.Column<float[]>(view, "Features")[3][1]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => view.GetColumn<int>("Color"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => view.GetColumn<int>("Nope"));
    }

    [TestMethod]
    public void Cursors_GiveActiveColumnsOnly()
    {
        IDataView view = SampleRows.View(_ml);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Weight"]]);
        float weight = 0;

        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Color"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(view.Schema["Number"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<int>(view.Schema["Weight"]));
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema["Weight"]);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref weight));
        Assert.IsTrue(cursor.MoveNext());
        Assert.IsTrue(cursor.MoveNext());
        getter(ref weight);
        Assert.AreEqual(0.5f, weight);
        Assert.AreEqual(1L, cursor.Position);
    }

    /// <summary>The rows that ML.NET 5.0.0 takes for these seeds; without one it draws from 42.</summary>
    [TestMethod]
    [DataRow(1, "2")]
    [DataRow(7, "3")]
    [DataRow(null, "5,6")]
    public void Split_TakesTheRowsOfMlNet(int? seed, string expected)
    {
        var ml = new MLContext(seed);
        IDataView view = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 9).Select(i => new WeightRow { Weight = i }));

        DataOperationsCatalog.TrainTestData split = ml.Data.TrainTestSplit(view, 0.3);

        string[] test = SampleRows.Column<float>(split.TestSet, "Weight").Select(weight => weight.ToString()).ToArray();
        Assert.AreEqual(expected, string.Join(',', test));
        Assert.HasCount(9 - test.Length, SampleRows.Column<float>(split.TrainSet, "Weight"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ml.Data.TrainTestSplit(view, 1));
        Assert.ThrowsExactly<NotSupportedException>(() => ml.Data.TrainTestSplit(view, 0.5, "Weight"));
    }

    [TestMethod]
    public void Channels_ReachTheLog()
    {
        List<string> messages = [];
        _ml.Log += (_, e) => messages.Add(e.Message.Split(" Elapsed")[0]);
        IHostEnvironment environment = _ml;

        using (IChannel channel = environment.Register("Trainer").Start("Training"))
        {
            channel.Info(MessageSensitivity.None, "epoch {0} of {1}", 3, 5);
            channel.Info(MessageSensitivity.None, "plain {");
            channel.Warning(MessageSensitivity.None, "odd");
        }

        string[] expected =
        [
            "[Source=Trainer; Training, Kind=Trace] Channel started",
            "[Source=Trainer; Training, Kind=Info] epoch 3 of 5",
            "[Source=Trainer; Training, Kind=Info] plain {",
            "[Source=Trainer; Training, Kind=Warning] odd",
            "[Source=Trainer; Training, Kind=Trace] Channel finished.",
            "[Source=Trainer; Training, Kind=Trace] Channel disposed",
        ];
        CollectionAssert.AreEqual(expected, messages);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => environment.Register(""));
    }

    private sealed class SparseRow
    {
        [VectorType(4)]
        public VBuffer<int> Vector { get; set; }
    }
}
