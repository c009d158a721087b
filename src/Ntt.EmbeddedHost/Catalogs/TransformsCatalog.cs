namespace Microsoft.ML;

/// <summary>The transforms; each is an extension method.</summary>
public sealed class TransformsCatalog
{
    internal TransformsCatalog() { }
    /// <summary>Conversions between types.</summary>
    public ConversionTransforms Conversion { get; } = new();

    /// <summary>Conversions between types; each is an extension method.</summary>
    public sealed class ConversionTransforms
    {
        internal ConversionTransforms() { }
    }
}

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
    public static ColumnSelectingEstimator DropColumns(this TransformsCatalog catalog, params string[] columnNames) => new(columnNames);
}

/// <summary>Functions of the user as transforms.</summary>
public static class CustomMappingCatalog
{
    /// <summary>Runs a function over rows; to be saved, it needs a contract name and a class marked with it.</summary>
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(
        this TransformsCatalog catalog, Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new()
        => new(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition);
}

/// <summary>Conversions between types.</summary>
public static class ConversionsExtensionsCatalog
{
    /// <summary>Turns keys into the values they stand for.</summary>
    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null)
        => new([(outputColumnName, inputColumnName ?? outputColumnName)]);

    /// <summary>Numbers the distinct values of a column from 1.</summary>
    /// <exception cref="NotSupportedException">The values are asked for as text: only ML.NET itself turns them.</exception>
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null, int maximumNumberOfKeys = 1000000,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false, IDataView keyData = null)
    {
        if (addKeyValueAnnotationsAsText)
            throw new NotSupportedException("Key values as text need ML.NET itself");
        Checks.Param(!string.IsNullOrWhiteSpace(outputColumnName), nameof(outputColumnName), $"{nameof(outputColumnName)} cannot be null or white space");
        return new ValueToKeyMappingEstimator((outputColumnName, inputColumnName ?? outputColumnName), maximumNumberOfKeys, keyOrdinality, keyData);
    }

    /// <summary>Looks values up among pairs.</summary>
    /// <exception cref="NotSupportedException">The values are to be numbered as keys: only ML.NET itself does.</exception>
    public static ValueMappingEstimator<TInputType, TOutputType> MapValue<TInputType, TOutputType>(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, IEnumerable<KeyValuePair<TInputType, TOutputType>> keyValuePairs,
        string inputColumnName = null, bool treatValuesAsKeyType = false)
    {
        if (treatValuesAsKeyType)
            throw new NotSupportedException("Values numbered as keys need ML.NET itself");
        return new(LookupTable.Create(keyValuePairs.ToArray()), [(outputColumnName, inputColumnName ?? outputColumnName)]);
    }

    /// <summary>Looks values up in two columns of a view; the value column's type and annotations are handed on.</summary>
    public static ValueMappingEstimator MapValue(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, IDataView lookupMap, DataViewSchema.Column keyColumn,
        DataViewSchema.Column valueColumn, string inputColumnName = null)
        => new(LookupTable.Create(lookupMap, keyColumn, valueColumn), [(outputColumnName, inputColumnName ?? outputColumnName)]);
}
