using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Transforms;

namespace Ntt.Estimators;

/// <summary>
/// Columns of schema shapes. ML.NET lets nobody else make one, but a custom mapping tells the shape of whatever columns its row class
/// declares, so they are borrowed from mappings that never run.
/// </summary>
internal static class ShapeColumns
{
    /// <summary>The column that a pruning estimator adds.</summary>
    public static SchemaShape OfPrunedNetwork(string name, int outputs)
    {
        var definition = SchemaDefinition.Create(typeof(PrunedNetworkRow));
        var column = definition[nameof(PrunedNetworkRow.Logits)];
        column.ColumnName = name;
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, outputs);
        column.AddAnnotation(NetworkAnnotation.Name, default(VBuffer<byte>), new VectorDataViewType(NumberDataViewType.Byte));
        return Borrow<PrunedNetworkRow>(definition);
    }

    /// <summary>The columns that a trainer adds, with a multiclass trainer's annotations; the labels are of the type that the label's key stands for.</summary>
    public static SchemaShape OfPrediction(string scoreName, string predictedLabelName, SchemaShape.Column? label)
    {
        const int AnyCount = 2;
        var names = ColumnAnnotations.NamesType(AnyCount);
        var definition = SchemaDefinition.Create(typeof(PredictionRow));
        var score = definition[nameof(PredictionRow.Score)];
        score.ColumnName = scoreName;
        score.ColumnType = new VectorDataViewType(NumberDataViewType.Single, AnyCount);
        score.AddAnnotation(ColumnAnnotations.SlotNames, default(VBuffer<ReadOnlyMemory<char>>), names);
        var labels = ClassLabels.Empty(label?.Annotations.FirstOrDefault(annotation => annotation.Name == ColumnAnnotations.KeyValues).ItemType, AnyCount);
        labels.AddTo(score, ColumnAnnotations.TrainingLabelValues);
        AddScoreKind(score);
        var predicted = definition[nameof(PredictionRow.PredictedLabel)];
        predicted.ColumnName = predictedLabelName;
        predicted.ColumnType = new KeyDataViewType(typeof(uint), AnyCount);
        labels.AddTo(predicted, ColumnAnnotations.KeyValues);
        AddScoreKind(predicted);
        return Borrow<PredictionRow>(definition);
    }

    /// <summary>A schema's shape with more columns; one of the same name replaces the old one.</summary>
    public static SchemaShape With(SchemaShape schema, IEnumerable<SchemaShape.Column> added)
    {
        var columns = added.ToArray();
        return new SchemaShape(schema.Where(column => columns.All(other => other.Name != column.Name)).Concat(columns));
    }

    /// <summary>The column of that name; null when there is none.</summary>
    public static SchemaShape.Column? Find(SchemaShape schema, string name)
    {
        foreach (var column in schema)
        {
            if (column.Name == name)
            {
                return column;
            }
        }

        return null;
    }

    /// <summary>Throws unless a network can read the column.</summary>
    /// <exception cref="ArgumentException">It is missing or no Vector of Single.</exception>
    public static void RequireFeatures(SchemaShape schema, string name)
    {
        var column = Require(schema, name, "feature");
        if (column.Kind == SchemaShape.Column.VectorKind.Scalar || column.IsKey || !column.ItemType.Equals(NumberDataViewType.Single))
        {
            throw new ArgumentException($"The feature column '{name}' is {Describe(column)}; it must be a Vector of Single (Conversion.ConvertType and Concatenate make one).", nameof(schema));
        }
    }

    /// <summary>Throws unless the column holds classes.</summary>
    /// <exception cref="ArgumentException">It is missing or no key.</exception>
    public static void RequireLabel(SchemaShape schema, string name)
    {
        var column = Require(schema, name, "label");
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || !column.IsKey)
        {
            throw new ArgumentException($"The label column '{name}' is {Describe(column)}; it must be a key (Conversion.MapValueToKey makes one).", nameof(schema));
        }
    }

    /// <summary>Throws unless the column holds weights.</summary>
    /// <exception cref="ArgumentException">It is missing or no Single.</exception>
    public static void RequireWeight(SchemaShape schema, string name)
    {
        var column = Require(schema, name, "weight");
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.IsKey || !column.ItemType.Equals(NumberDataViewType.Single))
        {
            throw new ArgumentException($"The weight column '{name}' is {Describe(column)}; it must be Single (Conversion.ConvertType makes one).", nameof(schema));
        }
    }

    private static SchemaShape.Column Require(SchemaShape schema, string name, string role)
        => Find(schema, name)
            ?? throw new ArgumentException($"There is no {role} column '{name}'; the columns are {string.Join(", ", schema.Select(column => $"'{column.Name}'"))}.", nameof(schema));

    private static string Describe(SchemaShape.Column column) => $"{column.Kind} of {(column.IsKey ? "keys over " : "")}{column.ItemType}";

    private static void AddScoreKind(SchemaDefinition.Column column)
    {
        column.AddAnnotation(ColumnAnnotations.ScoreColumnSetId, 0u, ColumnAnnotations.ScoreSetType);
        column.AddAnnotation(ColumnAnnotations.ScoreColumnKind, ReadOnlyMemory<char>.Empty, TextDataViewType.Instance);
        column.AddAnnotation(ColumnAnnotations.ScoreValueKind, ReadOnlyMemory<char>.Empty, TextDataViewType.Instance);
    }

    private static SchemaShape Borrow<TRow>(SchemaDefinition definition)
        where TRow : class, new()
        => new MLContext().Transforms.CustomMapping<NoColumns, TRow>((_, _) => { }, null, outputSchemaDefinition: definition).GetOutputSchema(new SchemaShape([]));

    private sealed class NoColumns
    {
    }

    private sealed class PrunedNetworkRow
    {
        public VBuffer<float> Logits { get; set; }
    }

    private sealed class PredictionRow
    {
        public VBuffer<float> Score { get; set; }

        public uint PredictedLabel { get; set; }
    }
}
