using System.Collections.Concurrent;
using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>
/// A network: an architecture, the standardisation of its input and its numbers. Pruned layers are stored and multiplied sparse.
/// The arrays behind <see cref="Layers"/> may be changed; reading and scoring is safe from several threads as long as nobody does.
/// </summary>
public sealed class Network
{
    private const int ScoringBatch = 128;

    private readonly ConcurrentBag<LivePass> _idlePasses = [];

    /// <summary>A network of the given parts (not copied).</summary>
    /// <param name="architecture">What the network computes.</param>
    /// <param name="normalization">Standardisation of the input, one mean and scale a channel.</param>
    /// <param name="layers">The numbers of the weighted layers, in order.</param>
    /// <param name="metadata">Facts about the network's making, such as method and seed; saved with it.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public Network(NetworkArchitecture architecture, InputNormalization normalization, IReadOnlyList<LayerWeights> layers, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(layers);
        if (normalization.Mean.Count != architecture.Input.Channels)
        {
            throw new ArgumentException($"The standardisation has {normalization.Mean.Count} channels, the network's input {architecture.Input.Channels}.", nameof(normalization));
        }

        if (!layers.Select(layer => layer.Shape).SequenceEqual(architecture.WeightLayers))
        {
            throw new ArgumentException($"The layers given ({string.Join(", ", layers.Select(layer => layer.Shape))}) are not those of '{architecture}'.", nameof(layers));
        }

        Architecture = architecture;
        Normalization = normalization;
        Layers = layers;
        Metadata = metadata ?? new Dictionary<string, string>();
    }

    /// <summary>What the network computes.</summary>
    public NetworkArchitecture Architecture { get; }

    /// <summary>Standardisation of the input.</summary>
    public InputNormalization Normalization { get; }

    /// <summary>The numbers of the weighted layers, in order.</summary>
    public IReadOnlyList<LayerWeights> Layers { get; }

    /// <summary>Facts about the network's making, such as method and seed.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Number of weights, kept or not; biases excluded.</summary>
    public int WeightCount => Architecture.WeightCount;

    /// <summary>Number of kept weights; biases excluded.</summary>
    public int KeptCount => Layers.Sum(layer => layer.KeptCount);

    /// <summary>Kept fraction of the weights, 0 to 1.</summary>
    public double Density => (double)KeptCount / WeightCount;

    /// <summary>The logits of many samples. Bit-identical for every number of threads and every way to split the samples.</summary>
    /// <param name="samples">[count × features], row by row, not yet standardised.</param>
    /// <param name="logits">[count × outputs], row by row: receives the result.</param>
    /// <param name="team">The threads to use; null for the calling thread alone.</param>
    /// <exception cref="ArgumentException">A length is no multiple of the features, or the two counts differ.</exception>
    public void ComputeLogits(ReadOnlySpan<float> samples, Span<float> logits, WorkerTeam? team = null)
    {
        var features = Architecture.Input.Size;
        var outputs = Architecture.OutputCount;
        var count = samples.Length / features;
        if (samples.Length != count * features)
        {
            throw new ArgumentException($"{samples.Length} values are no whole number of samples; the network's input has {features} features.", nameof(samples));
        }

        var needed = (long)count * outputs;
        if (logits.Length != needed)
        {
            throw new ArgumentException($"There is room for {logits.Length} logits; {count} samples with {outputs} outputs need {needed}.", nameof(logits));
        }

        if (count == 0)
        {
            return;
        }

        team ??= WorkerTeam.Caller;
        var slice = BatchSlices.Of(Architecture, ScoringBatch, withDerivatives: false);
        if (ThreadSlices.AreWorthwhile(this) || (slice == ScoringBatch && count > slice))
        {
            ScoringSlices.Run(this, samples, logits, count, ScoringBatch, team);
            return;
        }

        for (var start = 0; start < count; start += slice)
        {
            var batch = Math.Min(slice, count - start);
            ComputeLogits(samples.Slice(start * features, batch * features), logits.Slice(start * outputs, batch * outputs), batch, slice, team);
        }
    }

    /// <summary>The logits of samples that are computed together.</summary>
    /// <param name="samples">[batch × features].</param>
    /// <param name="logits">[batch × outputs].</param>
    /// <param name="batch">Number of samples, at most <paramref name="slice"/>.</param>
    /// <param name="slice">Number of samples of most calls.</param>
    /// <param name="team">The threads to use.</param>
    internal void ComputeLogits(ReadOnlySpan<float> samples, Span<float> logits, int batch, int slice, WorkerTeam team)
    {
        if (!_idlePasses.TryTake(out var live))
        {
            live = new LivePass(Architecture, Layers, batch, ActivationNeeds.None);
        }
        else if (live.Pass.Capacity < batch)
        {
            live = new LivePass(Architecture, Layers, slice, ActivationNeeds.None);
        }

        live.Refresh();
        Normalization.GatherAll(team, samples, Architecture.Input.Size, live.Pass.Input);
        live.Pass.Forward(team, batch);
        live.Pass.CopyLogits(logits);
        _idlePasses.Add(live);
    }

    /// <summary>A copy with arrays of its own.</summary>
    public Network Clone() => With(Layers.Select(layer => layer.Clone()).ToArray(), Metadata);

    /// <summary>The same architecture and standardisation with other numbers (not copied).</summary>
    public Network With(IReadOnlyList<LayerWeights> layers, IReadOnlyDictionary<string, string> metadata)
        => new(Architecture, Normalization, layers, metadata);
}
