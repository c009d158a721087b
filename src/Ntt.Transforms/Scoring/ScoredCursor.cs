using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Transforms.Scoring;

/// <summary>
/// Walks through a view and scores it batch by batch: the source is read ahead, its active columns are kept, and the scores of the whole
/// batch are computed when the first of them is asked for. Without an active score column, or with a column whose values cannot be kept
/// (such as images, which somebody disposes of), it stays on the source's own row.
/// </summary>
internal sealed class ScoredCursor : DataViewRowCursor
{
    private const int BatchRows = 128;

    private readonly RowScorer _scorer;
    private readonly SharedCursor _shared;
    private readonly DataViewRowCursor _source;
    private readonly bool[] _active;
    private readonly KeptColumn?[] _kept;
    private readonly KeptColumn<DataViewRowId> _ids;
    private readonly long[] _sourceBatches;
    private readonly ScoreBatch? _batch;
    private readonly ValueGetter<VBuffer<float>>? _features;
    private VBuffer<float> _row;
    private int _filled;
    private int _place = -1;
    private long _position = -1;
    private bool _disposed;

    public ScoredCursor(RowScorer scorer, SharedCursor shared, DataViewSchema.Column[] columnsNeeded)
    {
        var source = shared.Source;
        _scorer = scorer;
        _shared = shared;
        _source = source;
        _active = ColumnSelection.Of(scorer.OutputSchema, columnsNeeded);
        var sourceColumns = columnsNeeded.Where(column => !scorer.IsOutput(column)).Select(column => scorer.InputSchema[column.Index]).ToArray();
        var scores = columnsNeeded.Any(scorer.IsOutput);
        ReadsAhead = CanReadAhead(scorer, columnsNeeded);
        var capacity = ReadsAhead ? BatchRows : 1;
        _kept = new KeptColumn?[scorer.InputSchema.Count];
        if (ReadsAhead)
        {
            foreach (var column in sourceColumns)
            {
                _kept[column.Index] ??= KeptColumn.Create(source, column, capacity);
            }
        }

        _ids = new KeptColumn<DataViewRowId>(source.GetIdGetter(), capacity);
        _sourceBatches = new long[capacity];
        if (scores)
        {
            _batch = scorer.NewBatch(capacity);
            _features = source.GetGetter<VBuffer<float>>(scorer.Features);
        }
    }

    /// <summary>Whether rows can be gathered into batches: a score is asked for, and the values of all other columns can be kept.</summary>
    public static bool CanReadAhead(RowScorer scorer, DataViewSchema.Column[] columnsNeeded)
        => columnsNeeded.Any(scorer.IsOutput) && columnsNeeded.All(column => scorer.IsOutput(column) || KeptColumn.CanKeep(column));

    public override DataViewSchema Schema => _scorer.OutputSchema;

    public override long Position => _position;

    public override long Batch => _place < 0 ? -1 : _sourceBatches[_place];

    /// <summary>Whether rows are gathered into batches.</summary>
    internal bool ReadsAhead { get; }

    public override bool MoveNext()
    {
        if (_place + 1 >= _filled && !Fill())
        {
            (_place, _filled, _position) = (-1, 0, -1);
            return false;
        }

        _place++;
        _position++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.CreateGetter(Place);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnSelection.ThrowIfInactive(_active, column);
        return _scorer.IsOutput(column)
            ? ColumnSelection.Cast<TValue>(_scorer.Outputs[column.Index - _scorer.InputSchema.Count].CreateGetter(() => _batch!, Place), column)
            : _kept[column.Index] is { } kept
                ? ColumnSelection.Cast<TValue>(kept.CreateGetter(Place), column)
                : _source.GetGetter<TValue>(_scorer.InputSchema[column.Index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _shared.Release();
        }

        base.Dispose(disposing);
    }

    private bool Fill()
    {
        (_filled, _place) = (0, -1);
        _batch?.Clear();
        (_filled, var batch) = _shared.Read(_sourceBatches.Length, Keep);
        if (_shared.IsSplit)
        {
            _sourceBatches.AsSpan().Fill(batch);
        }

        return _filled > 0;
    }

    private void Keep(int place)
    {
        _sourceBatches[place] = _source.Batch;
        _ids.Keep(place);
        foreach (var column in _kept)
        {
            column?.Keep(place);
        }

        if (_batch is not null)
        {
            _features!(ref _row);
            _batch.Add(_row, _source.Position);
        }
    }

    private int Place() => _place >= 0 ? _place : throw new InvalidOperationException("The cursor stands on no row; call MoveNext first and stop when it returns false.");
}
