using Microsoft.ML;

namespace Ntt.Transforms.Scoring;

/// <summary>A view with the scores beside its columns. Each cursor gathers rows into batches and scores those.</summary>
internal sealed class ScoredView(RowScorer scorer, IDataView source) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => scorer.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return new ScoredCursor(scorer, source.GetRowCursor(scorer.Dependencies(columns), rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        var cursors = source.GetRowCursorSet(scorer.Dependencies(columns), n, rand);
        return [.. cursors.Select(cursor => new ScoredCursor(scorer, cursor, columns))];
    }
}
