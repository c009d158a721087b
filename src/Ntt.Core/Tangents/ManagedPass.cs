using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>A network at work on the managed engine, which reads numbers and masks where they stand.</summary>
internal sealed class ManagedPass : INetworkPass
{
    private readonly WorkerTeam _team;
    private readonly NetworkPass _pass;
    private readonly TangentPass? _tangents;
    private float[][] _bars;
    private DirectionalPass? _direction;
    private KernelDerivative? _kernelBar;

    /// <param name="team">The threads to use.</param>
    /// <param name="architecture">What the network computes.</param>
    /// <param name="layers">Its numbers, not copied.</param>
    /// <param name="options">What will be asked of it.</param>
    /// <param name="dropout">What dropout takes its choices from; null for no dropout.</param>
    public ManagedPass(
        WorkerTeam team, NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers, NetworkPassOptions options, RandomStream? dropout = null)
    {
        _team = team;
        _pass = new NetworkPass(architecture, layers, options.Samples, options.Scope is null ? ActivationNeeds.Gradient : ActivationNeeds.All);
        if (dropout is not null)
        {
            _pass.UseDropout(dropout);
        }

        if (options.Scope is { } scope)
        {
            _tangents = new TangentPass(_pass, new KernelGeometry(options.Samples, architecture.OutputCount, options.Pairing), scope, options.WithGradient);
        }

        _bars = _tangents is null && options.WithGradient ? _pass.NewBoundaries(options.Samples, _pass.WeightSteps[0] + 1) : [];
    }

    public float[] Input => _pass.Input;

    public float[] Logits => _pass.Logits;

    public float[] Kernel => _tangents?.Kernel ?? [];

    public float[] LogitTangents => _direction?.LogitTangents ?? [];

    private DirectionalPass Direction => _direction ??= new DirectionalPass(_pass);

    /// <summary>A network at work on the engine given, or on the managed one.</summary>
    public static INetworkPass Create(
        INetworkEngine? engine, WorkerTeam team, NetworkArchitecture architecture, IReadOnlyList<LayerWeights> layers, NetworkPassOptions options)
        => engine?.CreatePass(architecture, layers, options) ?? new ManagedPass(team, architecture, layers, options);

    public void UseWeights(IReadOnlyList<LayerWeights> layers) => _pass.UseWeights(layers);

    /// <summary>Draws the factors of dropout itself.</summary>
    public void Forward(int samples, IReadOnlyList<float[]> dropout) => _pass.Forward(_team, samples);

    public void ComputeKernel() => _tangents!.ComputeKernel(_team);

    public void AddGradients(float[] logitsBar, float[] kernelBar, float[][] weightGradients, float[][] biasGradients)
    {
        if (_tangents is null)
        {
            logitsBar.CopyTo(_bars[^1], 0);
            _pass.AccumulateGradients(_team, _bars, weightGradients, biasGradients);
            return;
        }

        if (_kernelBar?.Values != kernelBar)
        {
            _kernelBar = new KernelDerivative(_tangents.Geometry, kernelBar);
        }

        _tangents.Backward(_team, _kernelBar, logitsBar, weightGradients, biasGradients);
    }

    public void ComputeTangents(float[][] directions) => Direction.ComputeTangents(_team, directions);

    public void AddGradientTangents(float[] logitsBar, float[] logitsBarTangent, float[][] products)
    {
        if (_bars.Length == 0)
        {
            _bars = _pass.NewBoundaries(_pass.Capacity, _pass.WeightSteps[0] + 1);
        }

        logitsBar.CopyTo(_bars[^1], 0);
        _pass.SweepAdjoints(_team, _bars);
        Direction.AddGradientTangents(_team, _bars, logitsBarTangent, products);
    }

    public float[] Transmit(IReadOnlyList<LayerWeights> layers, float[] input) => Direction.Transmit(_team, layers, input);

    public void Dispose()
    {
    }
}
