using Microsoft.ML;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Transforms;

namespace Ntt.Pipeline.Tests;

/// <summary>Small seeded data of odd sizes: 6 x 5 images of three classes, a bright row each, with noise.</summary>
internal static class SmallData
{
    public const int Features = 30;
    public const int Classes = 3;

    public static readonly string[] ClassNames = ["top", "middle", "bottom"];

    public static NetworkArchitecture Architecture { get; } = NetworkArchitecture.Parse("input 6x5x1, flatten, dense 11, relu, dense 3");

    public static LabeledImages Images(int count, int seed = 5)
    {
        var random = new Random(seed);
        var pixels = new byte[count * Features];
        var labels = new int[count];
        for (var image = 0; image < count; image++)
        {
            labels[image] = random.Next(Classes);
            for (var pixel = 0; pixel < Features; pixel++)
            {
                var bright = pixel / 5 == (2 * labels[image]) + random.Next(2);
                pixels[(image * Features) + pixel] = (byte)(random.Next(120) + (bright ? 100 : 0));
            }
        }

        return new LabeledImages(new TensorShape(1, 6, 5), pixels, labels, ClassNames);
    }

    public static IDataView View(MLContext ml, int count, int seed = 5) => ml.Data.LoadFromImages(Images(count, seed));

    /// <summary>A pruned, untrained network.</summary>
    public static PruningResult Prune(double density = 0.4, int seed = 1)
        => new CriterionPruner(Architecture, new PruningOptions { Density = density, Seed = seed }, new MagnitudeCriterion()).Prune(Images(40).ToSamples());

    public static SparseNetworkTransformer Trained(string features = "Features") => new(Prune().Network, features, ClassNames);
}

/// <summary>An image as a user's class.</summary>
internal sealed class ImageRow
{
    [Microsoft.ML.Data.VectorType(SmallData.Features)]
    public float[] Features { get; set; } = [];
}

/// <summary>A prediction as a user's class.</summary>
internal sealed class PredictionRow
{
    public float[] Score { get; set; } = [];

    public uint PredictedLabel { get; set; }
}
