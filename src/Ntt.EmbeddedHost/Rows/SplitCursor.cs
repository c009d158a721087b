namespace Microsoft.ML.Data;

/// <summary>One of several cursors over a source, for as many threads: each takes the next rows in turn and keeps their values.</summary>
internal sealed class SplitCursor : WrappedCursor
{
    private const int RowsOfBatch = 128;
    private readonly DataViewRowCursor _input;
    private readonly Progress _progress;
    private readonly Delegate[] _getters;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly List<Action<int>> _keep = [];
    private (int Count, long Number) _batch;
    private int _place;
    private long _position = -1;

    private SplitCursor(DataViewRowCursor input, Progress progress)
        : base(input)
    {
        (_input, _progress) = (input, progress);
        _idGetter = KeepValues(input.GetIdGetter());
        _getters = Array.ConvertAll([.. Schema], column => !IsColumnActive(column) ? null
            : column.Type is VectorDataViewType vector ? Getter(nameof(KeepVectors), vector.ItemType, input, column)
            : Getter(nameof(KeepValues), column.Type, input, column));
    }

    public override long Position => _position;
    public override long Batch => _batch.Number;

    /// <summary>Splits a cursor, unless it has active columns whose values do not outlive their row.</summary>
    public static DataViewRowCursor[] Split(DataViewRowCursor input, int count)
    {
        var progress = new Progress { Users = count };
        var canKeep = input.Schema.Where(input.IsColumnActive).All(column => column.Type is PrimitiveDataViewType or VectorDataViewType);
        return canKeep ? Enumerable.Range(0, count).Select(_ => (DataViewRowCursor)new SplitCursor(input, progress)).ToArray() : [input];
    }

    public override bool MoveNext()
    {
        if (++_place >= _batch.Count)
            (_batch, _place) = (ReadBatch(), 0);
        _position = _batch.Count > 0 ? _position + 1 : -1;
        return _batch.Count > 0;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => _idGetter;
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => RawValues.Cast<TValue>(_getters[column.Index], column);

    protected override void Dispose(bool disposing) => base.Dispose(disposing && Interlocked.Decrement(ref _progress.Users) == 0);

    private (int Count, long Number) ReadBatch()
    {
        lock (_progress)
        {
            var count = 0;
            while (count < RowsOfBatch && !_progress.Ended && !(_progress.Ended = !_input.MoveNext()))
            {
                foreach (var keep in _keep)
                    keep(count);
                count++;
            }
            return (count, _progress.Batches++);
        }
    }

    private Delegate Getter(string method, DataViewType type, DataViewRow input, DataViewSchema.Column column)
        => (Delegate)typeof(SplitCursor).GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic).MakeGenericMethod(type.RawType).Invoke(this, [RawValues.GetGetter(input, column)]);

    private ValueGetter<T> KeepValues<T>(ValueGetter<T> getter)
    {
        var values = new T[RowsOfBatch];
        _keep.Add(place => getter(ref values[place]));
        return (ref T dst) => dst = values[_place];
    }

    private ValueGetter<VBuffer<T>> KeepVectors<T>(ValueGetter<VBuffer<T>> getter)
    {
        var values = new VBuffer<T>[RowsOfBatch];
        _keep.Add(place => getter(ref values[place]));
        return (ref VBuffer<T> dst) => values[_place].CopyTo(ref dst);
    }

    /// <summary>What the cursors of a source share.</summary>
    private sealed class Progress
    {
        public int Users;
        public long Batches;
        public bool Ended;
    }
}
