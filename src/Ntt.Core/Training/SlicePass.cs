using Ntt.Compute;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Training;

/// <summary>A network at work on slices of training batches: their part of the loss and its gradient.</summary>
internal sealed class SlicePass : IDisposable
{
    private readonly Network _network;
    private readonly LabeledSamples _data;
    private readonly TrainingLoss _loss;
    private readonly WorkerTeam _team;
    private readonly double _meanWeight;
    private readonly INetworkPass _pass;
    private readonly DropoutFactors? _dropout;
    private readonly float[] _logitsBar;
    private readonly int[] _labels;
    private readonly float[]? _weights;

    /// <param name="network">The network.</param>
    /// <param name="data">Samples and labels.</param>
    /// <param name="meanWeight">The mean weight of the samples that are trained on.</param>
    /// <param name="options">The options.</param>
    /// <param name="team">The threads to use.</param>
    /// <param name="samples">The most samples of a slice.</param>
    /// <param name="dropout">What dropout takes its choices from.</param>
    public SlicePass(Network network, LabeledSamples data, double meanWeight, TrainingOptions options, WorkerTeam team, int samples, RandomStream dropout)
    {
        _network = network;
        _data = data;
        _meanWeight = meanWeight;
        _loss = options.Loss;
        _team = team;
        Dropout = dropout;
        var asked = new NetworkPassOptions(samples, Scope: null, KernelPairing.Halves, WithGradient: true);
        _pass = options.Engine?.CreatePass(network.Architecture, network.Layers, asked) ?? new ManagedPass(team, network.Architecture, network.Layers, asked, dropout);
        _dropout = options.Engine is null ? null : new DropoutFactors(team, network.Architecture, samples, dropout);
        _logitsBar = new float[network.Architecture.OutputCount * samples];
        _labels = new int[samples];
        _weights = data.Weights is null ? null : new float[samples];
    }

    /// <summary>What dropout takes its choices from.</summary>
    public RandomStream Dropout { get; }

    /// <summary>What the samples of a slice add to the mean loss of a batch; <see cref="AddGradients"/> goes on from there.</summary>
    /// <param name="rows">The samples.</param>
    /// <param name="batch">Number of samples of the batch.</param>
    public double Loss(ReadOnlySpan<int> rows, int batch)
    {
        for (var index = 0; index < rows.Length; index++)
        {
            _labels[index] = _data.Labels[rows[index]];
        }

        _network.Normalization.Gather(_team, _data.Samples.Values, _network.Architecture.Input.Size, rows, _pass.Input);
        _pass.Forward(rows.Length, _dropout?.Draw(rows.Length) ?? []);
        _pass.Logits.CopyTo(_logitsBar, 0);
        var (outputs, scale) = (_network.Architecture.OutputCount, 1f / batch);
        var labels = _labels.AsSpan(0, rows.Length);
        var weights = WeightsOf(rows);
        var sum = _loss switch
        {
            TrainingLoss.SquaredError => SquaredError.Compute(outputs, rows.Length, _logitsBar, rows.Length, labels, weights, scale),
            _ when weights.IsEmpty => SoftmaxCrossEntropy.Compute(outputs, rows.Length, _logitsBar, rows.Length, labels, scale),
            _ => SoftmaxCrossEntropy.Compute(outputs, rows.Length, _logitsBar, rows.Length, labels, weights, scale),
        };
        return sum / batch;
    }

    /// <summary>Adds the gradient of the last <see cref="Loss"/>.</summary>
    /// <param name="weightGradients">An array a layer, in the order of its kept weights.</param>
    /// <param name="biasGradients">An array a layer.</param>
    public void AddGradients(float[][] weightGradients, float[][] biasGradients) => _pass.AddGradients(_logitsBar, [], weightGradients, biasGradients);

    /// <summary>Uses the network's numbers as they are now, if the engine has copies of them.</summary>
    public void UseWeights() => _pass.UseWeights(_network.Layers);

    public void Dispose() => _pass.Dispose();

    /// <summary>Weights relative to their mean, so that the learning rate means the same whatever their unit is; empty where all are equal.</summary>
    private ReadOnlySpan<float> WeightsOf(ReadOnlySpan<int> rows)
    {
        if (_weights is null)
        {
            return [];
        }

        for (var index = 0; index < rows.Length; index++)
        {
            _weights[index] = (float)(_data.Weights![rows[index]] / _meanWeight);
        }

        return _weights.AsSpan(0, rows.Length);
    }
}
