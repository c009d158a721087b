using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Transforms.Persistence;
using Ntt.Transforms.Scoring;

namespace Ntt.Transforms;

/// <summary>
/// What a pruning estimator fits: a network that is pruned but not yet trained. It adds one column, the logits of that network, which are
/// computed only when somebody reads them; an annotation of the column carries the network to a trainer further down the pipeline.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term><c>FeatureColumnName</c>, read</term><description>Vector of Single, dense or sparse, as long as the network's
/// input</description></item>
/// <item><term><c>OutputColumnName</c>, added</term><description>Vector of Single, one logit an output, with the annotation <see
/// cref="NetworkAnnotation.Name"/>; NaN for a row with a NaN or infinite feature</description></item>
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
public sealed class PrunedNetworkTransformer : NetworkTransformer
{
    private readonly Lazy<byte[]> _bytes;

    /// <summary>A transformer of a pruned network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="inputColumnName">The column that the network reads.</param>
    /// <param name="result">How the network came about; null when that is not known.</param>
    /// <exception cref="ArgumentException">A column name is empty.</exception>
    public PrunedNetworkTransformer(Network network, string outputColumnName, string inputColumnName, PruningResult? result = null)
        : base(network, SavedPipeline.OfPruned(outputColumnName, inputColumnName))
    {
        OutputColumnName = outputColumnName;
        Result = result;
        _bytes = new Lazy<byte[]>(() => Files.NetworkFile.Serialize(network));
        Outputs =
        [
            new ScoreColumn(outputColumnName, network.Architecture.OutputCount) { Annotations = _ => NetworkAnnotation.Of(_bytes) },
        ];
    }

    /// <summary>The column that is added.</summary>
    public string OutputColumnName { get; }

    /// <summary>How the network came about: report, history, time. Null for a transformer that was loaded.</summary>
    public PruningResult? Result { get; }

    private protected override IReadOnlyList<OutputColumn> Outputs { get; }
}
