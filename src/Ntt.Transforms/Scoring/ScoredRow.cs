using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Transforms.Scoring;

/// <summary>One row with the scores beside it; scored once for each position of the row it stands on.</summary>
internal sealed class ScoredRow : DataViewRow
{
    private readonly RowScorer _scorer;
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly ScoreBatch? _batch;
    private readonly ValueGetter<VBuffer<float>>? _features;
    private VBuffer<float> _row;
    private long _scoredPosition = -1;

    public ScoredRow(RowScorer scorer, DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        _scorer = scorer;
        _input = input;
        _active = ColumnSelection.Of(scorer.OutputSchema, activeColumns);
        if (_active.AsSpan(scorer.InputSchema.Count).Contains(true))
        {
            _batch = scorer.NewBatch(1);
            _features = input.GetGetter<VBuffer<float>>(scorer.Features);
        }
    }

    public override DataViewSchema Schema => _scorer.OutputSchema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnSelection.ThrowIfInactive(_active, column);
        return _scorer.IsOutput(column)
            ? ColumnSelection.Cast<TValue>(_scorer.Outputs[column.Index - _scorer.InputSchema.Count].CreateGetter(CurrentBatch, () => 0), column)
            : _input.GetGetter<TValue>(_scorer.InputSchema[column.Index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private ScoreBatch CurrentBatch()
    {
        var position = _input.Position;
        if (position != _scoredPosition)
        {
            _features!(ref _row);
            _batch!.Clear();
            _batch.Add(_row, position);
            _scoredPosition = position;
        }

        return _batch!;
    }
}
