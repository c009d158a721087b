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
        => new ObjectCursor<TRow>(Schema, _columns, columnsNeeded, _rows.GetEnumerator());

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}

/// <summary>A cursor over objects, or a single row whose object is replaced.</summary>
internal sealed class ObjectCursor<TRow>(DataViewSchema schema, MemberColumn[] columns, IEnumerable<DataViewSchema.Column> active, IEnumerator<TRow> rows)
    : DataViewRowCursor
    where TRow : class
{
    private readonly HashSet<int> _active = active.Select(c => c.Index).ToHashSet();
    private long _position = -1;
    private TRow _current;
    public override DataViewSchema Schema => schema;
    public override long Position => _position;
    public override long Batch => 0;

    public static ObjectCursor<TRow> SingleRow(MemberColumn[] columns)
    {
        var schema = MemberColumn.SchemaOf(columns);
        return new ObjectCursor<TRow>(schema, columns, schema, null);
    }

    public void Set(TRow example)
    {
        _current = Checks.Value(example, nameof(example));
        _position++;
    }

    public override bool MoveNext()
    {
        if (rows.MoveNext())
        {
            Checks.State(rows.Current != null, "Encountered null when iterating over data, this is not supported.");
            Set(rows.Current);
            return true;
        }
        (_current, _position) = (null, -1);
        return false;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        Checks.State(_current != null, "Values cannot be fetched at this time. This method was called either before the first call to MoveNext, or at any point after that method returned false.");
        id = new DataViewRowId((ulong)_position, 0);
    };

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        Checks.State(column.Index < schema.Count, $"Column index must be between 0 and {schema.Count}");
        return _active.Contains(column.Index);
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Checks.Param(IsColumnActive(column), nameof(column), $"Column '{column.Name}' is not active");
        return RawValues.Cast<TValue>(ObjectReader.Getter(columns[column.Index], () => _current), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rows?.Dispose();
        base.Dispose(disposing);
    }
}
