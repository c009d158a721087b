using Ntt.Compute;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Core.Tests.Tangents;

/// <summary>An engine that computes as the managed one does, on numbers of its own as a device has them. Counts the passes in use.</summary>
internal sealed class CopyingEngine : INetworkEngine
{
    public string Name => "copying";

    public int Created { get; private set; }

    public int Disposed { get; private set; }

    public INetworkPass CreatePass(NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers, NetworkPassOptions options)
    {
        Created++;
        return new Pass(this, new ManagedPass(WorkerTeam.Caller, architecture, Copy(layers), options, isWhole: true));
    }

    private static LayerWeights[] Copy(IReadOnlyList<LayerWeights> layers) => [.. layers.Select(layer => layer.Clone())];

    private sealed class Pass(CopyingEngine engine, ManagedPass pass) : INetworkPass
    {
        public float[] Input => pass.Input;

        public float[] Logits => pass.Logits;

        public float[] Kernel => pass.Kernel;

        public float[] LogitTangents => pass.LogitTangents;

        public void UseWeights(IReadOnlyList<LayerWeights> layers) => pass.UseWeights(Copy(layers));

        public void Forward(int samples, IReadOnlyList<float[]> dropout)
        {
            Assert.IsEmpty(dropout);
            pass.Forward(samples, dropout);
        }

        public void ComputeKernel() => pass.ComputeKernel();

        public void AddGradients(float[] logitsBar, float[] kernelBar, float[][] weightGradients, float[][] biasGradients)
            => pass.AddGradients(logitsBar, kernelBar, weightGradients, biasGradients);

        public void ComputeTangents(float[][] directions) => pass.ComputeTangents(directions);

        public void AddGradientTangents(float[] logitsBar, float[] logitsBarTangent, float[][] products)
            => pass.AddGradientTangents(logitsBar, logitsBarTangent, products);

        public float[] Transmit(IReadOnlyList<LayerWeights> layers, float[] input) => pass.Transmit(Copy(layers), input);

        public void Dispose() => engine.Disposed++;
    }
}
