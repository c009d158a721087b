using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Networks;
using Ntt.Training;
using Ntt.Transforms.Persistence;
using Ntt.Transforms.Scoring;

namespace Ntt.Transforms;

/// <summary>A trained network that classifies rows, as <c>SparseSupervisedTrainer</c> fits it.</summary>
/// <remarks>
/// Input: a Vector of Single column as long as the network's input. Output: the softmax of the logits (Vector of Single, one probability a
/// class, with SlotNames, TrainingLabelValues and the score annotations of a multiclass trainer) and the predicted label (key with the class
/// names as KeyValues). A row with a NaN or infinite feature gets NaN scores and a missing label. Both are computed once a row, in batches.
/// </remarks>
public sealed class SparseNetworkTransformer : NetworkTransformer, ISingleFeaturePredictionTransformer<Network>
{
    /// <summary>A transformer of a trained network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="featureColumnName">The column that the network reads.</param>
    /// <param name="classNames">A name a class, all different, as many as the network has outputs.</param>
    /// <param name="scoreColumnName">The column of the probabilities.</param>
    /// <param name="predictedLabelColumnName">The column of the predicted label.</param>
    /// <param name="result">How training went; null when that is not known.</param>
    /// <exception cref="ArgumentException">There is not exactly one name a class.</exception>
    public SparseNetworkTransformer(
        Network network,
        string featureColumnName,
        IReadOnlyList<string> classNames,
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        TrainingResult? result = null)
        : this(network, featureColumnName, ClassLabels.OfText(classNames), scoreColumnName, predictedLabelColumnName, result)
    {
    }

    internal SparseNetworkTransformer(
        Network network, string featureColumnName, ClassLabels classNames, string scoreColumnName, string predictedLabelColumnName, TrainingResult? result = null)
        : base(network, SavedPipeline.OfTrained(featureColumnName, classNames, scoreColumnName, predictedLabelColumnName))
    {
        var classes = network.Architecture.OutputCount;
        if (classNames.Count != classes || classNames.Distinct().Count() != classes)
        {
            throw new ArgumentException($"There are {classNames.Count} class names, {classNames.Distinct().Count()} of them different; the network has {classes} outputs and each needs a name of its own.", nameof(classNames));
        }

        ClassNames = classNames;
        ScoreColumnName = scoreColumnName;
        PredictedLabelColumnName = predictedLabelColumnName;
        Result = result;
        Outputs =
        [
            new ScoreColumn(scoreColumnName, classes) { Annotations = schema => ColumnAnnotations.OfScores(classNames, ColumnAnnotations.NextScoreSet(schema)) },
            new PredictedLabelColumn(predictedLabelColumnName, classes) { Annotations = schema => ColumnAnnotations.OfPredictedLabel(classNames, ColumnAnnotations.NextScoreSet(schema)) },
        ];
    }

    /// <summary>
    /// The names of the classes, in the order of the network's outputs; numbers and truth values as invariant text. The predicted label's KeyValues and
    /// the scores' TrainingLabelValues are of the type of the label that was trained on.
    /// </summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The column of the probabilities.</summary>
    public string ScoreColumnName { get; }

    /// <summary>The column of the predicted label.</summary>
    public string PredictedLabelColumnName { get; }

    /// <summary>How training went: history, steps, time. Null for a transformer that was loaded.</summary>
    public TrainingResult? Result { get; }

    /// <summary>The network; the same as <see cref="NetworkTransformer.Network"/>.</summary>
    public Network Model => Network;

    /// <summary>The type of the column that the network reads.</summary>
    public DataViewType FeatureColumnType => new VectorDataViewType(NumberDataViewType.Single, Network.Architecture.Input.Size);

    private protected override IReadOnlyList<OutputColumn> Outputs { get; }
}
