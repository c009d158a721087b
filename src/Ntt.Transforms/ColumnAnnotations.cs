using Microsoft.ML;
using Microsoft.ML.Data;

namespace Ntt.Transforms;

/// <summary>The annotations that ML.NET's own components look for, written by hand.</summary>
internal static class ColumnAnnotations
{
    public const string KeyValues = "KeyValues";
    public const string SlotNames = "SlotNames";
    public const string ScoreColumnSetId = "ScoreColumnSetId";
    public const string ScoreColumnKind = "ScoreColumnKind";
    public const string ScoreValueKind = "ScoreValueKind";
    public const string TrainingLabelValues = "TrainingLabelValues";

    public static readonly KeyDataViewType ScoreSetType = new(typeof(uint), int.MaxValue);

    public static VectorDataViewType NamesType(int count) => new(TextDataViewType.Instance, count);

    /// <summary>The names of a key's values.</summary>
    public static DataViewSchema.Annotations OfKey(string[] names)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        ClassLabels.OfText(names).AddTo(annotations, KeyValues);
        return annotations.ToAnnotations();
    }

    /// <summary>What a multiclass trainer says of its scores.</summary>
    public static DataViewSchema.Annotations OfScores(ClassLabels labels, uint scoreSet)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        ClassLabels.OfText(labels).AddTo(annotations, SlotNames);
        labels.AddTo(annotations, TrainingLabelValues);
        AddScoreKind(annotations, scoreSet, "Score");
        return annotations.ToAnnotations();
    }

    /// <summary>What a multiclass trainer says of its predicted label.</summary>
    public static DataViewSchema.Annotations OfPredictedLabel(ClassLabels labels, uint scoreSet)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        labels.AddTo(annotations, KeyValues);
        AddScoreKind(annotations, scoreSet, "PredictedLabel");
        return annotations.ToAnnotations();
    }

    /// <summary>A number that no set of score columns in the schema has.</summary>
    public static uint NextScoreSet(DataViewSchema schema)
    {
        uint largest = 0;
        foreach (var column in schema)
        {
            if (column.Annotations.Schema.GetColumnOrNull(ScoreColumnSetId) is { Type: KeyDataViewType } annotation && annotation.Type.RawType == typeof(uint))
            {
                uint id = 0;
                column.Annotations.GetValue(ScoreColumnSetId, ref id);
                largest = Math.Max(largest, id);
            }
        }

        return largest + 1;
    }

    private static void AddScoreKind(DataViewSchema.Annotations.Builder annotations, uint scoreSet, string valueKind)
    {
        annotations.AddPrimitiveValue(ScoreColumnSetId, ScoreSetType, scoreSet);
        annotations.AddPrimitiveValue(ScoreColumnKind, TextDataViewType.Instance, "MulticlassClassification".AsMemory());
        annotations.AddPrimitiveValue(ScoreValueKind, TextDataViewType.Instance, valueKind.AsMemory());
    }
}
