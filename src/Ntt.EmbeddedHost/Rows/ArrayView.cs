using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view of columns held in arrays.</summary>
internal sealed class ArrayView : IDataView
{
    private readonly Array[] _columns;
    private readonly int _rows;

    public ArrayView(DataViewSchema schema, Array[] columns, int rows)
    {
        Schema = schema;
        _columns = columns;
        _rows = rows;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(this, columnsNeeded.Select(c => c.Index).ToHashSet());

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(ArrayView view, HashSet<int> active) : DataViewRowCursor
    {
        private int _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_position == view._rows)
                return false;
            return ++_position < view._rows;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Checks.State(IsColumnActive(column), $"Column '{column.Name}' is not active");
            var method = column.Type is VectorDataViewType vector ? (nameof(Vector), vector.ItemType.RawType) : (nameof(Value), column.Type.RawType);
            return RawValues.Cast<TValue>((Delegate)RawValues.Call(typeof(Cursor), method.Item1, method.Item2, this, view._columns[column.Index]), column);
        }

        private static ValueGetter<T> Value<T>(Cursor cursor, T[] values) => (ref T dst) => dst = values[cursor._position];

        private static ValueGetter<VBuffer<T>> Vector<T>(Cursor cursor, VBuffer<T>[] values)
            => (ref VBuffer<T> dst) => values[cursor._position].CopyTo(ref dst);
    }
}
