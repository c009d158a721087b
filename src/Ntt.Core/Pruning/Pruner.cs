using System.Diagnostics;
using System.Globalization;
using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>A way to find a sparse network before training. Label-free: it sees samples alone.</summary>
public abstract class Pruner
{
    /// <summary>A pruner of networks of one architecture.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or the allocation cannot be had at the density.</exception>
    protected Pruner(NetworkArchitecture architecture, PruningOptions options)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        LayerCounts.Of(architecture.WeightLayers, options.Density, options.Allocation);
        Architecture = architecture;
        Options = options;
    }

    /// <summary>The method's name, such as <c>ntt</c>.</summary>
    public abstract string Method { get; }

    /// <summary>What the networks compute.</summary>
    public NetworkArchitecture Architecture { get; }

    /// <summary>What the method is told.</summary>
    public PruningOptions Options { get; }

    /// <summary>Finds a sparse network.</summary>
    /// <param name="samples">Samples, not yet standardised; at least one.</param>
    /// <param name="progress">Receives each record as it is made; null for nobody.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <exception cref="ArgumentException">There is no sample, one has another number of features than the network's input, or a value is NaN or infinite.</exception>
    /// <exception cref="ArithmeticException">A method with steps diverged: its objective became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PruningResult Prune(SampleMatrix samples, IProgress<NttRecord>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
        {
            throw new ArgumentException("There are no samples; at least one is needed.", nameof(samples));
        }

        if (samples.FeatureCount != Architecture.Input.Size)
        {
            throw new ArgumentException($"A sample has {samples.FeatureCount} features; the network's input has {Architecture.Input.Size} ({Architecture.Input}).", nameof(samples));
        }

        SampleMatrix.ThrowIfNotFinite(samples);
        var clock = Stopwatch.StartNew();
        using var team = new WorkerTeam(WorkerTeam.Resolve(Options.NumberOfThreads));
        var normalization = Options.Standardize
            ? InputNormalization.FromSamples(samples.Values, Architecture.Input)
            : InputNormalization.Identity(Architecture.Input.Channels);
        var dense = NetworkInitializer.GlorotTruncatedNormal(Architecture, normalization, Options.Seed);
        var outcome = Prune(dense, samples, team, progress, cancellation);
        var network = dense.With(outcome.Layers, Metadata());
        return new PruningResult(network, PruningReport.Of(network, Options.Density), outcome.History, outcome.Steps, clock.Elapsed);
    }

    /// <summary>Prunes the dense network.</summary>
    private protected abstract PruningOutcome Prune(Network dense, SampleMatrix samples, WorkerTeam team, IProgress<NttRecord>? progress, CancellationToken cancellation);

    private Dictionary<string, string> Metadata() => new()
    {
        ["method"] = Method,
        ["density"] = Options.Density.ToString("R", CultureInfo.InvariantCulture),
        ["allocation"] = Options.Allocation.ToString(),
        ["pruningSeed"] = Options.Seed.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>What a method makes of the dense network.</summary>
internal sealed record PruningOutcome(IReadOnlyList<LayerWeights> Layers, IReadOnlyList<NttRecord> History, int Steps)
{
    /// <summary>The outcome of a method without steps.</summary>
    public static PruningOutcome OneShot(IReadOnlyList<LayerWeights> layers) => new(layers, [], 0);
}
