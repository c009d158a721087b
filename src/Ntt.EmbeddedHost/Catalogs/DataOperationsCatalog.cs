using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Loading and splitting of data.</summary>
public sealed class DataOperationsCatalog
{
    private readonly HostEnvironment _environment;

    internal DataOperationsCatalog(HostEnvironment environment) => _environment = environment;

    /// <summary>A view of objects, read anew in every pass.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        Checks.Value(data, nameof(data));
        return new ObjectView<TRow>(data, schemaDefinition);
    }

    /// <summary>A view of objects whose columns have the types and annotations of a schema.</summary>
    /// <exception cref="InvalidOperationException">A column of the schema has no member.</exception>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        Checks.Value(data, nameof(data));
        Checks.Value(schema, nameof(schema));
        return new ObjectView<TRow>(data, DefinitionOf<TRow>(schema));
    }

    /// <summary>The rows of a view as objects.</summary>
    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        Checks.Value(data, nameof(data));
        return Rows(data, new ObjectWriter<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition), reuseRowObject);
    }

    /// <summary>Leaves out the first rows.</summary>
    public IDataView SkipRows(IDataView input, long count)
    {
        Checks.Value(input, nameof(input));
        Checks.Param(count > 0, nameof(count), "Must be greater than zero.");
        return FilteredView.Skip(input, count);
    }

    /// <summary>Keeps the first rows only.</summary>
    public IDataView TakeRows(IDataView input, long count)
    {
        Checks.Value(input, nameof(input));
        Checks.Param(count > 0, nameof(count), "Must be greater than zero.");
        return FilteredView.Take(input, count);
    }

    /// <summary>Splits rows at random in two sets.</summary>
    /// <exception cref="NotSupportedException">A sampling key is given: only ML.NET itself splits by one.</exception>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        Checks.Value(data, nameof(data));
        Checks.Param(testFraction is > 0 and < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        return Split(data, samplingKeyColumnName, seed, 0, testFraction, includeMax: false);
    }

    /// <summary>Splits rows at random in folds, each a test set once.</summary>
    /// <exception cref="NotSupportedException">A sampling key is given: only ML.NET itself splits by one.</exception>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        Checks.Value(data, nameof(data));
        Checks.Param(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        return Enumerable.Range(0, numberOfFolds)
            .Select(fold => Split(data, samplingKeyColumnName, seed, (double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds, includeMax: true))
            .ToArray();
    }

    internal static SchemaDefinition DefinitionOf<TRow>(DataViewSchema schema)
    {
        var definition = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        foreach (var column in schema)
        {
            var member = definition[column.Name] ?? throw new InvalidOperationException($"Type should contain a member named {column.Name}");
            member.ColumnType = column.Type;
            member.CopyAnnotations(column.Annotations);
        }

        return definition;
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
        var seedToUse = seed ?? _environment.Seed;
        return new TrainTestData(
            FilteredView.Sample(data, seedToUse, min, max, includeMax, complement: true),
            FilteredView.Sample(data, seedToUse, min, max, includeMax, complement: false));
    }

    /// <summary>Two sets of rows.</summary>
    public struct TrainTestData
    {
        /// <summary>Rows to train on.</summary>
        public readonly IDataView TrainSet;

        /// <summary>Rows to test on.</summary>
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}
