using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// One network at work on batches, on an engine. Matrices are feature-major, [features × samples], row by row. Used by one thread at a time.
/// </summary>
public interface INetworkPass : IDisposable
{
    /// <summary>The standardised input of a batch, [features × samples]: to be filled before <see cref="Forward"/>.</summary>
    float[] Input { get; }

    /// <summary>[outputs × samples] of the last <see cref="Forward"/>.</summary>
    float[] Logits { get; }

    /// <summary>
    /// The tangent kernel of the last <see cref="ComputeKernel"/>, [(a, i) × (b, j)]: row a · n1 + i of output a and sample i, column b · n2 + j of
    /// output b and sample j. Of <see cref="KernelPairing.Halves"/>, i counts the first ⌊n/2⌋ samples of the batch and j the others; of
    /// <see cref="KernelPairing.Full"/> both count all. Empty without a kernel.
    /// </summary>
    float[] Kernel { get; }

    /// <summary>Copies the numbers and masks of the layers, which the next <see cref="Forward"/> uses.</summary>
    /// <param name="layers">Layers of the same shapes, in order.</param>
    void UseWeights(IReadOnlyList<LayerWeights> layers);

    /// <summary>Computes <see cref="Logits"/>.</summary>
    /// <param name="samples">Samples in <see cref="Input"/>.</param>
    /// <param name="dropout">For each dropout layer, in order, what its values are multiplied by, [features × samples]; empty for no dropout.</param>
    void Forward(int samples, IReadOnlyList<float[]> dropout);

    /// <summary>Computes <see cref="Kernel"/> from the last <see cref="Forward"/>.</summary>
    void ComputeKernel();

    /// <summary>Adds the gradients of a loss of logits and kernel, after <see cref="Forward"/> and, where there is one, <see cref="ComputeKernel"/>.</summary>
    /// <param name="logitsBar">Derivative of the loss by <see cref="Logits"/>.</param>
    /// <param name="kernelBar">Derivative of the loss by <see cref="Kernel"/>; empty when it depends on the logits alone.</param>
    /// <param name="weightGradients">An array a layer, in the order of its kept weights.</param>
    /// <param name="biasGradients">An array a layer.</param>
    void AddGradients(float[] logitsBar, float[] kernelBar, float[][] weightGradients, float[][] biasGradients);
}
