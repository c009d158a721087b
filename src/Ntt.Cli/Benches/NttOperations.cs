using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Cli.Benches;

/// <summary>
/// Operations of an NTT step in closed form, 2 a multiply-add, with the kernel over the pairs across the halves of a batch. Products with
/// masked weights count kept weights alone. A convolution that max-pooling follows has cotangents at the winning positions alone. Zeros
/// behind closed gates are counted.
/// </summary>
/// <param name="Forward">The pass forward.</param>
/// <param name="Cotangents">One row a sample and output, back to the output of the first layer.</param>
/// <param name="Kernel">The sum of the layers' kernels.</param>
/// <param name="Tangents">A tangent a sample and output, along the kernel's derivative; the last layer needs none.</param>
/// <param name="Reverse">The gradients of the weights and what leads to them.</param>
internal sealed record NttOperations(double Forward, double Cotangents, double Kernel, double Tangents, double Reverse)
{
    /// <summary>Logits and kernel alone, as of a teacher.</summary>
    public double Evaluation => Forward + Cotangents + Kernel;

    /// <summary>The whole step of a student.</summary>
    public double Total => Evaluation + Tangents + Reverse;

    /// <summary>Counts the operations of a network whose layers all keep the same fraction.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="batch">Samples of a batch.</param>
    /// <param name="scope">Whose derivatives make up the kernel.</param>
    /// <param name="density">Kept fraction, 1 of a teacher.</param>
    public static NttOperations Of(NetworkArchitecture architecture, int batch, KernelScope scope, double density)
    {
        var sum = new NttOperations(0, 0, 0, 0, 0);
        var winners = WinningPositions(architecture);
        for (var index = 0; index < winners.Length; index++)
        {
            var layer = new LayerOperations(
                architecture.WeightLayers[index], winners[index], batch, architecture.OutputCount, density, scope, index == 0, index == winners.Length - 1);
            sum = new NttOperations(
                sum.Forward + (2 * layer.Forward),
                sum.Cotangents + (2 * layer.Cotangents),
                sum.Kernel + (2 * layer.Kernel),
                sum.Tangents + (2 * layer.Tangents),
                sum.Reverse + (2 * layer.Reverse));
        }

        return sum;
    }

    /// <summary>Positions a weighted layer's cotangents can differ from zero at.</summary>
    private static int[] WinningPositions(NetworkArchitecture architecture)
    {
        var winners = new List<int>();
        for (var index = 0; index < architecture.Layers.Count; index++)
        {
            if (architecture.Layers[index] is DenseLayer)
                winners.Add(1);
            else if (architecture.Layers[index] is Conv2DLayer)
                winners.Add(architecture.Shapes[index + 1].Positions);
            else if (architecture.Layers[index] is MaxPoolLayer && winners.Count > 0 && IsElementwiseSinceWeights(architecture, index))
                winners[^1] = Math.Min(winners[^1], architecture.Shapes[index + 1].Positions);
        }

        return [.. winners];
    }

    private static bool IsElementwiseSinceWeights(NetworkArchitecture architecture, int end)
    {
        var index = end - 1;
        while (index >= 0 && architecture.Layers[index] is ReluLayer or DropoutLayer)
            index--;
        return index >= 0 && architecture.Layers[index] is Conv2DLayer;
    }
}
