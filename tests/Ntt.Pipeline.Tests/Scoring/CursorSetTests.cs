using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests.Scoring;

/// <summary>Sets of cursors: over a source that has several cursors, and over one that has a single one, which they share.</summary>
[TestClass]
public sealed class CursorSetTests
{
    private const int Rows = 701;

    private readonly MLContext _ml = new(seed: 1);

    private static SparseNetworkTransformer Model => SmallData.Trained();

    [TestMethod]
    [DataRow(true, 3)]
    [DataRow(false, 2)]
    [DataRow(false, 5)]
    public void EveryRowIsScoredOnceAndTheSame(bool severalSources, int count)
    {
        var scored = Model.Transform(severalSources ? SmallData.View(_ml, Rows) : SingleSource());
        var (expected, labels) = (scored.Vectors<float>("Score"), scored.Scalars<uint>("PredictedLabel"));
        var seen = new float[Rows][];
        var batches = new long[Rows];

        var cursors = scored.GetRowCursorSet([scored.Schema["Score"], scored.Schema["PredictedLabel"], scored.Schema["Features"]], count);

        Assert.HasCount(count, cursors);
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                var (score, label, id) = (cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]), cursor.GetGetter<uint>(scored.Schema["PredictedLabel"]), cursor.GetIdGetter());
                VBuffer<float> value = default;
                DataViewRowId row = default;
                uint key = 0;
                for (var position = 0; cursor.MoveNext(); position++)
                {
                    Assert.AreEqual(position, cursor.Position);
                    score(ref value);
                    label(ref key);
                    id(ref row);
                    Assert.IsNull(Interlocked.Exchange(ref seen[row.Low], value.DenseValues().ToArray()));
                    Assert.AreEqual(labels[row.Low], key);
                    batches[row.Low] = cursor.Batch;
                }
            }
        });
        CollectionAssert.AreEqual(expected.Bits(), seen.Bits());
        CollectionAssert.AreEqual(batches.Order().ToArray(), batches);
        Assert.IsGreaterThan(count - 1, batches.Distinct().Count());
    }

    [TestMethod]
    public void SourceIsNotSharedWhereNothingIsScored()
    {
        var scored = Model.Transform(SingleSource());
        Assert.HasCount(1, scored.GetRowCursorSet([scored.Schema["Features"]], 3));
        Assert.HasCount(1, scored.GetRowCursorSet([scored.Schema["Score"]], 1));
    }

    [TestMethod]
    public void SharedSourceIsDisposedWithTheLastCursor()
    {
        var source = new DisposalView(SingleSource());
        var scored = Model.Transform(source);
        var cursors = scored.GetRowCursorSet([scored.Schema["Score"]], 2);
        Assert.HasCount(2, cursors);
        cursors[0].Dispose();
        cursors[0].Dispose();
        Assert.AreEqual(0, source.Disposals);
        Assert.IsTrue(cursors[1].MoveNext());
        cursors[1].Dispose();
        Assert.AreEqual(1, source.Disposals);
    }

    [TestMethod]
    public void CursorThatMeetsABadRowEndsTheOthers()
    {
        var view = new ColumnsView(Rows).AddFeatures(row => row == 200 ? throw new FormatException("row 200") : new float[SmallData.Features]);
        var scored = Model.Transform(view);
        var cursors = scored.GetRowCursorSet([scored.Schema["Score"]], 2);
        Assert.IsTrue(cursors[0].MoveNext());
        Assert.Throws<FormatException>(() => cursors[1].MoveNext());
        Assert.IsFalse(cursors[1].MoveNext());
        var rest = 0;
        while (cursors[0].MoveNext())
        {
            rest++;
        }

        Assert.AreEqual(127, rest);
        Array.ForEach(cursors, cursor => cursor.Dispose());
    }

    private static ColumnsView SingleSource()
    {
        var pixels = SmallData.Images(Rows).ToSamples().Values;
        return new ColumnsView(Rows).AddFeatures(row => pixels[(row * SmallData.Features)..((row + 1) * SmallData.Features)]);
    }

    /// <summary>Counts how often its cursors are disposed of.</summary>
    private sealed class DisposalView(IDataView inner) : IDataView
    {
        public int Disposals { get; private set; }

        public bool CanShuffle => false;

        public DataViewSchema Schema => inner.Schema;

        public long? GetRowCount() => inner.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, inner.GetRowCursor(columnsNeeded, rand));

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

        private sealed class Cursor(DisposalView view, DataViewRowCursor cursor) : DataViewRowCursor
        {
            public override DataViewSchema Schema => cursor.Schema;

            public override long Position => cursor.Position;

            public override long Batch => cursor.Batch;

            public override bool MoveNext() => cursor.MoveNext();

            public override bool IsColumnActive(DataViewSchema.Column column) => cursor.IsColumnActive(column);

            public override ValueGetter<DataViewRowId> GetIdGetter() => cursor.GetIdGetter();

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => cursor.GetGetter<TValue>(column);

            protected override void Dispose(bool disposing)
            {
                view.Disposals++;
                cursor.Dispose();
                base.Dispose(disposing);
            }
        }
    }
}
