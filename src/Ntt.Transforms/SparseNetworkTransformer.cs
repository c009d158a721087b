using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Networks;
using Ntt.Training;
using Ntt.Transforms.Persistence;
using Ntt.Transforms.Scoring;

namespace Ntt.Transforms;

/// <summary>A trained network that classifies rows, as <c>SparseSupervisedTrainer</c> fits it.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term><c>FeatureColumnName</c>, read</term><description>Vector of Single, dense or sparse, as long as the network's
/// input</description></item>
/// <item><term><c>ScoreColumnName</c>, added</term><description>Vector of Single, the softmax of the logits, with SlotNames, TrainingLabelValues
/// and the score annotations of a multiclass trainer; NaN for a row with a NaN or infinite feature</description></item>
/// <item><term><c>PredictedLabelColumnName</c>, added</term><description>key with the class names as KeyValues; missing for a row with a NaN or
/// infinite feature</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>This transformer</description></listheader>
/// <item><term>Row to row?</term><description>Yes; prediction engines take it</description></item>
/// <item><term>Saved by <c>ml.Model.Save</c>?</term><description>Yes, as a chain of transformers of ML.NET; <see
/// cref="SparseNetworks.FromLoaded"/> turns that into this type again</description></item>
/// <item><term>Exportable to ONNX?</term><description>No</description></item>
/// <item><term>Thread-safe?</term><description>Yes, it is immutable</description></item>
/// <item><term>Computed</term><description>In batches in each cursor, once a row, when it is read</description></item>
/// </list>
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
    /// <exception cref="ArgumentException">There is not exactly one name a class, a column name is empty, or both added columns have the same.</exception>
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

        if (scoreColumnName == predictedLabelColumnName)
        {
            throw new ArgumentException($"scoreColumnName and predictedLabelColumnName are both '{scoreColumnName}'; the two columns need different names.", nameof(predictedLabelColumnName));
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
