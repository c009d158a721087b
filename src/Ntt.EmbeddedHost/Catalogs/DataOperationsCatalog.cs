namespace Microsoft.ML;

/// <summary>Loading and splitting of data.</summary>
public sealed class DataOperationsCatalog
{
    private readonly int? _seed;
    internal DataOperationsCatalog(int? seed) => _seed = seed;

    /// <summary>A view of objects, read anew in every pass.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
        => new ObjectView<TRow>(Checks.Value(data, nameof(data)), schemaDefinition);

    /// <summary>The rows of a view as objects.</summary>
    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
        => Rows(Checks.Value(data, nameof(data)), new ObjectWriter<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition), reuseRowObject);

    /// <summary>Splits rows at random in two sets.</summary>
    /// <exception cref="NotSupportedException">A sampling key is given: only ML.NET itself splits by one.</exception>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        Checks.Value(data, nameof(data));
        Checks.Param(testFraction is > 0 and < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        return Split(data, samplingKeyColumnName, seed, 0, testFraction, includeMax: false);
    }

    /// <summary>Splits rows at random in folds, each a test set once.</summary>
    internal IEnumerable<TrainTestData> SplitInFolds(IDataView data, int numberOfFolds, string samplingKey, int? seed)
    {
        Checks.Value(data, nameof(data));
        Checks.Param(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        TrainTestData Fold(int fold) => Split(data, samplingKey, seed, (double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds, includeMax: true);
        return Enumerable.Range(0, numberOfFolds).Select(Fold);
    }

    private static IEnumerable<TRow> Rows<TRow>(IDataView data, ObjectWriter<TRow> writer, bool reuse)
        where TRow : class, new()
    {
        using var cursor = data.GetRowCursor(writer.Sources);
        var fill = writer.Bind(cursor);
        TRow row = null;
        while (cursor.MoveNext())
        {
            row = reuse && row != null ? row : new TRow();
            fill(row);
            yield return row;
        }
    }

    private TrainTestData Split(IDataView data, string samplingKey, int? seed, double min, double max, bool includeMax)
    {
        if (samplingKey != null)
            throw new NotSupportedException($"Splitting by the column '{samplingKey}' needs ML.NET itself");
        IDataView Rows(bool complement) => new FilteredView(data, seed ?? _seed, min, max, includeMax, complement);
        return new TrainTestData(Rows(complement: true), Rows(complement: false));
    }

    /// <summary>Two sets of rows.</summary>
    public struct TrainTestData
    {
        /// <summary>Rows to train on.</summary>
        public readonly IDataView TrainSet;
        /// <summary>Rows to test on.</summary>
        public readonly IDataView TestSet;
        internal TrainTestData(IDataView trainSet, IDataView testSet) => (TrainSet, TestSet) = (trainSet, testSet);
    }
}
