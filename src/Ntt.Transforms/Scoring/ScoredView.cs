using Microsoft.ML;

namespace Ntt.Transforms.Scoring;

/// <summary>
/// A view with the scores beside its columns. Each cursor gathers rows into batches and scores those. A set of cursors scores in parallel even where
/// the source has a single cursor: they share it, as those of ML.NET's own row mappings do.
/// </summary>
internal sealed class ScoredView(RowScorer scorer, IDataView source) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => scorer.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return new ScoredCursor(scorer, new SharedCursor(source.GetRowCursor(scorer.Dependencies(columns), rand), users: 1), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        var cursors = source.GetRowCursorSet(scorer.Dependencies(columns), n, rand);
        if (cursors.Length > 1 || n <= 1 || !ScoredCursor.CanReadAhead(scorer, columns))
        {
            return [.. cursors.Select(cursor => new ScoredCursor(scorer, new SharedCursor(cursor, users: 1), columns))];
        }

        var shared = new SharedCursor(cursors[0], n);
        return [.. Enumerable.Range(0, n).Select(_ => new ScoredCursor(scorer, shared, columns))];
    }
}
