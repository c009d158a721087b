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
            Checks.State(active[column.Index], $"Column '{column.Name}' is not active");
            var index = mapping[column.Index];
            return index >= 0 ? _input.GetGetter<TValue>(_input.Schema[index]) : RawValues.Cast<TValue>(_getters[~index], column);
        }
    }
}
