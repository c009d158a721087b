using Ntt.Pruning;

namespace Ntt.Estimators;

/// <summary>Prunes once at initialisation: the weights that are largest at initialisation are kept; NTT without a step.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term><c>InputColumnName</c>, read</term><description>Vector of Single, dense or sparse, as long as the network's input; planar or
/// interleaved pixels</description></item>
/// <item><term><c>OutputColumnName</c>, added</term><description>Vector of Single, the network's logits before training; the annotation
/// <c>SparseNetwork</c> carries the network to a trainer</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>This estimator</description></listheader>
/// <item><term>Needs a label?</term><description>No</description></item>
/// <item><term>Needs normalised input?</term><description>No, the network standardises by itself</description></item>
/// <item><term>Needs caching?</term><description>No, the data are read once</description></item>
/// <item><term>Required package beside Microsoft.ML</term><description>None</description></item>
/// <item><term>Exportable to ONNX?</term><description>No</description></item>
/// <item><term>Deterministic?</term><description>Yes, bit by bit, for every number of threads</description></item>
/// <item><term>Can be fitted several times, also at once?</term><description>Yes</description></item>
/// </list>
/// </remarks>
public sealed class MagnitudePruningEstimator : PruningEstimator
{
    private readonly CriterionPruner _pruner;

    /// <summary>An estimator with the given options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the range.</exception>
    /// <exception cref="ArgumentException">A column name is empty or the architecture is missing.</exception>
    public MagnitudePruningEstimator(Options options)
        : base(options) => _pruner = new CriterionPruner(CheckArchitecture(options), options.ToPruningOptions(), new MagnitudeCriterion());

    private protected override Pruner Pruner => _pruner;

    /// <summary>What magnitude pruning is told.</summary>
    public sealed class Options : PruningEstimatorOptions
    {
    }
}
