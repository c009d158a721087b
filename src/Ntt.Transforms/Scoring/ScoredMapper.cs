using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Transforms.Scoring;

/// <summary>Scores single rows, as prediction engines want it.</summary>
internal sealed class ScoredMapper(RowScorer scorer) : IRowToRowMapper
{
    public DataViewSchema InputSchema => scorer.InputSchema;

    public DataViewSchema OutputSchema => scorer.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => scorer.Dependencies(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        return new ScoredRow(scorer, input, activeColumns);
    }
}
