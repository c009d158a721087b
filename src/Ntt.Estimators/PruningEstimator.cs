using Microsoft.ML;
using Microsoft.ML.Runtime;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Transforms;

namespace Ntt.Estimators;

/// <summary>
/// Finds a network before training. Fitting reads the input column and, if the method needs labels, the label column: for most methods the data
/// needs no label.
/// </summary>
public abstract class PruningEstimator : IEstimator<PrunedNetworkTransformer>
{
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly string? _labelColumnName;
    private readonly NetworkArchitecture _architecture;
    private readonly PixelLayout _layout;
    private readonly CancellationToken _cancellation;
    private readonly IHostEnvironment? _environment;

    private protected PruningEstimator(NetworkEstimatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.InputColumnName);
        _outputColumnName = options.OutputColumnName;
        _inputColumnName = options.InputColumnName;
        if (options is ScoringPruningOptions scoring)
        {
            ArgumentException.ThrowIfNullOrEmpty(scoring.LabelColumnName);
            _labelColumnName = scoring.LabelColumnName;
        }

        _architecture = CheckArchitecture(options);
        _layout = Enum.IsDefined(options.PixelLayout)
            ? options.PixelLayout
            : throw new ArgumentOutOfRangeException(nameof(options), options.PixelLayout, "PixelLayout must be Planar or Interleaved.");
        _cancellation = options.CancellationToken;
        _environment = options.Environment;
    }

    /// <summary>Reads the columns that the method needs and finds a network.</summary>
    /// <param name="input">The data; needs the input column alone unless the method needs labels.</param>
    /// <exception cref="ArgumentException">
    /// The input column is missing, of another type or not as long as the network's input; there is no row; or a value is NaN or infinite, of which
    /// the message names row and slot. The method needs labels and their column is missing, no key, or a key of another number of values than the
    /// network has outputs.
    /// </exception>
    /// <exception cref="ArithmeticException">A method with steps diverged: its objective became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the options' token.</exception>
    public PrunedNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var log = new PruningLog(_environment, GetType().Name, Progress);
        var result = Pruner.Prune(Read(input), log, _cancellation);
        result = result with { Network = PixelOrder.WriteInto(result.Network, _layout) };
        log.End(Pruner.Method, result);
        return new PrunedNetworkTransformer(result.Network, _outputColumnName, _inputColumnName, result);
    }

    /// <summary>The schema's shape with the added column.</summary>
    /// <exception cref="ArgumentException">
    /// The input column is missing or no Vector of Single, or the method needs labels and their column is missing or no key.
    /// </exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ShapeColumns.RequireFeatures(inputSchema, _inputColumnName);
        if (Pruner.NeedsLabels)
        {
            CheckLabel(inputSchema.Select(column => column.Name));
            ShapeColumns.RequireLabel(inputSchema, _labelColumnName!);
        }

        return ShapeColumns.With(inputSchema, ShapeColumns.OfPrunedNetwork(_outputColumnName, _architecture.OutputCount));
    }

    /// <summary>The method at work.</summary>
    private protected abstract Pruner Pruner { get; }

    /// <summary>Who hears of the records; null for nobody.</summary>
    private protected virtual IProgress<NttRecord>? Progress => null;

    private protected static NetworkArchitecture CheckArchitecture(NetworkEstimatorOptions options)
        => options.Architecture ?? throw new ArgumentException("Architecture is null; give one, such as Architectures.LeNet300100().", nameof(options));

    private PruningData Read(IDataView input)
    {
        var features = _architecture.Input.Size;
        var order = PixelOrder.Of(_architecture.Input, _layout);
        FeatureColumn.CheckLayout(input.Schema, _inputColumnName, _architecture.Input, _layout);
        if (!Pruner.NeedsLabels)
        {
            return new PruningData(SampleReader.ReadFeatures(input, _inputColumnName, features, order));
        }

        CheckLabel(input.Schema.Where(column => !column.IsHidden).Select(column => column.Name));
        var data = SampleReader.ReadLabeled(input, _inputColumnName, _labelColumnName!, features, _architecture.OutputCount, exampleWeightColumnName: null, order);
        return new PruningData(data.Samples, data.Labels);
    }

    /// <summary>Only here it is known why the label is wanted and what can be done without one.</summary>
    private void CheckLabel(IEnumerable<string> columns)
    {
        if (!columns.Contains(_labelColumnName))
        {
            var others = PruningMethods.BuiltIn.All.Where(method => !method.NeedsLabels).Select(method => method.Name);
            throw new ArgumentException(
                $"The method '{Pruner.Method}' needs labels and there is no label column '{_labelColumnName}'; the columns are "
                + $"{string.Join(", ", columns.Select(name => $"'{name}'"))}. Name one by LabelColumnName, or use a method that needs none: "
                + $"{string.Join(", ", others)}.");
        }
    }
}
