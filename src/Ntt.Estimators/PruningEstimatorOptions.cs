using Microsoft.ML;
using Microsoft.ML.Runtime;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;
using Ntt.Transforms;

namespace Ntt.Estimators;

/// <summary>What every estimator that makes a network is told. Copied and checked when the estimator is constructed.</summary>
public abstract class NetworkEstimatorOptions
{
    private static readonly PruningOptions s_defaults = new();

    private protected NetworkEstimatorOptions()
    {
    }

    /// <summary>The column to add: the network's logits, and the network itself as an annotation. Default <c>PrunedNetwork</c>.</summary>
    public string OutputColumnName { get; set; } = ColumnNames.PrunedNetwork;

    /// <summary>The column to read: Vector of Single, as long as the network's input. Default <c>Features</c>.</summary>
    public string InputColumnName { get; set; } = ColumnNames.Features;

    /// <summary>In which order the column to read holds the pixels of images with several channels. Default planar.</summary>
    public PixelLayout PixelLayout { get; set; }

    /// <summary>What the network computes. Must be given.</summary>
    public NetworkArchitecture? Architecture { get; set; }

    /// <summary>Whether the network standardises its input, channel by channel, with mean and deviation of the data it is fitted on. Default true.</summary>
    public bool Standardize { get; set; } = s_defaults.Standardize;

    /// <summary>Seed of the initial weights and of every random choice. Default 1.</summary>
    public int Seed { get; set; } = PruningDefaults.Seed;

    /// <summary>Threads, at least 1; null for one a processor. The result does not depend on it. Default null.</summary>
    public int? NumberOfThreads { get; set; } = s_defaults.NumberOfThreads;

    /// <summary>
    /// Where the steps of NTT and the scores of the methods that look at samples are computed; null for the engine of the context whose catalog makes
    /// the estimator (<see cref="EngineCatalog.UseEngine"/>), by default the managed one. Default null.
    /// </summary>
    public INetworkEngine? Engine { get; set; } = s_defaults.Engine;

    /// <summary>Looked at before every step; a cancelled fit throws <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Where messages go, such as the <c>MLContext</c>, whose <c>Log</c> then shows them; null for nowhere. Default null.</summary>
    public IHostEnvironment? Environment { get; set; }

    internal NetworkEstimatorOptions With(INetworkEngine engine)
    {
        var copy = (NetworkEstimatorOptions)MemberwiseClone();
        copy.Engine = engine;
        return copy;
    }

    private protected PruningOptions ToNetworkOptions() => new() { Standardize = Standardize, Seed = Seed, NumberOfThreads = NumberOfThreads, Engine = Engine };
}

/// <summary>What every pruning estimator is told. Copied and checked when the estimator is constructed.</summary>
public abstract class PruningEstimatorOptions : NetworkEstimatorOptions
{
    private protected PruningEstimatorOptions()
    {
    }

    /// <summary>Kept fraction of the weights, greater than 0 and at most 1. Biases are never pruned. Default 0.05.</summary>
    public double Density { get; set; } = PruningDefaults.Density;

    /// <summary>How the kept weights are shared out among the layers. Default layerwise.</summary>
    public PruningAllocation Allocation { get; set; } = PruningDefaults.Allocation;

    /// <summary>What is taken away from the finished pruning, for comparison. Default nothing.</summary>
    public PruningControl Control { get; set; }

    internal virtual PruningOptions ToPruningOptions() => ToNetworkOptions() with { Density = Density, Allocation = Allocation, Control = Control };
}
