using Ntt.Pruning;

namespace Ntt.Estimators;

/// <summary>Prunes by any method of a registry, one of <see cref="PruningMethods.BuiltIn"/> or of one's own.</summary>
/// <remarks>
/// Input: Vector of Single. Output: Vector of Single, the network's logits, which carries the network as an annotation. Needs a label: if the
/// method does. Needs normalised input: no, the network standardises by itself. Deterministic for every number of threads. Exportable to ONNX: no.
/// </remarks>
public sealed class MethodPruningEstimator : PruningEstimator
{
    private readonly Pruner _pruner;

    /// <summary>An estimator of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="options">What it is told; <see cref="Options"/> have more for methods that tune weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the range.</exception>
    /// <exception cref="ArgumentException">A column name is empty or the architecture is missing.</exception>
    public MethodPruningEstimator(PruningMethod method, ScoringPruningOptions options)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(method);
        _pruner = method.Create(CheckArchitecture(options), options.ToPruningOptions());
        Progress = (options as Options)?.Progress;
    }

    private protected override Pruner Pruner => _pruner;

    private protected override IProgress<NttRecord>? Progress { get; }

    /// <summary>What any method is told. A method does not heed what is not for it.</summary>
    public sealed class Options : ScoringPruningOptions
    {
        /// <summary>
        /// What <c>ntt</c> and <c>output-transfer</c> are told beyond the other options, which overrule those of the same name in here; null for
        /// the paper's values for the network. Default null.
        /// </summary>
        public NttOptions? Ntt { get; set; }

        /// <summary>Receives each record of a method with steps as it is made; null for nobody.</summary>
        public IProgress<NttRecord>? Progress { get; set; }

        internal override PruningOptions ToPruningOptions()
        {
            var common = base.ToPruningOptions();
            return Ntt?.With(common) ?? common;
        }
    }
}
