namespace Microsoft.ML;

/// <summary>Loading of data.</summary>
public sealed class DataOperationsCatalog
{
    private readonly int? _seed;
    internal DataOperationsCatalog(int? seed) => _seed = seed;

    /// <summary>A view of objects, read anew in every pass.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
        => new ObjectView<TRow>(Checks.Value(data, nameof(data)), schemaDefinition);

    /// <summary>Splits rows at random in folds: for each the rows outside, to train on, and those in it.</summary>
    internal IEnumerable<(IDataView TrainSet, IDataView TestSet)> SplitInFolds(IDataView data, int numberOfFolds, string samplingKey, int? seed)
    {
        Checks.Value(data, nameof(data));
        Checks.Param(numberOfFolds > 1, "numFolds", "Must be more than 1");
        if (samplingKey != null)
            throw new NotSupportedException($"Splitting by the column '{samplingKey}' needs ML.NET itself");
        IDataView Rows(int fold, bool outside)
            => new FilteredView(data, seed ?? _seed, (double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds, outside);
        return Enumerable.Range(0, numberOfFolds).Select(fold => (Rows(fold, outside: true), Rows(fold, outside: false)));
    }
}
