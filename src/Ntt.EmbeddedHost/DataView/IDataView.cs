namespace Microsoft.ML;

/// <summary>A lazily read table: a schema, and cursors that walk its rows.</summary>
public interface IDataView
{
    /// <summary>Whether cursors may be asked for in random order.</summary>
    bool CanShuffle { get; }
    /// <summary>The columns.</summary>
    DataViewSchema Schema { get; }
    /// <summary>The number of rows, or null when finding out takes a pass over the data.</summary>
    long? GetRowCount();
    /// <summary>A cursor over all rows in which at least <paramref name="columnsNeeded"/> can be read.</summary>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null);
    /// <summary>Up to <paramref name="n"/> cursors that together visit every row once.</summary>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null);
}

/// <summary>Writes the current value of a column into <paramref name="value"/>, reusing its buffers.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);

/// <summary>One row whose values are read through getters.</summary>
public abstract class DataViewRow : IDisposable
{
    /// <summary>The index of the row in its cursor; -1 before the first row.</summary>
    public abstract long Position { get; }
    /// <summary>A number that grows along the original order of cursors of one set.</summary>
    public abstract long Batch { get; }
    /// <summary>The columns.</summary>
    public abstract DataViewSchema Schema { get; }
    /// <summary>A getter of the row's identifier.</summary>
    public abstract ValueGetter<DataViewRowId> GetIdGetter();
    /// <summary>Whether the column can be read here.</summary>
    public abstract bool IsColumnActive(DataViewSchema.Column column);
    /// <summary>A getter of the column's values; it throws when the type differs or the column is not active.</summary>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the row holds.</summary>
    protected virtual void Dispose(bool disposing) { }
}

/// <summary>A row that moves over a data view.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    /// <summary>Moves to the next row; false when there is none.</summary>
    public abstract bool MoveNext();
}
