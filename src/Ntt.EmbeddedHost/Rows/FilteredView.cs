namespace Microsoft.ML.Data;

/// <summary>The rows whose random number lies in a range, or outside; the numbers follow from the seed and the row's place.</summary>
internal sealed class FilteredView(IDataView source, int? seed, double min, double max, bool includeMax, bool complement) : IDataView
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
            return (min <= value && (value < max || (includeMax && value == max))) != complement;
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
