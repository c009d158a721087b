namespace Microsoft.ML;

/// <summary>What catalogs of trainers have in common.</summary>
public abstract class TrainCatalogBase
{
    private protected TrainCatalogBase() { }

    /// <summary>What one fold of a cross-validation gave.</summary>
    public sealed class CrossValidationResult<T>
        where T : class
    {
        /// <summary>The metrics on the rows left out.</summary>
        public readonly T Metrics;
        /// <summary>The model of the fold.</summary>
        public readonly ITransformer Model;
        /// <summary>The scored rows left out.</summary>
        public readonly IDataView ScoredHoldOutSet;
        /// <summary>The number of the fold, from 0.</summary>
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scores, int fold)
            => (Model, Metrics, ScoredHoldOutSet, Fold) = (model, metrics, scores, fold);
    }

    /// <summary>What holds the extension methods that make trainers.</summary>
    public abstract class CatalogInstantiatorBase
    {
        private protected CatalogInstantiatorBase() { }
    }
}

/// <summary>Classification into several classes.</summary>
public sealed class MulticlassClassificationCatalog : TrainCatalogBase
{
    private readonly DataOperationsCatalog _data;
    internal MulticlassClassificationCatalog(DataOperationsCatalog data) => _data = data;

    /// <summary>The trainers; each is an extension method.</summary>
    public MulticlassClassificationTrainers Trainers { get; } = new();

    /// <summary>Measures scores against labels; the scores are taken as probabilities.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="NotSupportedException">Top-k accuracies are asked for: only ML.NET itself computes them.</exception>
    public MulticlassClassificationMetrics Evaluate(
        IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel",
        int topKPredictionCount = 0)
    {
        Checks.Value(data, nameof(data));
        Checks.NonEmpty(labelColumnName, nameof(labelColumnName));
        Checks.NonEmpty(scoreColumnName, nameof(scoreColumnName));
        Checks.NonEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        Checks.Param(topKPredictionCount >= 0, nameof(topKPredictionCount), "Must be non-negative");
        if (topKPredictionCount > 0)
            throw new NotSupportedException("Top-k accuracies need ML.NET itself");
        return MulticlassEvaluator.Evaluate(data, labelColumnName, scoreColumnName, predictedLabelColumnName);
    }

    /// <summary>Trains on all folds but one and measures on that, for every fold.</summary>
    /// <exception cref="NotSupportedException">A sampling key is given: only ML.NET itself splits by one.</exception>
    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(
        IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null,
        int? seed = null)
    {
        Checks.NonEmpty(labelColumnName, nameof(labelColumnName));
        Checks.Value(estimator, nameof(estimator));
        return _data.SplitInFolds(data, numberOfFolds, samplingKeyColumnName, seed).Select((split, fold) =>
        {
            var model = estimator.Fit(split.TrainSet);
            var scores = (model as ITransformerChain)?.TransformAll(split.TestSet) ?? model.Transform(split.TestSet);
            return new CrossValidationResult<MulticlassClassificationMetrics>(model, Evaluate(scores, labelColumnName), scores, fold);
        }).ToArray();
    }

    /// <summary>The trainers; each is an extension method.</summary>
    public sealed class MulticlassClassificationTrainers : CatalogInstantiatorBase
    {
        internal MulticlassClassificationTrainers() { }
    }
}
