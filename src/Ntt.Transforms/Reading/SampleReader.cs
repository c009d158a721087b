using Microsoft.ML;
using Ntt.Data;
using Ntt.Training;

namespace Ntt.Transforms;

/// <summary>Reads columns of a view into the contiguous samples that the engine works on. Only the columns named are touched.</summary>
public static class SampleReader
{
    /// <summary>Reads a column of features.</summary>
    /// <param name="data">The view.</param>
    /// <param name="featureColumnName">A Vector of Single column, dense or sparse.</param>
    /// <param name="features">How many features every row must have, at least 1.</param>
    /// <returns>[rows × features], row by row, in the order of the view.</returns>
    /// <exception cref="ArgumentException">The column is missing or of another type or length, a value is NaN or infinite (the message names row and slot), there is no row, or there are more than memory can hold.</exception>
    public static SampleMatrix ReadFeatures(IDataView data, string featureColumnName, int features) => ReadFeatures(data, featureColumnName, features, order: null);

    /// <summary>The same from a column of the given order of pixels.</summary>
    internal static SampleMatrix ReadFeatures(IDataView data, string featureColumnName, int features, PixelOrder? order)
    {
        ArgumentNullException.ThrowIfNull(data);
        var column = FeatureColumn.Find(data.Schema, featureColumnName, features);
        using var cursor = data.GetRowCursor([column]);
        var reader = new FeatureReader(cursor, column, features, data.GetRowCount(), order);
        while (cursor.MoveNext())
        {
            reader.Read();
        }

        return reader.ToSamples();
    }

    /// <summary>Reads a column of features, the label beside it and, where rows count differently, the weight.</summary>
    /// <param name="data">The view.</param>
    /// <param name="featureColumnName">A Vector of Single column, dense or sparse.</param>
    /// <param name="labelColumnName">A key column with as many values as there are classes.</param>
    /// <param name="features">How many features every row must have, at least 1.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="exampleWeightColumnName">A Single column, finite and at least 0; null for equal weights.</param>
    /// <returns>The samples in the order of the view; class c is the key value c + 1.</returns>
    /// <exception cref="ArgumentException">
    /// As for <see cref="ReadFeatures(IDataView, string, int)"/>; or the label is no key, has another number of values, or is missing or outside the
    /// classes in some row, which the message names; or the weight is missing, no Single, or in some row negative, NaN or infinite.
    /// </exception>
    public static LabeledSamples ReadLabeled(
        IDataView data, string featureColumnName, string labelColumnName, int features, int classes, string? exampleWeightColumnName = null)
        => ReadLabeled(data, featureColumnName, labelColumnName, features, classes, exampleWeightColumnName, order: null);

    /// <summary>The same from a column of the given order of pixels.</summary>
    internal static LabeledSamples ReadLabeled(
        IDataView data, string featureColumnName, string labelColumnName, int features, int classes, string? exampleWeightColumnName, PixelOrder? order)
    {
        ArgumentNullException.ThrowIfNull(data);
        var featureColumn = FeatureColumn.Find(data.Schema, featureColumnName, features);
        var labelColumn = LabelColumn.Find(data.Schema, labelColumnName, classes);
        DataViewSchema.Column? weightColumn = exampleWeightColumnName is null ? null : WeightColumn.Find(data.Schema, exampleWeightColumnName);
        using var cursor = data.GetRowCursor(weightColumn is { } needed ? [featureColumn, labelColumn, needed] : [featureColumn, labelColumn]);
        var featureReader = new FeatureReader(cursor, featureColumn, features, data.GetRowCount(), order);
        var readLabel = LabelColumn.Getter(cursor, labelColumn, classes);
        var readWeight = weightColumn is { } column ? WeightColumn.Getter(cursor, column) : null;
        var labels = new List<int>();
        var weights = readWeight is null ? null : new List<float>();
        while (cursor.MoveNext())
        {
            featureReader.Read();
            weights?.Add(readWeight!(labels.Count));
            labels.Add(readLabel(labels.Count));
        }

        return new LabeledSamples(featureReader.ToSamples(), [.. labels], weights?.ToArray());
    }
}
