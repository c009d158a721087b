using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>A network at work on the managed engine, which reads numbers and masks where they stand.</summary>
internal sealed class ManagedPass : INetworkPass
{
    private readonly WorkerTeam _team;
    private readonly NetworkPassOptions _options;
    private readonly RandomStream? _dropout;
    private readonly LivePass _live;
    private TangentPass? _tangents;
    private float[][] _bars = [];
    private DirectionalPass? _direction;
    private KernelDerivative? _kernelBar;

    /// <param name="team">The threads to use.</param>
    /// <param name="architecture">What the network computes.</param>
    /// <param name="layers">Its numbers, not copied.</param>
    /// <param name="options">What will be asked of it.</param>
    /// <param name="dropout">What dropout takes its choices from; null for no dropout.</param>
    /// <param name="isWhole">Whether silent filters take part too; directions and the weights of paths are those of the whole network.</param>
    public ManagedPass(
        WorkerTeam team,
        NetworkArchitecture architecture,
        IReadOnlyList<LayerWeights> layers,
        NetworkPassOptions options,
        RandomStream? dropout = null,
        bool isWhole = false)
    {
        _team = team;
        _options = options;
        _dropout = dropout;
        _live = new LivePass(architecture, layers, options.Samples, options.Scope is null && !isWhole ? ActivationNeeds.Gradient : ActivationNeeds.All, isWhole);
        UsePass();
    }

    public float[] Input => Pass.Input;

    public float[] Logits => Pass.Logits;

    public float[] Kernel => _tangents?.Kernel ?? [];

    public float[] LogitTangents => _direction?.LogitTangents ?? [];

    private NetworkPass Pass => _live.Pass;

    private DirectionalPass Direction => _direction ??= new DirectionalPass(Pass);

    /// <summary>A network at work on the engine given, or on the managed one.</summary>
    public static INetworkPass Create(
        INetworkEngine? engine,
        WorkerTeam team,
        NetworkArchitecture architecture,
        IReadOnlyList<LayerWeights> layers,
        NetworkPassOptions options,
        bool isWhole = false)
        => engine?.CreatePass(architecture, layers, options) ?? new ManagedPass(team, architecture, layers, options, isWhole: isWhole);

    public void UseWeights(IReadOnlyList<LayerWeights> layers) => _live.UseWeights(layers);

    /// <summary>Draws the factors of dropout itself.</summary>
    public void Forward(int samples, IReadOnlyList<float[]> dropout)
    {
        if (_live.Refresh())
        {
            UsePass();
        }

        Pass.Forward(_team, samples);
    }

    public void ComputeKernel() => _tangents!.ComputeKernel(_team);

    public void AddGradients(float[] logitsBar, float[] kernelBar, float[][] weightGradients, float[][] biasGradients)
    {
        var live = _live.LendGradients(weightGradients, biasGradients);
        if (_tangents is null)
        {
            logitsBar.CopyTo(_bars[^1], 0);
            Pass.AccumulateGradients(_team, _bars, live.Weights, live.Biases);
        }
        else
        {
            if (_kernelBar?.Values != kernelBar)
            {
                _kernelBar = new KernelDerivative(_tangents.Geometry, kernelBar);
            }

            _tangents.Backward(_team, _kernelBar, logitsBar, live.Weights, live.Biases);
        }

        _live.AddLentGradients(weightGradients, biasGradients);
    }

    public void ComputeTangents(float[][] directions) => Direction.ComputeTangents(_team, directions);

    public void AddGradientTangents(float[] logitsBar, float[] logitsBarTangent, float[][] products)
    {
        if (_bars.Length == 0)
        {
            _bars = Pass.NewBoundaries(Pass.Capacity, Pass.WeightSteps[0] + 1);
        }

        logitsBar.CopyTo(_bars[^1], 0);
        Pass.SweepAdjoints(_team, _bars);
        Direction.AddGradientTangents(_team, _bars, logitsBarTangent, products);
    }

    public float[] Transmit(IReadOnlyList<LayerWeights> layers, float[] input) => Direction.Transmit(_team, layers, input);

    public void Dispose()
    {
    }

    /// <summary>Makes what goes with a pass.</summary>
    private void UsePass()
    {
        if (_dropout is not null)
        {
            Pass.UseDropout(_dropout);
        }

        if (_options.Scope is { } scope)
        {
            var geometry = new KernelGeometry(_options.Samples, Pass.Architecture.OutputCount, _options.Pairing);
            _tangents = null;
            _tangents = new TangentPass(Pass, geometry, scope, _options.WithGradient);
        }
        else if (_options.WithGradient)
        {
            _bars = Pass.NewBoundaries(_options.Samples, Pass.WeightSteps[0] + 1);
        }
    }
}
