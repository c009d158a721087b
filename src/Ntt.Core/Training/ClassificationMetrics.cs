using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Training;

/// <summary>How well a network classifies samples.</summary>
/// <param name="Accuracy">Fraction of samples whose largest logit is that of their class, 0 to 1, by weight where samples have one; of equal logits the first counts.</param>
/// <param name="LogLoss">Mean softmax cross-entropy, by weight where samples have one, nats.</param>
/// <param name="Count">Number of samples.</param>
public sealed record ClassificationMetrics(double Accuracy, double LogLoss, int Count)
{
    private const int Batch = 1024;

    /// <summary>Scores all samples and compares with their classes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">At least one sample, with classes 0 to the network's outputs − 1.</param>
    /// <param name="team">The threads to use; null for the calling thread alone.</param>
    /// <exception cref="ArgumentException">The samples do not fit the network, or all of them have weight 0.</exception>
    public static ClassificationMetrics Evaluate(Network network, LabeledSamples data, WorkerTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        var outputs = network.Architecture.OutputCount;
        data.ThrowIfUnfit(network.Architecture.Input.Size, outputs, nameof(data));
        return EvaluateChecked(network, data, team);
    }

    /// <summary>As <see cref="Evaluate"/>, for samples already known to fit.</summary>
    internal static ClassificationMetrics EvaluateChecked(Network network, LabeledSamples data, WorkerTeam? team)
    {
        var outputs = network.Architecture.OutputCount;
        var features = data.Samples.FeatureCount;
        var logits = new float[Batch * outputs];
        var total = data.TotalWeight();
        double correct = 0;
        double loss = 0;
        for (var start = 0; start < data.Count; start += Batch)
        {
            var count = Math.Min(Batch, data.Count - start);
            network.ComputeLogits(data.Samples.Values.AsSpan(start * features, count * features), logits.AsSpan(0, count * outputs), team);
            for (var sample = 0; sample < count; sample++)
            {
                var row = logits.AsSpan(sample * outputs, outputs);
                var label = data.Labels[start + sample];
                double weight = data.Weights?[start + sample] ?? 1;
                loss += weight * CrossEntropy(row, label);
                correct += LargestIndex(row) == label ? weight : 0;
            }
        }

        return new ClassificationMetrics(correct / total, loss / total, data.Count);
    }

    /// <summary>−log softmax(logits)[label].</summary>
    private static double CrossEntropy(ReadOnlySpan<float> logits, int label)
    {
        var largest = logits[LargestIndex(logits)];
        double sum = 0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return Math.Log(sum) - (logits[label] - largest);
    }

    private static int LargestIndex(ReadOnlySpan<float> values)
    {
        var index = 0;
        for (var other = 1; other < values.Length; other++)
        {
            if (values[other] > values[index])
            {
                index = other;
            }
        }

        return index;
    }
}
