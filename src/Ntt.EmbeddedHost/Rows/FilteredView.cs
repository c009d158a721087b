using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Some rows of a view.</summary>
/// <param name="source">The view.</param>
/// <param name="count">The number of rows kept, as far as it is known.</param>
/// <param name="newFilter">Makes a filter for one pass: called for every row, true to keep it, false to leave it out, null to stop.</param>
internal sealed class FilteredView(IDataView source, Func<long?> count, Func<Func<bool?>> newFilter) : IDataView
{
    private const uint DefaultSeed = 42;

    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public static FilteredView Skip(IDataView source, long count) => new(source, () => source.GetRowCount() is { } all ? Math.Max(0, all - count) : null, () =>
    {
        var row = 0L;
        return () => row++ >= count;
    });

    public static FilteredView Take(IDataView source, long count) => new(source, () => source.GetRowCount() is { } all ? Math.Min(all, count) : null, () =>
    {
        var row = 0L;
        return () => row++ < count ? true : null;
    });

    /// <summary>The rows whose random number lies in a range, or outside; the numbers follow from the seed and the row's place.</summary>
    public static FilteredView Sample(IDataView source, int? seed, double min, double max, bool includeMax, bool complement) => new(source, () => null, () =>
    {
        var random = new TauswortheHybrid((uint?)seed ?? DefaultSeed);
        return () =>
        {
            double value = random.NextSingle();
            return (min <= value && (value < max || (includeMax && value == max))) != complement;
        };
    });

    public long? GetRowCount() => count();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(source.GetRowCursor(columnsNeeded), newFilter());

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, Func<bool?> filter) : DataViewRowCursor
    {
        private long _position = -1;
        private bool _done;

        public override DataViewSchema Schema => input.Schema;

        public override long Position => _position;

        public override long Batch => input.Batch;

        public override bool MoveNext()
        {
            while (!_done && input.MoveNext())
            {
                var accepted = filter();
                if (accepted == null)
                    break;
                if (accepted == true)
                {
                    _position++;
                    return true;
                }
            }

            _done = true;
            _position = -1;
            return false;
        }

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
}
