using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>Computes empirical neural tangent kernels in closed form, layer by layer.</summary>
public static class NeuralTangentKernel
{
    /// <summary>The tangent kernel of a network on a batch, with all k × k blocks.</summary>
    /// <param name="network">Dense or pruned.</param>
    /// <param name="samples">[count × features], row by row, not yet standardised.</param>
    /// <param name="pairing">Halves: samples i are the first ⌊count/2⌋, j the rest. Full: both are all samples.</param>
    /// <param name="scope">Whether pruned weights count. The scopes agree for a dense network.</param>
    /// <param name="team">The threads to use; null for the calling thread alone.</param>
    /// <exception cref="ArgumentException">The length is no whole number of samples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer samples than the pairing needs: 2 for halves, 1 for full.</exception>
    public static TangentKernel Compute(
        Network network, ReadOnlySpan<float> samples, KernelPairing pairing = KernelPairing.Halves, KernelScope scope = KernelScope.AllWeights, WorkerTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var features = network.Architecture.Input.Size;
        var count = samples.Length / features;
        if (samples.Length != count * features)
        {
            throw new ArgumentException($"{samples.Length} values are no whole number of samples; the network's input has {features} features.", nameof(samples));
        }

        team ??= WorkerTeam.Caller;
        var geometry = new KernelGeometry(count, network.Architecture.OutputCount, pairing);
        var tangents = new TangentPass(new NetworkPass(network, count), geometry, scope, withGradient: false);
        network.Normalization.GatherAll(team, samples, features, tangents.Pass.Input);
        tangents.Pass.Forward(team, count);
        tangents.ComputeKernel(team);
        return new TangentKernel(geometry, tangents.Kernel);
    }
}
