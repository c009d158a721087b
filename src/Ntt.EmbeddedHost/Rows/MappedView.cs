using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view whose columns are columns of its source or computed row by row from them.</summary>
internal sealed class MappedView(IDataView source, RowMapping mapping) : IDataView, IRowToRowMapper
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapping.OutputSchema;

    public DataViewSchema InputSchema => mapping.InputSchema;

    public DataViewSchema OutputSchema => mapping.OutputSchema;

    public static IRowToRowMapper MapperOf(RowMapping mapping) => new MappedView(new EmptyView(mapping.InputSchema), mapping);

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
        return new Row(input, mapping, mapping.Active(activeColumns));
    }

    private static ValueGetter<TValue> Getter<TValue>(DataViewRow input, RowMapping mapping, Delegate[] getters, bool[] active, DataViewSchema.Column column)
    {
        Checks.State(active[column.Index], $"Column '{column.Name}' is not active");
        var index = mapping[column.Index];
        return index >= 0 ? input.GetGetter<TValue>(input.Schema[index]) : RawValues.Cast<TValue>(getters[~index], column);
    }

    private sealed class Row(DataViewRow input, RowMapping mapping, bool[] active) : DataViewRow
    {
        private readonly Delegate[] _getters = mapping.CreateGetters(input, active);

        public override DataViewSchema Schema => mapping.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => Getter<TValue>(input, mapping, _getters, active, column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Cursor(DataViewRowCursor input, RowMapping mapping, bool[] active) : DataViewRowCursor
    {
        private readonly Delegate[] _getters = mapping.CreateGetters(input, active);

        public override DataViewSchema Schema => mapping.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => Getter<TValue>(input, mapping, _getters, active, column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
