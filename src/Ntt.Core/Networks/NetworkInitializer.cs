using Ntt.Compute;

namespace Ntt.Networks;

/// <summary>The initialisation of Liu &amp; Zenke's released code: the teacher of NTT and the dense start of every baseline.</summary>
public static class NetworkInitializer
{
    /// <summary>Standard deviation of a standard normal cut off at two standard deviations.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Standard deviation of the biases.</summary>
    private const double BiasDeviation = 1e-2;

    /// <summary>
    /// A dense network. Weights: Glorot truncated normal, W = z · σ / 0.8796 with z a standard normal cut off at ±2 and
    /// σ² = 2 / (fan-in + fan-out). Biases: normal with standard deviation 0.01.
    /// </summary>
    /// <param name="architecture">What the network computes.</param>
    /// <param name="normalization">Standardisation of the input.</param>
    /// <param name="seed">Seed; every layer has random streams of its own.</param>
    public static Network GlorotTruncatedNormal(NetworkArchitecture architecture, InputNormalization normalization, int seed)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var layers = new LayerWeights[architecture.WeightLayers.Count];
        for (var layer = 0; layer < layers.Length; layer++)
        {
            var shape = architecture.WeightLayers[layer];
            var deviation = Math.Sqrt(2.0 / (shape.FanIn + shape.FanOut)) / TruncatedDeviation;
            var weightStream = new RandomStream(seed, $"initial weights {shape.Name}");
            var weights = new float[shape.Count];
            for (var index = 0; index < weights.Length; index++)
            {
                weights[index] = (float)(weightStream.NextTruncatedNormal() * deviation);
            }

            var biasStream = new RandomStream(seed, $"initial biases {shape.Name}");
            var bias = new float[shape.Rows];
            for (var index = 0; index < bias.Length; index++)
            {
                bias[index] = (float)(biasStream.NextNormal() * BiasDeviation);
            }

            layers[layer] = LayerWeights.Dense(shape, weights, bias);
        }

        return new Network(architecture, normalization, layers);
    }
}
