using Ntt.Pruning;

namespace Ntt.Estimators;

/// <summary>Whose sensitivity to a weight is its score.</summary>
public enum SnipSensitivity
{
    /// <summary>That of the loss (SNIP; Lee et al., ICLR 2019): needs labels.</summary>
    Loss,

    /// <summary>That of the squared logits (Logit-SNIP; Liu &amp; Zenke, ICML 2020): needs none.</summary>
    Logits,
}

/// <summary>Prunes once at initialisation: keeps the weights that loss or logits are most sensitive to, <c>snip</c> or <c>logit-snip</c>.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term><c>InputColumnName</c>, read</term><description>Vector of Single, dense or sparse, as long as the network's input; planar or
/// interleaved pixels</description></item>
/// <item><term><c>LabelColumnName</c>, read</term><description>key with as many values as the network has outputs; only for the sensitivity of the
/// loss</description></item>
/// <item><term><c>OutputColumnName</c>, added</term><description>Vector of Single, the network's logits before training; the annotation
/// <c>SparseNetwork</c> carries the network to a trainer</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>This estimator</description></listheader>
/// <item><term>Needs a label?</term><description>For the sensitivity of the loss, not for that of the logits</description></item>
/// <item><term>Needs normalised input?</term><description>No, the network standardises by itself</description></item>
/// <item><term>Needs caching?</term><description>No, the data are read once</description></item>
/// <item><term>Required package beside Microsoft.ML</term><description>None</description></item>
/// <item><term>Exportable to ONNX?</term><description>No</description></item>
/// <item><term>Deterministic?</term><description>Yes, bit by bit, for every number of threads</description></item>
/// <item><term>Can be fitted several times, also at once?</term><description>Yes</description></item>
/// </list>
/// </remarks>
public sealed class SnipPruningEstimator : PruningEstimator
{
    private readonly Pruner _pruner;

    /// <summary>An estimator with the given options.</summary>
    /// <param name="sensitivity">Whose sensitivity counts.</param>
    /// <param name="options">What it is told; rounds are not heeded (<c>iterative-snip</c> has them).</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the range.</exception>
    /// <exception cref="ArgumentException">A column name is empty or the architecture is missing.</exception>
    public SnipPruningEstimator(SnipSensitivity sensitivity, ScoringPruningOptions options)
        : base(options)
    {
        var name = sensitivity switch
        {
            SnipSensitivity.Loss => "snip",
            SnipSensitivity.Logits => "logit-snip",
            _ => throw new ArgumentOutOfRangeException(nameof(sensitivity), sensitivity, "The sensitivity must be that of the loss or of the logits."),
        };
        _pruner = PruningMethods.BuiltIn.Find(name).Create(CheckArchitecture(options), options.ToPruningOptions());
    }

    private protected override Pruner Pruner => _pruner;
}
