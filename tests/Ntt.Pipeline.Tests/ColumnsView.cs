using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Pipeline.Tests;

/// <summary>A view made of functions from row number to value; it can also refuse to have a column read.</summary>
internal sealed class ColumnsView(int rows) : IDataView
{
    private readonly DataViewSchema.Builder _schema = new();
    private readonly List<Func<Cursor, Delegate>> _getters = [];
    private readonly HashSet<int> _forbidden = [];
    private DataViewSchema? _built;

    private int Rows => rows;

    public bool CanShuffle => false;

    public bool KnowsRowCount { get; init; } = true;

    public DataViewSchema Schema => _built ??= _schema.ToSchema();

    /// <summary>Names of the columns that somebody has opened.</summary>
    public HashSet<string> Opened { get; } = [];

    public ColumnsView Add<T>(string name, DataViewType type, Func<int, T> value)
    {
        _schema.AddColumn(name, type);
        _getters.Add(cursor => (ValueGetter<T>)((ref T target) => target = value((int)cursor.Position)));
        return this;
    }

    public ColumnsView AddFeatures(Func<int, float[]> value, int? length = SmallData.Features)
        => Add("Features", length is { } known ? new VectorDataViewType(NumberDataViewType.Single, known) : new VectorDataViewType(NumberDataViewType.Single), row => Dense(value(row)));

    public static VBuffer<float> Dense(float[] values) => new(values.Length, values);

    /// <summary>Whoever opens the column added last gets an exception.</summary>
    public ColumnsView Forbid()
    {
        _forbidden.Add(_getters.Count - 1);
        return this;
    }

    public long? GetRowCount() => KnowsRowCount ? Rows : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly ColumnsView _view;
        private readonly HashSet<int> _active;
        private long _position = -1;

        public Cursor(ColumnsView view, IEnumerable<DataViewSchema.Column> columnsNeeded)
        {
            _view = view;
            _active = [.. columnsNeeded.Select(column => column.Index)];
            if (_active.FirstOrDefault(view._forbidden.Contains, -1) is >= 0 and var index)
            {
                throw new InvalidOperationException($"Column '{view.Schema[index].Name}' must not be read.");
            }

            view.Opened.UnionWith(_active.Select(column => view.Schema[column].Name));
        }

        public override DataViewSchema Schema => _view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_position + 1 >= _view.Rows)
            {
                return false;
            }

            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ValueGetter<TValue>)_view._getters[column.Index](this);
    }
}
