using Microsoft.ML;
using Microsoft.ML.Runtime;
using Ntt.Networks;
using Ntt.Tangents;
using Ntt.Training;
using Ntt.Transforms;

namespace Ntt.Estimators;

/// <content>The options.</content>
public sealed partial class SparseSupervisedTrainer
{
    /// <summary>How a network is trained. The defaults are those of the authors' code for MNIST. Copied and checked when the trainer is constructed.</summary>
    public sealed class Options
    {
        private static readonly TrainingOptions s_defaults = new();

        /// <summary>The label: a key with as many values as the network has outputs. Default <c>Label</c>.</summary>
        public string LabelColumnName { get; set; } = ColumnNames.Label;

        /// <summary>The features: Vector of Single, as long as the network's input. Default <c>Features</c>.</summary>
        public string FeatureColumnName { get; set; } = ColumnNames.Features;

        /// <summary>
        /// How much each row counts: Single, finite and at least 0, of which the ratios matter; null for all alike. The validation set needs the
        /// column too. Default null.
        /// </summary>
        public string? ExampleWeightColumnName { get; set; }

        /// <summary>In which order the features hold the pixels of images with several channels; null for what the network was pruned with. Default null.</summary>
        public PixelLayout? PixelLayout { get; set; }

        /// <summary>The column whose annotation carries the network to train. Default <c>PrunedNetwork</c>.</summary>
        public string PrunedNetworkColumnName { get; set; } = ColumnNames.PrunedNetwork;

        /// <summary>
        /// The network to train, such as one from a loaded model whose training is to go on; null to take the one that the column carries. It is
        /// copied, never changed. The optimiser starts anew.
        /// </summary>
        public Network? Network { get; set; }

        /// <summary>The column of the probabilities. Default <c>Score</c>.</summary>
        public string ScoreColumnName { get; set; } = ColumnNames.Score;

        /// <summary>The column of the predicted label. Default <c>PredictedLabel</c>.</summary>
        public string PredictedLabelColumnName { get; set; } = ColumnNames.PredictedLabel;

        /// <summary>The loss. Default softmax cross-entropy. Scores are probabilities by the softmax whatever it is.</summary>
        public TrainingLoss Loss { get; set; } = s_defaults.Loss;

        /// <summary>The optimiser. Default Adam.</summary>
        public OptimizerKind Optimizer { get; set; } = s_defaults.Optimizer;

        /// <summary>Learning rate, greater than 0. Default 0.001.</summary>
        public double LearningRate { get; set; } = TrainingDefaults.LearningRate;

        /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/>, from 0 (inclusive) to 1 (exclusive). Default 0.</summary>
        public double Momentum { get; set; } = s_defaults.Momentum;

        /// <summary>Samples a step, at least 1. Default 64.</summary>
        public int BatchSize { get; set; } = TrainingDefaults.BatchSize;

        /// <summary>Epochs, at least 1. Default 50.</summary>
        public int NumberOfEpochs { get; set; } = TrainingDefaults.NumberOfEpochs;

        /// <summary>Steps, at least 0; overrules <see cref="NumberOfEpochs"/> when given. Default null.</summary>
        public int? NumberOfSteps { get; set; } = s_defaults.NumberOfSteps;

        /// <summary>Factor of the sum of the squared weights in the loss, at least 0. Default 1e-8.</summary>
        public double L2Regularization { get; set; } = s_defaults.L2Regularization;

        /// <summary>
        /// Fraction of the rows held out for validation, from 0 (inclusive) to 1 (exclusive). Early stopping looks at them. Not heeded when there is a
        /// <see cref="ValidationSet"/>. Default 0.1.
        /// </summary>
        public double ValidationFraction { get; set; } = s_defaults.ValidationFraction;

        /// <summary>
        /// Data to judge the network by at the end of each epoch, with the columns of the training data, all of which is then trained on; null to
        /// hold out <see cref="ValidationFraction"/> of the training data. Default null.
        /// </summary>
        public IDataView? ValidationSet { get; set; }

        /// <summary>When to end early; null for never. Its state belongs to a fit, not to the options. Default null.</summary>
        public EarlyStopping? EarlyStopping { get; set; } = s_defaults.EarlyStopping;

        /// <summary>Steps between two records of the history, at least 1. Default 100.</summary>
        public int RecordInterval { get; set; } = s_defaults.RecordInterval;

        /// <summary>Seed of the split and of the order of the rows. Default 1.</summary>
        public int Seed { get; set; } = TrainingDefaults.Seed;

        /// <summary>Threads, at least 1; null for one a processor. The result does not depend on it. Default null.</summary>
        public int? NumberOfThreads { get; set; } = s_defaults.NumberOfThreads;

        /// <summary>
        /// Where the steps are computed; null for the engine of the context whose catalog makes the trainer (<see cref="EngineCatalog.UseEngine"/>), by
        /// default the managed one. Default null.
        /// </summary>
        public INetworkEngine? Engine { get; set; } = s_defaults.Engine;

        /// <summary>Data whose accuracy each record of the history notes, with the features and label of the training data. It never chooses a network.</summary>
        public IDataView? MonitorSet { get; set; }

        /// <summary>Receives each record of the history as it is made; null for nobody.</summary>
        public IProgress<TrainingRecord>? Progress { get; set; }

        /// <summary>
        /// Where messages go, one for each record of the history and one at the end, such as the <c>MLContext</c>, whose <c>Log</c> then shows them;
        /// null for nowhere. Default null.
        /// </summary>
        public IHostEnvironment? Environment { get; set; }

        /// <summary>Looked at before every step.</summary>
        public CancellationToken CancellationToken { get; set; }

        /// <summary>
        /// Whether a cancelled fit returns the best network so far instead of throwing: the best by validation loss with early stopping or a
        /// <see cref="ValidationSet"/>, otherwise the last. Default false.
        /// </summary>
        public bool ReturnNetworkOnCancellation { get; set; } = s_defaults.ReturnNetworkOnCancellation;

        internal Options Copy() => (Options)MemberwiseClone();

        internal Options With(INetworkEngine engine)
        {
            var copy = Copy();
            copy.Engine = engine;
            return copy;
        }

        /// <exception cref="ArgumentException">Early stopping has nothing to judge by.</exception>
        internal TrainingOptions ToTrainingOptions()
        {
            if (EarlyStopping is not null && ValidationSet is null && ValidationFraction == 0)
            {
                throw new ArgumentException(
                    "EarlyStopping judges by validation samples; ValidationFraction is 0 and must be greater, or ValidationSet given.", nameof(ValidationFraction));
            }

            return new()
            {
                Loss = Loss,
                Optimizer = Optimizer,
                LearningRate = LearningRate,
                Momentum = Momentum,
                BatchSize = BatchSize,
                NumberOfEpochs = NumberOfEpochs,
                NumberOfSteps = NumberOfSteps,
                L2Regularization = L2Regularization,
                ValidationFraction = ValidationFraction,
                EarlyStopping = EarlyStopping,
                RecordInterval = RecordInterval,
                Seed = Seed,
                NumberOfThreads = NumberOfThreads,
                Engine = Engine,
                ReturnNetworkOnCancellation = ReturnNetworkOnCancellation,
            };
        }
    }
}
