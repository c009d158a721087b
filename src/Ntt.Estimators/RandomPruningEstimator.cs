using Ntt.Pruning;

namespace Ntt.Estimators;

/// <summary>Prunes once at initialisation: every set of kept weights of the asked size is equally likely; the baseline that every method must beat.</summary>
/// <remarks>
/// Input: Vector of Single. Output: Vector of Single, the network's logits, which carries the network as an annotation. Needs a label: no.
/// Needs normalised input: no, the network standardises by itself. Deterministic for every number of threads. Exportable to ONNX: no.
/// </remarks>
public sealed class RandomPruningEstimator : PruningEstimator
{
    private readonly CriterionPruner _pruner;

    /// <summary>An estimator with the given options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the range.</exception>
    /// <exception cref="ArgumentException">A column name is empty or the architecture is missing.</exception>
    public RandomPruningEstimator(Options options)
        : base(options) => _pruner = new CriterionPruner(CheckArchitecture(options), options.ToPruningOptions(), new RandomCriterion());

    private protected override Pruner Pruner => _pruner;

    /// <summary>What random pruning is told.</summary>
    public sealed class Options : PruningEstimatorOptions
    {
    }
}
