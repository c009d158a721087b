namespace Microsoft.ML.Data;

/// <summary>A view of columns held in arrays; without rows, the arrays may be missing.</summary>
internal sealed class ArrayView(DataViewSchema schema, Array[] columns, int rows) : IDataView
{
    public bool CanShuffle => false;
    public DataViewSchema Schema => schema;
    public Array[] Columns => columns;
    public static ArrayView Empty(DataViewSchema schema) => new(schema, new Array[schema.Count], 0);
    public long? GetRowCount() => rows;

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
        public override bool MoveNext() => ++_position < view.GetRowCount();
        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);
        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var values = (TValue[])view.Columns[column.Index];
            return (ref TValue dst) => dst = values[_position];
        }
    }
}

/// <summary>The rows whose random number lies in a range, or outside; the numbers follow from the seed and the row's place.</summary>
internal sealed class FilteredView(IDataView source, int? seed, double min, double max, bool complement) : IDataView
{
    private const uint DefaultSeed = 42;
    public bool CanShuffle => false;
    public DataViewSchema Schema => source.Schema;
    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var random = new TauswortheHybrid((uint?)seed ?? DefaultSeed);
        bool Accept()
        {
            double value = random.NextSingle();
            return (min <= value && value <= max) != complement;
        }
        return new Cursor(source.GetRowCursor(columnsNeeded), Accept);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, Func<bool> accept) : WrappedCursor(input)
    {
        private long _position = -1;
        public override long Position => _position;

        public override bool MoveNext()
        {
            while (base.MoveNext())
            {
                if (!accept())
                    continue;
                _position++;
                return true;
            }
            _position = -1;
            return false;
        }
    }
}
