using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Networks;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests.Persistence;

/// <summary>
/// The models whose zips are kept. Weights and features are small multiples of a power of two, so that no sum is rounded and the scores are the
/// same bits on every machine.
/// </summary>
internal static class GoldenModels
{
    public const int Features = 6;

    /// <summary>What can be saved now.</summary>
    public static readonly string[] Names = ["pruned", "text", "number", "bool"];

    /// <summary>What was saved as it no longer is: "first" is the model "text" from before labels had types, when the predicted label was mapped by pairs.</summary>
    public static readonly string[] FormerNames = ["first"];

    /// <summary>Five rows; the third has a NaN.</summary>
    public static float[] Rows { get; } = [.. Enumerable.Range(0, 5 * Features).Select(index => index == (2 * Features) + 1 ? float.NaN : ((index * index * 7 % 13) - 6) / 2f)];

    /// <summary>The pruning transformer alone, the trained one alone, the two behind a Concatenate, the trained one behind a CopyColumns.</summary>
    public static ITransformer Create(MLContext ml, string name)
    {
        var view = ModelReport.View(ml, Rows, Features);
        return name switch
        {
            "pruned" => new PrunedNetworkTransformer(Network(3), "Logits", "Features"),
            "text" or "first" => new SparseNetworkTransformer(Network(3), "Features", ["tench", "crème brûlée", ""]),
            "number" => new TransformerChain<ITransformer>(
                ml.Transforms.Concatenate("Joined", "Left", "Right").Fit(view),
                new PrunedNetworkTransformer(Network(3), "Logits", "Joined"),
                new SparseNetworkTransformer(Network(3), "Joined", Labels(ml, new Keyed<float>(3.5f), new Keyed<float>(-0.1f), new Keyed<float>(1e9f)), "Score", "PredictedLabel")),
            _ => new TransformerChain<ITransformer>(
                ml.Transforms.CopyColumns("Copy", "Features").Fit(view),
                new SparseNetworkTransformer(Network(2), "Copy", Labels(ml, new Keyed<bool>(true), new Keyed<bool>(false)), "Score", "PredictedLabel")),
        };
    }

    /// <summary>The labels of a column that MapValueToKey makes, as a trainer finds them.</summary>
    private static ClassLabels Labels<T>(MLContext ml, params Keyed<T>[] rows)
    {
        var view = ml.Data.LoadFromEnumerable(rows);
        return LabelColumn.ClassNames(ml.Transforms.Conversion.MapValueToKey("Label", "Value").Fit(view).Transform(view).Schema["Label"], rows.Length);
    }

    private static Network Network(int outputs)
    {
        var architecture = new NetworkArchitecture(TensorShape.Flat(Features), [new DenseLayer(5), new ReluLayer(), new DenseLayer(outputs)]);
        var layers = architecture.WeightLayers.Select(shape =>
        {
            var kept = Enumerable.Range(0, shape.Count).Where(index => index % 3 != 1).ToArray();
            var weights = kept.Select(index => ((index * 7 % 9) - 4) / 8f).ToArray();
            return LayerWeights.Pruned(shape, Mask.FromIndices(shape.Rows, shape.Columns, kept), weights, [.. Enumerable.Range(0, shape.Rows).Select(row => (1 - row) / 2f)]);
        });
        return new Network(architecture, new InputNormalization([0.5f], [2f]), [.. layers]);
    }

    private sealed class Keyed<T>(T value)
    {
        public T Value { get; } = value;
    }
}
