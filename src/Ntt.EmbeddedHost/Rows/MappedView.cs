namespace Microsoft.ML.Data;

/// <summary>A view whose columns are columns of its source or computed row by row from them.</summary>
internal sealed class MappedView(IDataView source, RowMapping mapping) : IDataView, IRowToRowMapper
{
    public bool CanShuffle => source.CanShuffle;
    public DataViewSchema Schema => mapping.OutputSchema;
    public DataViewSchema InputSchema => mapping.InputSchema;
    public DataViewSchema OutputSchema => mapping.OutputSchema;
    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = mapping.Active(columnsNeeded);
        return new Cursor(source.GetRowCursor(mapping.Dependencies(active), rand), mapping, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = mapping.Active(columnsNeeded);
        var inputs = source.GetRowCursorSet(mapping.Dependencies(active), n, rand);
        if (inputs.Length == 1 && n > 1 && mapping.Computes(active))
            inputs = SplitCursor.Split(inputs[0], n);
        return Array.ConvertAll(inputs, input => (DataViewRowCursor)new Cursor(input, mapping, active));
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
        => mapping.Dependencies(mapping.Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Checks.Value(input, nameof(input));
        Checks.Value(activeColumns, nameof(activeColumns));
        Checks.State(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return new Cursor(input, mapping, mapping.Active(activeColumns));
    }

    private sealed class Cursor(DataViewRow input, RowMapping mapping, bool[] active) : WrappedCursor(input)
    {
        private readonly DataViewRow _input = input;
        private readonly Delegate[] _getters = mapping.CreateGetters(input, active);
        public override DataViewSchema Schema => mapping.OutputSchema;
        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var index = mapping[column.Index];
            if (index >= 0)
                return _input.GetGetter<TValue>(_input.Schema[index]);
            Checks.State(active[column.Index], $"Column '{column.Name}' is not active");
            return RawValues.Cast<TValue>(_getters[~index], column);
        }
    }
}

/// <summary>Columns computed row by row from others.</summary>
internal abstract class RowMapper
{
    public abstract DataViewSchema.DetachedColumn[] OutputColumns { get; }
    /// <summary>The input columns that the active outputs are computed from.</summary>
    public abstract IEnumerable<int> Dependencies(bool[] active);
    /// <summary>Getters of the active outputs; null for the others.</summary>
    public abstract Delegate[] CreateGetters(DataViewRow input, bool[] active);
}

/// <summary>Output columns that are input columns (position) or computed ones (complement of the position).</summary>
internal sealed class RowMapping
{
    private readonly int[] _map;
    private readonly RowMapper _mapper;
    private RowMapping(DataViewSchema input, IEnumerable<DataViewSchema.DetachedColumn> output, IEnumerable<int> map, RowMapper mapper)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(output);
        (InputSchema, OutputSchema, _map, _mapper) = (input, builder.ToSchema(), [.. map], mapper);
    }

    public DataViewSchema InputSchema { get; }
    public DataViewSchema OutputSchema { get; }
    public int this[int output] => _map[output];

    /// <summary>The input's columns in their order, a computed one after the column it hides, or else at the end.</summary>
    public static RowMapping Append(DataViewSchema input, RowMapper mapper)
    {
        var added = mapper.OutputColumns;
        var map = Enumerable.Range(0, input.Count).ToList();
        DataViewSchema.DetachedColumn Column(int index) => index >= 0 ? new(input[index]) : added[~index];
        for (var i = 0; i < added.Length; i++)
        {
            var hidden = map.FindLastIndex(index => Column(index).Name == added[i].Name);
            map.Insert(hidden >= 0 ? hidden + 1 : map.Count, ~i);
        }
        return new RowMapping(input, map.Select(Column), map, mapper);
    }

    public static RowMapping Select(DataViewSchema input, IEnumerable<DataViewSchema.Column> kept)
        => new(input, kept.Select(c => new DataViewSchema.DetachedColumn(c)), kept.Select(c => c.Index), null);

    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[_map.Length];
        foreach (var column in columns)
            active[column.Index] = true;
        return active;
    }

    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active)
    {
        var needed = _map.Where((index, i) => active[i] && index >= 0).Concat(_mapper?.Dependencies(Computed(active)) ?? []).ToHashSet();
        return InputSchema.Where(column => needed.Contains(column.Index)).ToArray();
    }

    public Delegate[] CreateGetters(DataViewRow input, bool[] active)
    {
        return Computes(active) ? _mapper.CreateGetters(input, Computed(active)) : [];
    }

    public bool Computes(bool[] active) => Computed(active).Contains(true);

    private bool[] Computed(bool[] active)
    {
        var computed = new bool[_mapper?.OutputColumns.Length ?? 0];
        for (var i = 0; i < _map.Length; i++)
        {
            if (_map[i] < 0)
                computed[~_map[i]] = active[i];
        }
        return computed;
    }
}

/// <summary>A row or cursor that follows another one.</summary>
internal abstract class WrappedCursor(DataViewRow input) : DataViewRowCursor
{
    public override DataViewSchema Schema => input.Schema;
    public override long Position => input.Position;
    public override long Batch => input.Batch;
    public override bool MoveNext() => ((DataViewRowCursor)input).MoveNext();
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();
    public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
