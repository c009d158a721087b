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

    /// <summary>[outputs × samples] of the last <see cref="ComputeTangents"/>; empty before it.</summary>
    float[] LogitTangents { get; }

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

    /// <summary>
    /// Computes <see cref="LogitTangents"/>, the derivative of <see cref="Logits"/> when the weights move along a direction and the biases stay, from the
    /// last <see cref="Forward"/>. Here and in what follows the gates of rectifiers, poolings and dropout are taken as constant, as in that pass.
    /// </summary>
    /// <param name="directions">An array a layer, in the order of its kept weights.</param>
    void ComputeTangents(float[][] directions);

    /// <summary>
    /// Adds the derivatives of the weights' gradients along the direction of the last <see cref="ComputeTangents"/>: the product of the loss's Hessian
    /// by the weights with that direction, for a loss of the logits.
    /// </summary>
    /// <param name="logitsBar">Derivative of the loss by <see cref="Logits"/>.</param>
    /// <param name="logitsBarTangent">The derivative of <paramref name="logitsBar"/> along the direction: the loss's Hessian by the logits times <see cref="LogitTangents"/>.</param>
    /// <param name="products">An array a layer, in the order of its kept weights.</param>
    void AddGradientTangents(float[] logitsBar, float[] logitsBarTangent, float[][] products);

    /// <summary>
    /// Sends values through other layers in place of the network's own, without biases, and the gates of the last <see cref="Forward"/>: with weights of 1,
    /// sums over the paths that each sample activates.
    /// </summary>
    /// <param name="layers">Layers of the same shapes, in order.</param>
    /// <param name="input">[features × samples].</param>
    /// <returns>[outputs × samples].</returns>
    float[] Transmit(IReadOnlyList<LayerWeights> layers, float[] input);
}
