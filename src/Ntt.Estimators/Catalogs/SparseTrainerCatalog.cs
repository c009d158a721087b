using Ntt.Estimators;

namespace Microsoft.ML;

/// <summary>Trainers of sparse networks.</summary>
public static class SparseTrainerCatalog
{
    /// <summary>Trains the network that a pruning step before it in the pipeline found.</summary>
    /// <param name="catalog">The trainers of multiclass classification.</param>
    /// <param name="labelColumnName">The label: a key with as many values as the network has outputs.</param>
    /// <param name="featureColumnName">The features: Vector of Single, as long as the network's input.</param>
    /// <param name="exampleWeightColumnName">How much each row counts: Single, at least 0; null for all alike.</param>
    /// <param name="numberOfEpochs">Epochs, at least 1.</param>
    /// <param name="learningRate">Adam's learning rate, greater than 0.</param>
    /// <param name="batchSize">Samples a step, at least 1.</param>
    /// <param name="seed">Seed of the validation split and of the order of the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static SparseSupervisedTrainer SparseTrainer(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = ColumnNames.Label,
        string featureColumnName = ColumnNames.Features,
        string? exampleWeightColumnName = null,
        int numberOfEpochs = TrainingDefaults.NumberOfEpochs,
        double learningRate = TrainingDefaults.LearningRate,
        int batchSize = TrainingDefaults.BatchSize,
        int seed = TrainingDefaults.Seed)
        => catalog.SparseTrainer(new SparseSupervisedTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            NumberOfEpochs = numberOfEpochs,
            LearningRate = learningRate,
            BatchSize = batchSize,
            Seed = seed,
        });

    /// <summary>Trains a network, with all options.</summary>
    /// <param name="catalog">The trainers of multiclass classification.</param>
    /// <param name="options">Copied and checked here.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or options contradict each other.</exception>
    public static SparseSupervisedTrainer SparseTrainer(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SparseSupervisedTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SparseSupervisedTrainer(catalog.WithEngine(options));
    }
}
