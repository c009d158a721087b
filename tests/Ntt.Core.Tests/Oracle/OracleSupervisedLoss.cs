using Ntt.Training;

namespace Ntt.Core.Tests.Oracle;

/// <summary>
/// The loss of supervised training on one batch, in double: mean softmax cross-entropy or squared error + factor · sum of the squared kept weights.
/// </summary>
internal sealed class OracleSupervisedLoss(
    OracleNetwork network, double[] mask, double l2Regularization, TrainingLoss kind = TrainingLoss.SoftmaxCrossEntropy)
{
    private readonly double[] _isWeight = network.WeightIndicator();

    /// <summary>The mean loss of standardised samples.</summary>
    public double Mean(double[] theta, double[][] batch, int[] labels)
    {
        var p = theta.Zip(mask, (value, kept) => value * kept).ToArray();
        double sum = 0;
        for (var sample = 0; sample < batch.Length; sample++)
        {
            var logits = network.Logits(p, batch[sample]);
            sum += kind == TrainingLoss.SquaredError
                ? logits.Select((value, output) => 0.5 * Math.Pow(value - (output == labels[sample] ? 1 : 0), 2)).Sum()
                : Math.Log(logits.Sum(Math.Exp)) - logits[labels[sample]];
        }

        return sum / batch.Length;
    }

    /// <summary>The gradient of the whole loss by θ.</summary>
    public double[] Gradient(double[] theta, double[][] batch, int[] labels)
    {
        var gradient = Differences.Gradient(theta, moved => Mean(moved, batch, labels), index => mask[index] != 0);
        for (var index = 0; index < gradient.Length; index++)
        {
            gradient[index] += 2 * l2Regularization * _isWeight[index] * mask[index] * theta[index];
        }

        return gradient;
    }
}
