using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Ntt.PipelineHost.Tests;

[TestClass]
public sealed class DataTests
{
    private readonly MLContext _ml = new(1);

    [TestMethod]
    public void Keys_CountFromZeroInObjectsAndFromOneInColumns()
        => CollectionAssert.AreEqual(new uint[] { 1, 2, 3, 0 }, SampleRows.Column<uint>(SampleRows.View(_ml, 4), "Group"));

    [TestMethod]
    public void VectorMembers_KeepBuffersOfTheirOwn()
    {
        int[] values = [7, 9];
        IDataView view = _ml.Data.LoadFromEnumerable([new SparseRow { Vector = new VBuffer<int>(4, 2, values, [0, 2]) }, new SparseRow { Vector = new VBuffer<int>(4, [1, 2, 3, 4]) }]);

        int[][] rows = SampleRows.Vectors<int>(view, "Vector");
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<int>> getter = cursor.GetGetter<VBuffer<int>>(view.Schema["Vector"]);
        VBuffer<int> mine = default;
        cursor.MoveNext();
        getter(ref mine);
        VBufferEditor.CreateFromBuffer(ref mine).Values.Fill(-1);

        CollectionAssert.AreEqual(new[] { 7, 0, 9, 0 }, rows[0]);
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, rows[1]);
        CollectionAssert.AreEqual(new[] { 7, 9 }, values);
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
        Assert.Throws<Exception>(() => getter(ref weight), "there is no row yet");
        Assert.IsTrue(cursor.MoveNext());
        Assert.IsTrue(cursor.MoveNext());
        getter(ref weight);
        Assert.AreEqual(0.5f, weight);
        Assert.AreEqual(1L, cursor.Position);
    }

    [TestMethod]
    public void Device_IsTheProcessorUntilSet()
    {
        MLContext ml = new();
        Assert.IsNull(ml.GpuDeviceId);
        Assert.IsFalse(ml.FallbackToCpu);

        ml.GpuDeviceId = 2;
        ml.FallbackToCpu = true;

        Assert.AreEqual(2, ml.GpuDeviceId);
        Assert.IsTrue(ml.FallbackToCpu);
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
