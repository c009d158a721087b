using System.Diagnostics;
using System.Globalization;
using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>A way to find a sparse network before training. Most need no labels and never look at any.</summary>
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

    /// <summary>Whether the method looks at labels and so cannot do without.</summary>
    public virtual bool NeedsLabels => false;

    /// <summary>What the networks compute.</summary>
    public NetworkArchitecture Architecture { get; }

    /// <summary>What the method is told.</summary>
    public PruningOptions Options { get; }

    /// <summary>Finds a sparse network without labels.</summary>
    /// <param name="samples">Samples, not yet standardised; at least one.</param>
    /// <param name="progress">Receives each record as it is made; null for nobody.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <exception cref="ArgumentException">
    /// There is no sample, one has another number of features than the network's input, a value is NaN or infinite, or the method needs labels.
    /// </exception>
    /// <exception cref="ArithmeticException">A method with steps diverged: its objective became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PruningResult Prune(SampleMatrix samples, IProgress<NttRecord>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Prune(new PruningData(samples), nameof(samples), progress, cancellation);
    }

    /// <summary>Finds a sparse network.</summary>
    /// <param name="data">Samples, not yet standardised, at least one; with labels if the method needs them.</param>
    /// <param name="progress">Receives each record as it is made; null for nobody.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <exception cref="ArgumentException">
    /// There is no sample, one has another number of features than the network's input, a value is NaN or infinite, or the method needs labels
    /// and there are none or one is no class of the network; the message names the sample and the label.
    /// </exception>
    /// <exception cref="ArithmeticException">A method with steps diverged: its objective became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PruningResult Prune(PruningData data, IProgress<NttRecord>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Prune(data, nameof(data), progress, cancellation);
    }

    /// <summary>Prunes the dense network.</summary>
    private protected abstract PruningOutcome Prune(
        Network dense, PruningData data, WorkerTeam team, IProgress<NttRecord>? progress, CancellationToken cancellation);

    /// <summary>Number of samples that the method cannot do without.</summary>
    private protected virtual int FewestSamples => 1;

    /// <summary>What the method makes of a layer's kept weights before any tuning.</summary>
    private protected virtual LayerWeights Keep(LayerWeights dense, Mask mask) => dense.Prune(mask);

    private PruningResult Prune(PruningData data, string argument, IProgress<NttRecord>? progress, CancellationToken cancellation)
    {
        CheckData(data, argument);
        var clock = Stopwatch.StartNew();
        using var team = new WorkerTeam(WorkerTeam.Resolve(Options.NumberOfThreads));
        var normalization = Options.Standardize
            ? InputNormalization.FromSamples(data.Samples.Values, Architecture.Input)
            : InputNormalization.Identity(Architecture.Input.Channels);
        var dense = NetworkInitializer.GlorotTruncatedNormal(Architecture, normalization, Options.Seed);
        var outcome = Prune(dense, data, team, progress, cancellation);
        var layers = ControlledLayers.Apply(Options.Control, dense, outcome.Layers, Options.Seed, Keep);
        var network = dense.With(layers, Metadata());
        return new PruningResult(network, PruningReport.Of(network, Options.Density), outcome.History, outcome.Steps, clock.Elapsed);
    }

    private void CheckData(PruningData data, string argument)
    {
        if (data.Samples.Count == 0)
        {
            throw new ArgumentException("There are no samples; at least one is needed.", argument);
        }

        if (data.Samples.Count < FewestSamples)
        {
            throw new ArgumentException($"The method '{Method}' needs samples, at least {FewestSamples}; {data.Samples.Count} was given.", argument);
        }

        if (data.Samples.FeatureCount != Architecture.Input.Size)
        {
            throw new ArgumentException(
                $"A sample has {data.Samples.FeatureCount} features; the network's input has {Architecture.Input.Size} ({Architecture.Input}).", argument);
        }

        if (!NeedsLabels)
        {
            SampleMatrix.ThrowIfNotFinite(data.Samples, argument);
            return;
        }

        if (data.Labeled is not { } labeled)
        {
            var others = PruningMethods.BuiltIn.All.Where(method => !method.NeedsLabels).Select(method => method.Name);
            throw new ArgumentException(
                $"The method '{Method}' needs labels, and none were given. Methods that need none: {string.Join(", ", others)}.", argument);
        }

        labeled.ThrowIfUnfit(Architecture.Input.Size, Architecture.OutputCount, argument);
    }

    private Dictionary<string, string> Metadata()
    {
        var metadata = new Dictionary<string, string>
        {
            ["method"] = Method,
            ["density"] = Options.Density.ToString("R", CultureInfo.InvariantCulture),
            ["allocation"] = Options.Allocation.ToString(),
            ["pruningSeed"] = Options.Seed.ToString(CultureInfo.InvariantCulture),
        };
        if (Options.Control != PruningControl.None)
        {
            metadata["control"] = Options.Control.ToString();
        }

        return metadata;
    }
}

/// <summary>What a method makes of the dense network.</summary>
internal sealed record PruningOutcome(IReadOnlyList<LayerWeights> Layers, IReadOnlyList<NttRecord> History, int Steps)
{
    /// <summary>The outcome of a method without steps.</summary>
    public static PruningOutcome OneShot(IReadOnlyList<LayerWeights> layers) => new(layers, [], 0);
}
