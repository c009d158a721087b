namespace Microsoft.ML.Data;

/// <summary>How well scores fit labels of several classes.</summary>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics(double[][] confusion, double[] logLossOfClass, double rows, double right, double logLoss)
    {
        var rowsOfClass = Array.ConvertAll(confusion, row => row.Sum());
        var recalls = confusion.Select((row, i) => row[i] / rowsOfClass[i]).Where(double.IsFinite).ToArray();
        MicroAccuracy = rows > 0 ? right / rows : 0;
        MacroAccuracy = recalls.Length > 0 ? recalls.Sum() / recalls.Length : 0;
        LogLoss = rows > 0 ? logLoss / rows : 0;
        PerClassLogLoss = logLossOfClass.Select((loss, i) => rowsOfClass[i] > 0 ? loss / rowsOfClass[i] : 0).ToArray();
        ConfusionMatrix = new ConfusionMatrix(confusion);
    }

    /// <summary>The mean of -ln of the score of the true class, clamped to [1e-15, 1].</summary>
    public double LogLoss { get; }
    /// <summary>The mean over the classes present of the fraction predicted right.</summary>
    public double MacroAccuracy { get; }
    /// <summary>The fraction of rows predicted right.</summary>
    public double MicroAccuracy { get; }
    /// <summary>The log loss of the rows of each class; 0 for a class without rows.</summary>
    public IReadOnlyList<double> PerClassLogLoss { get; }
    /// <summary>Which classes are predicted for which.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }
}

/// <summary>Numbers of rows by true class and predicted class.</summary>
public sealed class ConfusionMatrix
{
    internal ConfusionMatrix(double[][] counts)
    {
        static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
        Counts = counts;
        PerClassRecall = counts.Select((row, i) => Ratio(row[i], row.Sum())).ToArray();
        PerClassPrecision = counts.Select((row, i) => Ratio(row[i], counts.Sum(r => r[i]))).ToArray();
    }

    /// <summary>Of the rows predicted as a class, the fraction that are of it.</summary>
    public IReadOnlyList<double> PerClassPrecision { get; }
    /// <summary>Of the rows of a class, the fraction predicted as it.</summary>
    public IReadOnlyList<double> PerClassRecall { get; }
    /// <summary>The numbers, by true class and then by predicted class.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }
}

/// <summary>Compares scores with labels row by row.</summary>
internal static class MulticlassEvaluator
{
    private const float SmallestProbability = 1e-15f;

    public static MulticlassClassificationMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedName)
    {
        DataViewSchema.Column Find(string role, string name) => data.Schema.GetColumnOrNull(name) ?? throw Checks.MissingColumn("schema", role, name);

        var (label, score) = (Find("label", labelName), Find("score", scoreName));
        Find("predicted label", predictedName);
        if (score.Type is not VectorDataViewType { Size: >= 2 } vector || vector.ItemType != NumberDataViewType.Single)
            throw Checks.SchemaMismatch("schema", "score", score.Name, "vector of two or more items of type Single", score.Type.ToString());
        if (label.Type != NumberDataViewType.Single && label.Type is not KeyDataViewType)
            throw Checks.SchemaMismatch("schema", "label", label.Name, "Single or Key", label.Type.ToString());

        var confusion = Enumerable.Range(0, vector.Size).Select(_ => new double[vector.Size]).ToArray();
        var logLossOfClass = new double[vector.Size];
        var (rows, right, logLoss) = (0.0, 0.0, 0.0);
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
            var loss = -Math.Log(isKnown ? Math.Min(1, Math.Max(SmallestProbability, values[actual])) : SmallestProbability);
            var assigned = values.IndexOf(values.Max());
            rows++;
            logLoss += loss;
            if (!isKnown)
                continue;
            right += assigned == actual ? 1 : 0;
            logLossOfClass[actual] += loss;
            confusion[actual][assigned]++;
        }
        return new MulticlassClassificationMetrics(confusion, logLossOfClass, rows, right, logLoss);
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
