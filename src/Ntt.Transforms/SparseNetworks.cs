using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Diagnostics;
using Ntt.Networks;
using Ntt.Transforms.Persistence;

namespace Ntt.Transforms;

/// <summary>
/// Finds the networks in fitted and in loaded models. A model loaded from a zip is a chain of ML.NET's own transformers; the networks inside are whole.
/// </summary>
/// <remarks>
/// Scores, predicted labels and the labels' KeyValues of a loaded chain are those of the model that was saved, to the bit. What it has lost, for
/// ML.NET's public API has no savable transformer that gives it: scoring in batches (each row is scored by itself), the annotations of Score
/// (SlotNames, TrainingLabelValues, ScoreColumnKind and the others of its set), those of PredictedLabel beside KeyValues, the network as an
/// annotation of a pruned column, and the look at the features' dimensions, which tells pixels in another layout. <see cref="FromLoaded"/> gives
/// all of it back.
/// </remarks>
public static class SparseNetworks
{
    /// <summary>Finds the network of a model: that of its last transformer with one, so the trained network where there is one, otherwise the pruned one.</summary>
    /// <param name="model">A fitted or loaded transformer or chain.</param>
    /// <param name="network">Receives the network.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="FileContentException">The model was loaded and its network cannot be read; the message says why.</exception>
    public static bool TryGetSparseNetwork(this ITransformer model, [NotNullWhen(true)] out Network? network)
    {
        network = Find(model)?.Network;
        return network is not null;
    }

    /// <summary>Turns a loaded model into the transformers it was saved from, which score in batches and carry all annotations.</summary>
    /// <param name="model">What Model.Load returned: a transformer, or a chain with chains inside. Transformers that are not from this library are kept as they are.</param>
    /// <returns>The same model with typed transformers; of a chain, the transformers that take part in scoring.</returns>
    /// <exception cref="FileContentException">A network cannot be read; the message says why.</exception>
    public static ITransformer FromLoaded(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (CarrierChain.TryRead(model, out var content))
        {
            return content.Saved.ToTransformer(content.Network);
        }

        return model is TransformerChain<ITransformer> chain
            ? new TransformerChain<ITransformer>([.. chain.GetModelFor(TransformerScope.Scoring).Select(FromLoaded)])
            : model;
    }

    private static NetworkTransformer? Find(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model is NetworkTransformer typed)
        {
            return typed;
        }

        return CarrierChain.TryRead(model, out var content)
            ? content.Saved.ToTransformer(content.Network)
            : (model as IEnumerable<ITransformer>)?.Reverse().Select(Find).FirstOrDefault(found => found is not null);
    }
}
