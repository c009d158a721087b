namespace Microsoft.ML.Data;

/// <summary>How well scores fit labels of several classes.</summary>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics(double[] rowsOfClass, double[] rightOfClass, double rows, double logLoss)
    {
        var recalls = rightOfClass.Select((right, i) => right / rowsOfClass[i]).Where(double.IsFinite).ToArray();
        MicroAccuracy = rows > 0 ? rightOfClass.Sum() / rows : 0;
        MacroAccuracy = recalls.Length > 0 ? recalls.Sum() / recalls.Length : 0;
        LogLoss = rows > 0 ? logLoss / rows : 0;
    }

    /// <summary>The mean of -ln of the score of the true class, clamped to [1e-15, 1].</summary>
    public double LogLoss { get; }
    /// <summary>The mean over the classes present of the fraction predicted right.</summary>
    public double MacroAccuracy { get; }
    /// <summary>The fraction of rows predicted right.</summary>
    public double MicroAccuracy { get; }
}

/// <summary>Compares scores with labels row by row.</summary>
internal static class MulticlassEvaluator
{
    private const float SmallestProbability = 1e-15f;

    public static MulticlassClassificationMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedName)
    {
        DataViewSchema.Column Find(string role, string name) => data.Schema.GetColumnOrNull(name) ?? throw Checks.Parameter("schema", $"{role} column '{name}' not found");

        var (label, score) = (Find("Label", labelName), Find("Score", scoreName));
        Find("PredictedLabel", predictedName);
        if (score.Type is not VectorDataViewType { Size: >= 2 } vector || vector.ItemType != NumberDataViewType.Single)
            throw Checks.SchemaMismatch("schema", "score", score.Name, "vector of two or more items of type Single", score.Type.ToString());
        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType)
            throw Checks.SchemaMismatch("schema", "label", label.Name, "Single or Key", label.Type.ToString());

        var (rowsOfClass, rightOfClass) = (new double[vector.Size], new double[vector.Size]);
        var (rows, logLoss) = (0.0, 0.0);
        using var cursor = data.GetRowCursor([label, score]);
        var readLabel = (Func<float>)RawValues.Call(typeof(MulticlassEvaluator), nameof(LabelReader), [label.Type.RawType], cursor, label);
        var scoreGetter = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> scores = default;
        var values = new float[vector.Size];
        while (cursor.MoveNext())
        {
            // Rows without a class are left out before their scores are computed, rows with scores that are no numbers after.
            var value = readLabel();
            if (float.IsNaN(value) || value < 0 || value != (int)value)
                continue;
            scoreGetter(ref scores);
            Checks.State(scores.Length == values.Length, $"Column '{score.Name}': {scores.Length} scores, expected {values.Length}");
            scores.CopyTo(values);
            if (!values.All(float.IsFinite))
                continue;

            // A class that has no score counts as one of the smallest probability. Of equal scores the first ranks highest.
            var actual = (int)value;
            var isKnown = actual < values.Length;
            logLoss -= Math.Log(isKnown ? Math.Min(1, Math.Max(SmallestProbability, values[actual])) : SmallestProbability);
            rows++;
            if (!isKnown)
                continue;
            rowsOfClass[actual]++;
            rightOfClass[actual] += values.IndexOf(values.Max()) == actual ? 1 : 0;
        }
        return new MulticlassClassificationMetrics(rowsOfClass, rightOfClass, rows, logLoss);
    }

    private static Func<float> LabelReader<T>(DataViewRow row, DataViewSchema.Column label)
    {
        var getter = row.GetGetter<T>(label);
        T value = default;
        return () =>
        {
            getter(ref value);
            var number = Convert.ToSingle(value, CultureInfo.InvariantCulture);
            return label.Type is not KeyDataViewType ? number : number == 0 ? float.NaN : number - 1;
        };
    }
}
