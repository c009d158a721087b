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
/// Input: Vector of Single. Output: Vector of Single, the network's logits, which carries the network as an annotation. Needs a label: for the
/// loss (key with as many values as the network has outputs), not for the logits. Needs normalised input: no, the network standardises by itself.
/// Deterministic for every number of threads. Exportable to ONNX: no.
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
