using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// Where networks are computed while they are pruned and trained. An option of pruning and of training names one; without it the managed engine
/// of this library works. The engine computes outputs, tangent kernels and gradients of batches; steps, masks, optimisers, batches and records are
/// this library's whatever the engine is, so that the same options give the same run up to rounding.
/// </summary>
public interface INetworkEngine
{
    /// <summary>What the engine is, for messages, such as <c>torch cuda:0</c>.</summary>
    string Name { get; }

    /// <summary>A network at work on this engine.</summary>
    /// <param name="architecture">What the network computes.</param>
    /// <param name="layers">The numbers of its weighted layers, in order; copied.</param>
    /// <param name="options">What will be asked of it.</param>
    INetworkPass CreatePass(NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers, NetworkPassOptions options);
}

/// <summary>What will be asked of a network at work on an engine.</summary>
/// <param name="Samples">Samples of a batch at most, at least 1; with a kernel, exactly.</param>
/// <param name="Scope">Whose derivatives make up its tangent kernel; null when no kernel is asked for.</param>
/// <param name="Pairing">Which pairs of a batch's samples the kernel compares.</param>
/// <param name="WithGradient">Whether gradients are asked for.</param>
public sealed record NetworkPassOptions(int Samples, KernelScope? Scope, KernelPairing Pairing, bool WithGradient);
