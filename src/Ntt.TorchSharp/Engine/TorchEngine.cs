using Ntt.Networks;
using Ntt.Tangents;
using TorchSharp;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <summary>
/// Computes networks on a torch device while they are pruned and trained: outputs, tangent kernels and their gradients in closed form, by batched
/// products. The device holds dense matrices, masked ones as well. Immutable; an engine may serve any number of runs.
/// </summary>
public sealed class TorchEngine : INetworkEngine
{
    private const long SmallestChunk = 1 << 16;

    /// <summary>An engine on a device.</summary>
    /// <param name="device">The device, such as <c>torch.CPU</c> or <c>torch.device("cuda:0")</c>.</param>
    /// <param name="chunkBytes">
    /// Bytes that one intermediate matrix of the kernel may take, at least 2¹⁶: per-sample Jacobians and patches are computed in as many pieces as that
    /// needs, of at least one row or image. Activations and their derivatives come on top.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="chunkBytes"/> is below 2¹⁶.</exception>
    public TorchEngine(Device device, long chunkBytes = 256L << 20)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (chunkBytes < SmallestChunk)
        {
            throw new ArgumentOutOfRangeException(nameof(chunkBytes), chunkBytes, $"chunkBytes must be at least {SmallestChunk}.");
        }

        Device = device;
        ChunkBytes = chunkBytes;
    }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>Bytes that one intermediate matrix of the kernel may take.</summary>
    public long ChunkBytes { get; }

    /// <inheritdoc/>
    public string Name => $"torch {Device}";

    /// <summary>
    /// An engine on the device that an <c>MLContext</c> names: <c>TorchEngine.Create(ml.GpuDeviceId, ml.FallbackToCpu)</c>. <see cref="Device"/> tells
    /// which it became.
    /// </summary>
    /// <param name="gpuDeviceId">Number of a CUDA device; null for the CPU.</param>
    /// <param name="fallbackToCpu">Whether to take the CPU when there is no such device.</param>
    /// <exception cref="InvalidOperationException">There is no such device; the message names it and says how many there are.</exception>
    public static TorchEngine Create(int? gpuDeviceId, bool fallbackToCpu)
    {
        if (gpuDeviceId is not { } id)
        {
            return new TorchEngine(CPU);
        }

        var count = cuda.is_available() ? cuda.device_count() : 0;
        if (id >= 0 && id < count)
        {
            return new TorchEngine(device(DeviceType.CUDA, id));
        }

        return fallbackToCpu
            ? new TorchEngine(CPU)
            : throw new InvalidOperationException(
                $"The GPU device id is {id}; torch sees {count} CUDA devices. Set FallbackToCpu, or reference a CUDA runtime of TorchSharp such as TorchSharp-cuda-linux.");
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">
    /// A convolution or pooling takes a vector for an image of one row and one channel, or a dense layer such an image for a vector; the message names
    /// the layer.
    /// </exception>
    public INetworkPass CreatePass(NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers, NetworkPassOptions options)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(options);
        return new TorchPass(this, architecture, layers, options);
    }
}
