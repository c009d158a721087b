using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Pruning;

/// <summary>
/// Sums over paths. In a network without biases whose weights w and input are not negative every gate is open, and output k is the sum over
/// all paths from an input to it of the product of the path's weights. The scores w ∘ ∂R/∂w of R = Σ_k c_k f_k(1) are then what the paths
/// through each weight contribute to R: never negative, and R in total in every layer. Max-pooling lets one path a window through.
/// </summary>
internal static class PathScores
{
    /// <summary>w ∘ ∂R/∂w up to one factor for all layers, which keeps deep networks within the range of single precision.</summary>
    /// <param name="context">The network, the threads to use and the engine.</param>
    /// <param name="weights">w, an array [rows × columns] a layer, not negative. Rescaled in place.</param>
    /// <param name="outputs">c, not negative.</param>
    public static float[][] Compute(ScoringContext context, float[][] weights, float[] outputs)
    {
        var architecture = context.Dense.Architecture;
        for (var layer = 0; layer < weights.Length; layer++)
        {
            ScaleToUnitRows(weights[layer], architecture.WeightLayers[layer].Rows);
        }

        LayerWeights[] layers = [.. architecture.WeightLayers.Select((shape, layer) => LayerWeights.Dense(shape, weights[layer], new float[shape.Rows]))];
        var options = new NetworkPassOptions(Samples: 1, Scope: null, KernelPairing.Halves, WithGradient: true);
        using var pass = ManagedPass.Create(context.Engine, context.Team, architecture, layers, options, isWhole: true);
        Array.Fill(pass.Input, 1);
        pass.Forward(1, []);
        float[][] scores = [.. weights.Select(layer => new float[layer.Length])];
        pass.AddGradients(outputs, [], scores, [.. layers.Select(layer => new float[layer.Bias.Length])]);
        for (var layer = 0; layer < scores.Length; layer++)
        {
            for (var index = 0; index < scores[layer].Length; index++)
            {
                scores[layer][index] *= weights[layer][index];
            }
        }

        return scores;
    }

    /// <summary>Divides a matrix without negative entries by the mean of its rows' sums; a zero matrix stays as it is.</summary>
    public static void ScaleToUnitRows(float[] weights, int rows)
    {
        double sum = 0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        if (sum == 0)
        {
            return;
        }

        var factor = (float)(rows / sum);
        for (var index = 0; index < weights.Length; index++)
        {
            weights[index] *= factor;
        }
    }
}
