using Ntt.Pruning;

namespace Ntt.Estimators;

/// <summary>Initialises a network and prunes nothing: the dense baseline, with the initial weights that the pruning estimators start from.</summary>
/// <remarks>
/// Input: Vector of Single. Output: Vector of Single, the network's logits, which carries the network as an annotation. Needs a label: no.
/// Needs normalised input: no, the network standardises by itself. Deterministic for every number of threads. Exportable to ONNX: no.
/// </remarks>
public sealed class DenseNetworkEstimator : PruningEstimator
{
    private readonly DenseBaseline _pruner;

    /// <summary>An estimator with the given options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the range.</exception>
    /// <exception cref="ArgumentException">A column name is empty or the architecture is missing.</exception>
    public DenseNetworkEstimator(Options options)
        : base(options) => _pruner = new DenseBaseline(CheckArchitecture(options), options.ToDenseOptions());

    private protected override Pruner Pruner => _pruner;

    /// <summary>What the dense baseline is told.</summary>
    public sealed class Options : NetworkEstimatorOptions
    {
        internal PruningOptions ToDenseOptions() => ToNetworkOptions();
    }
}
