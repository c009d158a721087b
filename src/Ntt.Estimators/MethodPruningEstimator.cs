using Ntt.Pruning;

namespace Ntt.Estimators;

/// <summary>Prunes by any method of a registry, one of <see cref="PruningMethods.BuiltIn"/> or of one's own.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term><c>InputColumnName</c>, read</term><description>Vector of Single, dense or sparse, as long as the network's input; planar or
/// interleaved pixels</description></item>
/// <item><term><c>LabelColumnName</c>, read</term><description>key with as many values as the network has outputs; only if the method needs
/// it</description></item>
/// <item><term><c>OutputColumnName</c>, added</term><description>Vector of Single, the network's logits before training; the annotation
/// <c>SparseNetwork</c> carries the network to a trainer</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>This estimator</description></listheader>
/// <item><term>Needs a label?</term><description>If the method does (<c>PruningMethod.NeedsLabels</c>)</description></item>
/// <item><term>Needs normalised input?</term><description>No, the network standardises by itself</description></item>
/// <item><term>Needs caching?</term><description>No, the data are read once</description></item>
/// <item><term>Required package beside Microsoft.ML</term><description>None</description></item>
/// <item><term>Exportable to ONNX?</term><description>No</description></item>
/// <item><term>Deterministic?</term><description>Yes, bit by bit, for every number of threads</description></item>
/// <item><term>Can be fitted several times, also at once?</term><description>Yes</description></item>
/// </list>
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
