using Microsoft.ML;
using Microsoft.ML.Data;
using static Ntt.PipelineHost.Tests.Outcome;

namespace Ntt.PipelineHost.Tests;

/// <summary>Cursors and sets of cursors: positions, identifiers, what is active, how rows are shared out.</summary>
[TestClass]
public sealed class CursorOutcomes
{
    private readonly MLContext _ml = new(1);

    private IDataView View => MixedRow.View(_ml);

    private IDataView Copied => _ml.Transforms.CopyColumns("A", "Number").Fit(View).Transform(View);

    [TestMethod]
    public void Position_IsMinusOneOutside()
    {
        foreach ((IDataView view, string column) in new[] { (View, "Number"), (Copied, "A") })
        {
            using DataViewRowCursor cursor = view.GetRowCursor([view.Schema[column]]);
            Assert.AreEqual(-1, cursor.Position);
            for (int row = 0; row < 5; row++)
            {
                Assert.IsTrue(cursor.MoveNext());
                Assert.AreEqual(row, cursor.Position);
            }

            Assert.IsFalse(cursor.MoveNext());
            Assert.AreEqual(-1, cursor.Position);
            Assert.IsFalse(cursor.MoveNext());
        }

        Is("5", () => Rows(View.GetRowCursor([])));
    }

    [TestMethod]
    public void Ids_AreThoseOfTheSource()
    {
        IDataView copied = Copied;
        using DataViewRowCursor cursor = copied.GetRowCursor([copied.Schema["A"]]);
        ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
        DataViewRowId value = default;
        for (ulong row = 0; cursor.MoveNext(); row++)
        {
            id(ref value);
            Assert.AreEqual(row, value.Low);
            Assert.AreEqual(0ul, value.High);
        }

        using DataViewRowCursor before = View.GetRowCursor([View.Schema[0]]);
        Assert.ThrowsExactly<InvalidOperationException>(() => before.GetIdGetter()(ref value));
    }

    [TestMethod]
    public void Getters_NeedActiveColumnsOfTheirType()
    {
        IDataView copied = Copied;
        DataViewSchema.Column a = copied.Schema["A"], flag = copied.Schema["Flag"];
        using DataViewRowCursor onA = copied.GetRowCursor([a]);
        using DataViewRowCursor onFlag = copied.GetRowCursor([flag]);
        using DataViewRowCursor onView = View.GetRowCursor([View.Schema[0]]);

        Is("[A]", () => copied.Schema.Where(onA.IsColumnActive).Select(column => column.Name));
        Is("ArgumentOutOfRangeException(column)", () => onA.GetGetter<bool>(flag));
        Is("InvalidOperationException", () => onFlag.GetGetter<float>(a));
        Is("InvalidOperationException", () => onA.GetGetter<double>(a));
        Is("InvalidOperationException", () => onView.IsColumnActive(a));
    }

    /// <summary>A source of one cursor stays whole; whoever computes columns splits it among as many threads as asked for.</summary>
    [TestMethod]
    public void Sets_SplitWhereColumnsAreComputed()
    {
        IDataView copied = Copied;
        IDataView dropped = _ml.Transforms.DropColumns("Flag").Fit(copied).Transform(copied);
        IDataView joined = _ml.Transforms.Concatenate("J", "Vector", "Array").Fit(View).Transform(View);

        Assert.AreEqual(1, Count(View, "Number", 3));
        Assert.AreEqual(1, Count(copied, "Flag", 3));
        Assert.AreEqual(1, Count(copied, "A", 1));
        Assert.AreEqual(3, Count(copied, "A", 3));
        Assert.AreEqual(3, Count(dropped, "A", 3));
        Assert.AreEqual(2, Count(joined, "J", 2));
    }

    [TestMethod]
    public void Sets_VisitEveryRowOnceInBatches()
    {
        const int Rows = 1001;
        IDataView view = SampleRows.View(_ml, Rows);
        IDataView joined = _ml.Transforms.Concatenate("J", "Features", "Weight").Fit(view).Transform(view);
        var seen = new (float[] Joined, string Color, long Batch)[Rows];

        DataViewRowCursor[] cursors = joined.GetRowCursorSet([joined.Schema["J"], joined.Schema["Color"]], 3);
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                var (getJoined, getColor, getId) = (cursor.GetGetter<VBuffer<float>>(joined.Schema["J"]), cursor.GetGetter<ReadOnlyMemory<char>>(joined.Schema["Color"]), cursor.GetIdGetter());
                VBuffer<float> vector = default;
                ReadOnlyMemory<char> color = default;
                DataViewRowId id = default;
                for (long position = 0; cursor.MoveNext(); position++)
                {
                    Assert.AreEqual(position, cursor.Position);
                    getJoined(ref vector);
                    getColor(ref color);
                    getId(ref id);
                    Assert.IsNull(seen[id.Low].Joined);
                    seen[id.Low] = (vector.DenseValues().ToArray(), color.ToString(), cursor.Batch);
                }
            }
        });

        long batch = 0;
        for (int row = 0; row < Rows; row++)
        {
            CollectionAssert.AreEqual(new[] { row, -row, row * 0.5f }, seen[row].Joined);
            Assert.AreEqual(SampleRows.Colors[row % 3], seen[row].Color);
            Assert.IsGreaterThanOrEqualTo(batch, seen[row].Batch);
            batch = seen[row].Batch;
        }

        Assert.IsGreaterThan(0, batch);
    }

    [TestMethod]
    public void Schemas_AreSnapshots()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        DataViewSchema schema = builder.ToSchema();
        builder.AddColumn("B", NumberDataViewType.Single);

        Assert.HasCount(1, schema);
        Assert.HasCount(2, builder.ToSchema());
        Is("ArgumentNullException(type)", () => new DataViewSchema.DetachedColumn("A", null));
        Is("ArgumentNullException(name)", () => new DataViewSchema.DetachedColumn("", NumberDataViewType.Single));
        Is("0", () => new DataViewSchema.DetachedColumn("A", NumberDataViewType.Single).Annotations.Schema.Count);
    }

    [TestMethod]
    public void Annotations_LastOfANameIsRead()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("A", NumberDataViewType.Single, 1f);
        builder.AddPrimitiveValue("A", NumberDataViewType.Single, 2f);
        float value = 0;
        builder.ToAnnotations().GetValue("A", ref value);

        Assert.AreEqual(2f, value);
        Assert.ThrowsExactly<InvalidOperationException>(() => DataViewSchema.Annotations.Empty.GetValue("A", ref value));
        Assert.AreEqual("type", Assert.ThrowsExactly<ArgumentNullException>(() => builder.AddPrimitiveValue("B", null, 1f)).ParamName);
        Assert.AreEqual("name", Assert.ThrowsExactly<ArgumentNullException>(() => builder.AddPrimitiveValue(null, NumberDataViewType.Single, 1f)).ParamName);
        Assert.AreEqual("getter", Assert.ThrowsExactly<ArgumentNullException>(() => builder.Add<int>("B", NumberDataViewType.Int32, null)).ParamName);
    }

    [TestMethod]
    public void Types_HaveNamesAndEquality()
    {
        DataViewType[] types =
        [
            NumberDataViewType.Single, NumberDataViewType.Byte, NumberDataViewType.UInt16, NumberDataViewType.Int32, NumberDataViewType.UInt32, NumberDataViewType.Int64,
            NumberDataViewType.UInt64, NumberDataViewType.Double, BooleanDataViewType.Instance, TextDataViewType.Instance, new KeyDataViewType(typeof(byte), 5),
            new VectorDataViewType(new KeyDataViewType(typeof(uint), 3), 2), new VectorDataViewType(TextDataViewType.Instance),
        ];

        Is("[Single, Byte, UInt16, Int32, UInt32, Int64, UInt64, Double, Boolean, String, Key<Byte, 0-4>, Vector<Key<UInt32, 0-2>, 2>, Vector<String>]", () => types.Select(type => type.ToString()));
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3), new VectorDataViewType(NumberDataViewType.Single, 3));
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3).GetHashCode(), new VectorDataViewType(NumberDataViewType.Single, 3).GetHashCode());
        Assert.AreNotEqual(new KeyDataViewType(typeof(uint), 3), new KeyDataViewType(typeof(ulong), 3));
        Assert.IsFalse(new KeyDataViewType(typeof(uint), 3).Equals(NumberDataViewType.UInt32));
        Assert.HasCount(1, new VectorDataViewType(NumberDataViewType.Single).Dimensions);
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Single, 2, 0).IsKnownSize);
        Is("ArgumentOutOfRangeException(count)", () => new KeyDataViewType(typeof(uint), 0));
    }

    private static int Rows(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            int rows = 0;
            while (cursor.MoveNext())
            {
                rows++;
            }

            return rows;
        }
    }

    private static int Count(IDataView view, string column, int cursors)
    {
        DataViewRowCursor[] set = view.GetRowCursorSet([view.Schema[column]], cursors);
        Array.ForEach(set, cursor => cursor.Dispose());
        return set.Length;
    }
}
