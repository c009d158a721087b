using Microsoft.ML;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Transforms;

namespace Ntt.Estimators;

/// <summary>
/// Finds a network before training. Label-free: fitting reads the input column and no other, so the data needs no label.
/// </summary>
public abstract class PruningEstimator : IEstimator<PrunedNetworkTransformer>
{
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly NetworkArchitecture _architecture;
    private readonly CancellationToken _cancellation;

    private protected PruningEstimator(NetworkEstimatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(options.InputColumnName);
        _outputColumnName = options.OutputColumnName;
        _inputColumnName = options.InputColumnName;
        _architecture = CheckArchitecture(options);
        _cancellation = options.CancellationToken;
    }

    /// <summary>Reads the input column and finds a network.</summary>
    /// <param name="input">The data; needs the input column alone.</param>
    /// <exception cref="ArgumentException">
    /// The input column is missing, of another type or not as long as the network's input; there is no row; or a value is NaN or infinite, of which
    /// the message names row and slot.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled by the options' token.</exception>
    public PrunedNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var samples = SampleReader.ReadFeatures(input, _inputColumnName, _architecture.Input.Size);
        var result = Pruner.Prune(samples, Progress, _cancellation);
        return new PrunedNetworkTransformer(result.Network, _outputColumnName, _inputColumnName, result);
    }

    /// <summary>The schema's shape with the added column.</summary>
    /// <exception cref="ArgumentException">The input column is missing or no Vector of Single.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ShapeColumns.RequireFeatures(inputSchema, _inputColumnName);
        return ShapeColumns.With(inputSchema, ShapeColumns.OfPrunedNetwork(_outputColumnName, _architecture.OutputCount));
    }

    /// <summary>The method at work.</summary>
    private protected abstract Pruner Pruner { get; }

    /// <summary>Who hears of the records; null for nobody.</summary>
    private protected virtual IProgress<NttRecord>? Progress => null;

    private protected static NetworkArchitecture CheckArchitecture(NetworkEstimatorOptions options)
        => options.Architecture ?? throw new ArgumentException("Architecture is null; give one, such as Architectures.LeNet300100().", nameof(options));
}
