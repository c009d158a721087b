namespace Microsoft.ML.Data;

/// <summary>How well scores fit labels of several classes.</summary>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics(MulticlassEvaluator counts, int topKPredictionCount)
    {
        MicroAccuracy = counts.MicroAccuracy;
        MacroAccuracy = counts.MacroAccuracy;
        LogLoss = counts.LogLoss;
        LogLossReduction = counts.LogLossReduction;
        PerClassLogLoss = counts.PerClassLogLoss();
        TopKPredictionCount = topKPredictionCount;
        TopKAccuracyForAllK = topKPredictionCount > 0 ? counts.TopKAccuracies(topKPredictionCount) : null;
        ConfusionMatrix = new ConfusionMatrix(counts.Confusion);
    }

    /// <summary>The mean of -ln of the score of the true class, clamped to [1e-15, 1].</summary>
    public double LogLoss { get; }

    /// <summary>(entropy of the labels - log loss) / entropy of the labels.</summary>
    public double LogLossReduction { get; }

    /// <summary>The mean over the classes present of the fraction predicted right.</summary>
    public double MacroAccuracy { get; }

    /// <summary>The fraction of rows predicted right.</summary>
    public double MicroAccuracy { get; }

    /// <summary>The fraction of rows whose true class is among the k highest scores; 0 when not asked for.</summary>
    public double TopKAccuracy => TopKAccuracyForAllK is { Count: > 0 } accuracies ? accuracies[^1] : 0;

    /// <summary>The k asked for; 0 for none.</summary>
    public int TopKPredictionCount { get; }

    /// <summary>The accuracy for every k from 1; null when not asked for.</summary>
    public IReadOnlyList<double> TopKAccuracyForAllK { get; }

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
        Counts = counts;
        NumberOfClasses = counts.Length;
        PerClassRecall = counts.Select((row, i) => Ratio(row[i], row.Sum())).ToArray();
        PerClassPrecision = counts.Select((row, i) => Ratio(row[i], counts.Sum(r => r[i]))).ToArray();
    }

    /// <summary>Of the rows predicted as a class, the fraction that are of it.</summary>
    public IReadOnlyList<double> PerClassPrecision { get; }

    /// <summary>Of the rows of a class, the fraction predicted as it.</summary>
    public IReadOnlyList<double> PerClassRecall { get; }

    /// <summary>The numbers, by true class and then by predicted class.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    /// <summary>The number of classes.</summary>
    public int NumberOfClasses { get; }

    /// <summary>The number of rows of one class predicted as another.</summary>
    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        CheckIndex(predictedClassIndicatorIndex, nameof(predictedClassIndicatorIndex));
        CheckIndex(actualClassIndicatorIndex, nameof(actualClassIndicatorIndex));
        return Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;

    private void CheckIndex(int index, string name)
        => Checks.Param(0 <= index && index < NumberOfClasses, name, $"A class of 0 to {NumberOfClasses - 1} is needed, but got {index}");
}
