using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>
/// Neural Tangent Transfer (Liu &amp; Zenke, ICML 2020): tunes a sparse student so that its logits and its tangent kernel match those of the
/// dense teacher at initialisation. Needs no labels. Follows the authors' released code where it differs from the paper: kernels of pairs
/// across the halves of a batch with all k × k blocks, decay inside the Adam loss and divided by the density, mask updates every 100 steps by
/// magnitude with pruned weights able to come back. Without a kernel (<see cref="NttOptions.KernelWeight"/> = 0) this is <c>output-transfer</c>.
/// </summary>
public sealed class NttPruner : Pruner
{
    private readonly NttOptions _options;

    /// <summary>A pruner of networks of one architecture.</summary>
    /// <param name="architecture">What the networks compute.</param>
    /// <param name="options">What NTT is told.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public NttPruner(NetworkArchitecture architecture, NttOptions options)
        : base(architecture, options) => _options = options;

    /// <inheritdoc/>
    public override string Method => _options.KernelWeight == 0 ? "output-transfer" : "ntt";

    /// <summary>Kernels compare samples with each other.</summary>
    private protected override int FewestSamples => 2;

    private protected override PruningOutcome Prune(Network dense, PruningData data, WorkerTeam team, IProgress<NttRecord>? progress, CancellationToken cancellation)
    {
        using var run = new NttRun(dense, data, _options, team);
        return run.Run(progress, cancellation);
    }
}
