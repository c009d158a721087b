using System.Text.Json;
using System.Text.Json.Serialization;
using Ntt.Diagnostics;
using Ntt.Networks;
using Ntt.Transforms.Scoring;

namespace Ntt.Transforms.Persistence;

/// <summary>
/// What a transformer is beside its network. It is saved as one entry of the network's metadata, so that the network's checksum covers it
/// and one file format is enough.
/// </summary>
/// <param name="Kind"><see cref="Pruned"/> or <see cref="Trained"/>.</param>
/// <param name="FeatureColumnName">The column that the network reads.</param>
/// <param name="ScoreColumnName">The column of the logits or probabilities.</param>
/// <param name="PredictedLabelColumnName">The column of the predicted label; null for a pruned network.</param>
/// <param name="ClassNames">The names of the classes; null for a pruned network.</param>
/// <param name="LabelKind">The type of the values that the names stand for; null for text.</param>
internal sealed record SavedPipeline(
    string Kind, string FeatureColumnName, string ScoreColumnName, string? PredictedLabelColumnName, string[]? ClassNames, string? LabelKind = null)
{
    public const string Pruned = "pruned";
    public const string Trained = "trained";

    private const string MetadataKey = "pipeline";

    /// <summary>The labels that the names stand for; null when there are none, or none that can be read.</summary>
    [JsonIgnore]
    public ClassLabels? Labels => ClassNames is null ? null : ClassLabels.Parse(LabelKind, ClassNames);

    public ScoreKind ScoreKind => Kind == Pruned ? ScoreKind.Logits : ScoreKind.Probabilities;

    public static SavedPipeline OfPruned(string outputColumnName, string inputColumnName)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        return new SavedPipeline(Pruned, inputColumnName, outputColumnName, null, null);
    }

    public static SavedPipeline OfTrained(string featureColumnName, ClassLabels classNames, string scoreColumnName, string predictedLabelColumnName)
    {
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        ArgumentException.ThrowIfNullOrEmpty(scoreColumnName);
        ArgumentException.ThrowIfNullOrEmpty(predictedLabelColumnName);
        return new SavedPipeline(Trained, featureColumnName, scoreColumnName, predictedLabelColumnName, [.. classNames], classNames.Kind);
    }

    /// <summary>The network with this written into its metadata.</summary>
    public Network WriteInto(Network network)
        => network.With(network.Layers, new Dictionary<string, string>(network.Metadata) { [MetadataKey] = JsonSerializer.Serialize(this) });

    /// <summary>Takes it out of a network's metadata again.</summary>
    /// <exception cref="FileContentException">The network has none, or none that can be read or fits the network.</exception>
    public static (Network Network, SavedPipeline Saved) TakeFrom(Network network, string source)
    {
        if (!network.Metadata.TryGetValue(MetadataKey, out var text))
        {
            throw new FileContentException(source, 0, $"a network with the metadata '{MetadataKey}', as a transformer saves it", "one without");
        }

        var metadata = new Dictionary<string, string>(network.Metadata);
        metadata.Remove(MetadataKey);
        var saved = Parse(text);
        if (saved is not ({ Kind: Pruned, FeatureColumnName: not null, ScoreColumnName: not null }
            or { Kind: Trained, FeatureColumnName: not null, ScoreColumnName: not null, PredictedLabelColumnName: not null, ClassNames: not null, Labels: not null }))
        {
            throw new FileContentException(source, 0, $"metadata '{MetadataKey}' of a transformer that is '{Pruned}' or '{Trained}'", text);
        }

        network = network.With(network.Layers, metadata);
        try
        {
            // Asked once, here: the transformer's constructor knows what fits, such as how many class names.
            saved.ToTransformer(network);
        }
        catch (ArgumentException problem)
        {
            throw new FileContentException(source, 0, $"metadata '{MetadataKey}' that fit the network", $"{text}: {problem.Message}", problem);
        }

        return (network, saved);
    }

    public NetworkTransformer ToTransformer(Network network) => Kind == Pruned
        ? new PrunedNetworkTransformer(network, ScoreColumnName, FeatureColumnName)
        : new SparseNetworkTransformer(network, FeatureColumnName, Labels!, ScoreColumnName, PredictedLabelColumnName!);

    private static SavedPipeline? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SavedPipeline>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
