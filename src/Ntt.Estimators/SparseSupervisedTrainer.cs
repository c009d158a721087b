using Microsoft.ML;
using Ntt.Networks;
using Ntt.Training;
using Ntt.Transforms;

namespace Ntt.Estimators;

/// <summary>
/// Trains a network by softmax cross-entropy, a pruned one as a sparse network: products and updates touch its kept weights alone, and the masks
/// stay as they are. The network comes from the pruning step before it in the pipeline or from the options.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term><c>FeatureColumnName</c>, read</term><description>Vector of Single, dense or sparse, as long as the network's input; planar or
/// interleaved pixels</description></item>
/// <item><term><c>LabelColumnName</c>, read</term><description>key with as many values as the network has outputs; its names become those of the
/// classes</description></item>
/// <item><term><c>ExampleWeightColumnName</c>, read if named</term><description>Single, finite and at least 0</description></item>
/// <item><term><c>PrunedNetworkColumnName</c>, looked at unless the options hold a network</term><description>any type; its annotation
/// <c>SparseNetwork</c> carries the network</description></item>
/// <item><term><c>ScoreColumnName</c>, added</term><description>Vector of Single, a probability a class, with the annotations of a multiclass
/// trainer</description></item>
/// <item><term><c>PredictedLabelColumnName</c>, added</term><description>key with the label's names</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>This trainer</description></listheader>
/// <item><term>Machine learning task</term><description>Multiclass classification</description></item>
/// <item><term>Needs normalised input?</term><description>No, the network standardises by itself</description></item>
/// <item><term>Needs caching?</term><description>No, the data are read once</description></item>
/// <item><term>Required package beside Microsoft.ML</term><description>None</description></item>
/// <item><term>Exportable to ONNX?</term><description>No</description></item>
/// <item><term>Deterministic?</term><description>Yes, bit by bit, for every number of threads</description></item>
/// <item><term>Can be fitted several times, also at once?</term><description>Yes; what a fit learns of itself is in the
/// transformer</description></item>
/// </list>
/// </remarks>
public sealed partial class SparseSupervisedTrainer : IEstimator<SparseNetworkTransformer>
{
    private readonly Options _options;
    private readonly SupervisedTrainer _trainer;

    /// <summary>A trainer with the given options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the range.</exception>
    /// <exception cref="ArgumentException">A column name is empty, both added columns have the same, or options contradict each other.</exception>
    public SparseSupervisedTrainer(Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Copy();
        ArgumentException.ThrowIfNullOrEmpty(_options.LabelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(_options.FeatureColumnName);
        if (_options.ExampleWeightColumnName is { } weights)
        {
            ArgumentException.ThrowIfNullOrEmpty(weights, nameof(_options.ExampleWeightColumnName));
        }

        if (_options.PixelLayout is { } layout && !Enum.IsDefined(layout))
        {
            throw new ArgumentOutOfRangeException(nameof(options), layout, "PixelLayout must be Planar, Interleaved or null.");
        }

        ArgumentException.ThrowIfNullOrEmpty(_options.PrunedNetworkColumnName);
        ArgumentException.ThrowIfNullOrEmpty(_options.ScoreColumnName);
        ArgumentException.ThrowIfNullOrEmpty(_options.PredictedLabelColumnName);
        if (_options.ScoreColumnName == _options.PredictedLabelColumnName)
        {
            throw new ArgumentException($"ScoreColumnName and PredictedLabelColumnName are both '{_options.ScoreColumnName}'; the two columns need different names.", nameof(options));
        }

        _trainer = new SupervisedTrainer(_options.ToTrainingOptions());
    }

    /// <summary>Trains on all rows.</summary>
    /// <param name="input">The data, with features, label and, unless the options hold a network, the column that carries it.</param>
    /// <exception cref="ArgumentException">
    /// A column is missing, of another type or does not fit the network; there is no row; a feature is NaN or infinite, a label missing or
    /// outside the classes, or a weight negative, NaN or infinite, of which the message names the row; or all weights are 0. What is wrong with the
    /// options' sets is told with the option's name.
    /// </exception>
    /// <exception cref="ArithmeticException">The loss became infinite or NaN: training diverged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the options' token, unless the options ask for the network so far.</exception>
    public SparseNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var network = _options.Network ?? NetworkAnnotation.Read(input.Schema, _options.PrunedNetworkColumnName);
        network = PixelOrder.WriteInto(network, _options.PixelLayout ?? PixelOrder.LayoutOf(network));
        var names = ClassNames(input, network);
        var data = Read(input, network, _options.ExampleWeightColumnName);
        var monitor = Read(_options.MonitorSet, nameof(_options.MonitorSet), network, names, exampleWeightColumnName: null);
        var validation = Read(_options.ValidationSet, nameof(_options.ValidationSet), network, names, _options.ExampleWeightColumnName);
        using var log = new TrainingLog(_options.Environment, _options.Progress);
        var result = _trainer.Train(network, data, monitor, validation, log, _options.CancellationToken);
        log.End(result);
        return new SparseNetworkTransformer(result.Network, _options.FeatureColumnName, names, _options.ScoreColumnName, _options.PredictedLabelColumnName, result);
    }

    /// <summary>The schema's shape with the added columns.</summary>
    /// <exception cref="ArgumentException">Features, label or the network's column are missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (_options.Network is null)
        {
            var carrier = ShapeColumns.Find(inputSchema, _options.PrunedNetworkColumnName) ?? throw NetworkAnnotation.MissingColumn(_options.PrunedNetworkColumnName);
            if (carrier.Annotations.All(annotation => annotation.Name != NetworkAnnotation.Name))
            {
                throw NetworkAnnotation.MissingNetwork(_options.PrunedNetworkColumnName);
            }
        }

        ShapeColumns.RequireFeatures(inputSchema, _options.FeatureColumnName);
        ShapeColumns.RequireLabel(inputSchema, _options.LabelColumnName);
        if (_options.ExampleWeightColumnName is { } weights)
        {
            ShapeColumns.RequireWeight(inputSchema, weights);
        }

        var label = ShapeColumns.Find(inputSchema, _options.LabelColumnName);
        return ShapeColumns.With(inputSchema, ShapeColumns.OfPrediction(_options.ScoreColumnName, _options.PredictedLabelColumnName, label));
    }

    private ClassLabels ClassNames(IDataView view, Network network)
    {
        var classes = network.Architecture.OutputCount;
        return LabelColumn.ClassNames(LabelColumn.Find(view.Schema, _options.LabelColumnName, classes), classes);
    }

    private LabeledSamples Read(IDataView view, Network network, string? exampleWeightColumnName)
    {
        var (input, classes) = (network.Architecture.Input, network.Architecture.OutputCount);
        FeatureColumn.CheckLayout(view.Schema, _options.FeatureColumnName, input, PixelOrder.LayoutOf(network));
        return SampleReader.ReadLabeled(
            view, _options.FeatureColumnName, _options.LabelColumnName, input.Size, classes, exampleWeightColumnName, PixelOrder.Of(network));
    }

    /// <summary>Reads data beside the training data, whose key values must be those of the training data.</summary>
    private LabeledSamples? Read(IDataView? view, string option, Network network, ClassLabels names, string? exampleWeightColumnName)
    {
        if (view is null)
        {
            return null;
        }

        ClassLabels own;
        LabeledSamples data;
        try
        {
            own = ClassNames(view, network);
            data = Read(view, network, exampleWeightColumnName);
        }
        catch (ArgumentException problem)
        {
            throw new ArgumentException($"{option}: {problem.Message}", problem);
        }

        return own.SequenceEqual(names)
            ? data
            : throw new ArgumentException($"The label column '{_options.LabelColumnName}' of {option} has the key values {string.Join(", ", own)}; those of the training data are {string.Join(", ", names)}, and the two must agree.");
    }
}
