using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>No pruning: the dense network as initialised, the teacher of NTT. The baseline that every method is compared with.</summary>
/// <param name="architecture">What the networks compute.</param>
/// <param name="options">Seed and standardisation; the density is taken as 1.</param>
public sealed class DenseBaseline(NetworkArchitecture architecture, PruningOptions options) : Pruner(architecture, (options ?? throw new ArgumentNullException(nameof(options))) with { Density = 1 })
{
    /// <inheritdoc/>
    public override string Method => "dense";

    private protected override PruningOutcome Prune(Network dense, PruningData data, WorkerTeam team, IProgress<NttRecord>? progress, CancellationToken cancellation)
        => PruningOutcome.OneShot(dense.Layers);
}
