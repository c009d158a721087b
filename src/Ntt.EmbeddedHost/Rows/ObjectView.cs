using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view of objects.</summary>
internal sealed class ObjectView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _rows;
    private readonly MemberColumn[] _columns;

    public ObjectView(IEnumerable<TRow> rows, SchemaDefinition definition)
    {
        _rows = rows;
        _columns = MemberColumn.Create(typeof(TRow), definition, SchemaDefinition.Direction.Read);
        Schema = MemberColumn.SchemaOf(_columns);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => (_rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = new bool[Schema.Count];
        foreach (var column in columnsNeeded)
            active[column.Index] = true;
        return new Cursor(_rows.GetEnumerator(), Schema, _columns, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(IEnumerator<TRow> rows, DataViewSchema schema, MemberColumn[] columns, bool[] active) : DataViewRowCursor
    {
        private long _position = -1;
        private bool _done;

        public override DataViewSchema Schema => schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (!_done && rows.MoveNext())
            {
                _position++;
                return true;
            }

            _done = true;
            _position = -1;
            return false;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter()
            => (ref DataViewRowId id) =>
            {
                Checks.State(_position >= 0, "The cursor is before the first or after the last row");
                id = new DataViewRowId((ulong)_position, 0);
            };

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Checks.Param(active[column.Index], nameof(column), $"Column '{column.Name}' is not active");
            return RawValues.Cast<TValue>(ObjectReader.Getter(columns[column.Index], Current), column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                rows.Dispose();
            base.Dispose(disposing);
        }

        private TRow Current()
        {
            Checks.State(_position >= 0, "The cursor is before the first or after the last row");
            return rows.Current ?? throw new InvalidOperationException($"Row {_position} is null");
        }
    }
}

/// <summary>A single row over an object that may be replaced.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow _current;
    private long _position = -1;

    public ObjectRow(MemberColumn[] columns)
    {
        Schema = MemberColumn.SchemaOf(columns);
        _getters = Array.ConvertAll(columns, column => ObjectReader.Getter(column, Current));
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public void Set(TRow row)
    {
        Checks.Value(row, nameof(row));
        _current = row;
        _position++;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        => RawValues.Cast<TValue>(_getters[column.Index], column);

    private TRow Current()
    {
        Checks.State(_position >= 0, "There is no current row");
        return _current;
    }
}
