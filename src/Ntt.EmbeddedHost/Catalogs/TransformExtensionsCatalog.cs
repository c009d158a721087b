using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Transforms of columns as a whole.</summary>
public static class TransformExtensionsCatalog
{
    /// <summary>Copies a column under a new name.</summary>
    public static ColumnCopyingEstimator CopyColumns(this TransformsCatalog catalog, string outputColumnName, string inputColumnName)
        => new((outputColumnName, inputColumnName));

    /// <summary>Joins columns of one item type to a vector.</summary>
    public static ColumnConcatenatingEstimator Concatenate(this TransformsCatalog catalog, string outputColumnName, params string[] inputColumnNames)
        => new(outputColumnName, inputColumnNames);

    /// <summary>Drops columns, hidden ones of the names too.</summary>
    public static ColumnSelectingEstimator DropColumns(this TransformsCatalog catalog, params string[] columnNames)
        => new(columnNames, keep: false, keepHidden: false);

    /// <summary>Keeps only some columns, in the order named.</summary>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, string[] columnNames, bool keepHidden)
        => new(columnNames, keep: true, keepHidden);

    /// <summary>Keeps only some columns, in the order named.</summary>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, params string[] columnNames)
        => catalog.SelectColumns(columnNames, false);
}

/// <summary>Functions of the user as transforms.</summary>
public static class CustomMappingCatalog
{
    /// <summary>Runs a function over rows; to be saved, it needs a contract name and a class marked with it.</summary>
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(
        this TransformsCatalog catalog,
        Action<TSrc, TDst> mapAction,
        string contractName,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new()
        => new(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition);
}

/// <summary>Conversions between types.</summary>
public static class ConversionsExtensionsCatalog
{
    private const int DefaultMaximumNumberOfKeys = 1000000;

    /// <summary>Turns keys into the values they stand for.</summary>
    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null)
        => new([(outputColumnName, inputColumnName ?? outputColumnName)]);

    /// <summary>Turns keys into the values they stand for.</summary>
    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns)
    {
        Checks.Value(columns, nameof(columns));
        return new KeyToValueMappingEstimator(Array.ConvertAll(columns, c => (c.OutputColumnName, c.InputColumnName)));
    }

    /// <summary>Numbers the distinct values of a column from 1.</summary>
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        string inputColumnName = null,
        int maximumNumberOfKeys = DefaultMaximumNumberOfKeys,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false,
        IDataView keyData = null)
        => catalog.MapValueToKey([new(outputColumnName, inputColumnName)], maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText, keyData);

    /// <summary>Numbers the distinct values of columns from 1.</summary>
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog,
        InputOutputColumnPair[] columns,
        int maximumNumberOfKeys = DefaultMaximumNumberOfKeys,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false,
        IDataView keyData = null)
    {
        Checks.Value(columns, nameof(columns));
        var options = Array.ConvertAll(columns, c => new ValueToKeyMappingEstimator.ColumnOptions(
            c.OutputColumnName, c.InputColumnName, maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText));
        return new ValueToKeyMappingEstimator(options, keyData);
    }

    /// <summary>Looks values up among pairs; as keys, the values are numbered from 1 and become the key's names.</summary>
    public static ValueMappingEstimator<TInputType, TOutputType> MapValue<TInputType, TOutputType>(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        IEnumerable<KeyValuePair<TInputType, TOutputType>> keyValuePairs,
        string inputColumnName = null,
        bool treatValuesAsKeyType = false)
        => new(
            LookupTable.ViewOf(keyValuePairs.Select(pair => pair.Key), keyValuePairs.Select(pair => pair.Value), treatValuesAsKeyType),
            [(outputColumnName, inputColumnName ?? outputColumnName)]);

    /// <summary>Looks vectors up among pairs.</summary>
    public static ValueMappingEstimator<TInputType, TOutputType> MapValue<TInputType, TOutputType>(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        IEnumerable<KeyValuePair<TInputType, TOutputType[]>> keyValuePairs,
        string inputColumnName = null)
        => new(
            LookupTable.ViewOf(keyValuePairs.Select(pair => pair.Key), keyValuePairs.Select(pair => pair.Value), valuesAsKeys: false),
            [(outputColumnName, inputColumnName ?? outputColumnName)]);

    /// <summary>Looks values up in two columns of a view.</summary>
    public static ValueMappingEstimator MapValue(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        IDataView lookupMap,
        DataViewSchema.Column keyColumn,
        DataViewSchema.Column valueColumn,
        string inputColumnName = null)
        => new(lookupMap, keyColumn, valueColumn, [(outputColumnName, inputColumnName ?? outputColumnName)]);
}
