using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Training;

/// <summary>One training at work: network, optimisers, stream of batches and the buffers of a step.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly LabeledSamples _data;
    private readonly TrainingOptions _options;
    private readonly WorkerTeam _team;
    private readonly INetworkPass _pass;
    private readonly float[] _logitsBar;
    private readonly DropoutFactors? _dropout;

    // All 0 between steps.
    private readonly float[][] _weightGradients;
    private readonly float[][] _biasGradients;

    private readonly IElementwiseOptimizer[] _weightOptimizers;
    private readonly IElementwiseOptimizer[] _biasOptimizers;
    private readonly BatchStream _batches;
    private readonly int[] _training;
    private readonly int[] _rows;
    private readonly int[] _labels;
    private readonly float[]? _weights;
    private readonly double _meanWeight;
    private readonly int _slice;
    private double _lossSum;
    private int _lossCount;

    public TrainingRun(Network network, LabeledSamples data, int[] training, TrainingOptions options, WorkerTeam team)
        : this(network, data, training, options, team, BatchSlices.Of(network.Architecture, Math.Min(options.BatchSize, training.Length), withDerivatives: true))
    {
    }

    /// <param name="network">The network; its numbers are changed.</param>
    /// <param name="data">Samples and labels.</param>
    /// <param name="training">Which samples are trained on.</param>
    /// <param name="options">The options.</param>
    /// <param name="team">The threads to use.</param>
    /// <param name="slice">Samples computed at a time, at least 1.</param>
    public TrainingRun(Network network, LabeledSamples data, int[] training, TrainingOptions options, WorkerTeam team, int slice)
    {
        Network = network;
        _data = data;
        _training = training;
        _options = options;
        _team = team;
        var batch = Math.Min(options.BatchSize, training.Length);
        _rows = new int[batch];
        _labels = new int[batch];
        _weights = data.Weights is null ? null : new float[batch];
        _meanWeight = data.TotalWeight(training) / training.Length;
        _slice = Math.Min(slice, batch);
        var random = new RandomStream(options.Seed, "dropout");
        var asked = new NetworkPassOptions(_slice, Scope: null, KernelPairing.Halves, WithGradient: true);
        _pass = options.Engine?.CreatePass(network.Architecture, network.Layers, asked) ?? new ManagedPass(team, network.Architecture, network.Layers, asked, random);
        _dropout = options.Engine is null ? null : new DropoutFactors(team, network.Architecture, _slice, random);
        _logitsBar = new float[network.Architecture.OutputCount * _slice];
        _weightGradients = [.. network.Layers.Select(layer => AlignedArray.Create(layer.Values.Length))];
        _biasGradients = [.. network.Layers.Select(layer => AlignedArray.Create(layer.Bias.Length))];
        _weightOptimizers = [.. network.Layers.Select(layer => options.CreateOptimizer(layer.Values.Length))];
        _biasOptimizers = [.. network.Layers.Select(layer => options.CreateOptimizer(layer.Bias.Length))];
        _batches = new BatchStream(training.Length, batch, new RandomStream(options.Seed, "training batches"));
        StepsPerEpoch = BatchStream.StepsPerEpoch(training.Length, batch);
    }

    public Network Network { get; }

    public int StepsPerEpoch { get; }

    public int Steps { get; private set; }

    /// <summary>The loss of the first samples, as many as a batch has, without an update.</summary>
    public double PeekLoss()
    {
        _training.AsSpan(0, _rows.Length).CopyTo(_rows);
        double loss = 0;
        for (var start = 0; start < _rows.Length; start += _slice)
        {
            loss += ForwardLoss(start);
        }

        return loss;
    }

    /// <summary>The mean loss of the steps since the last call.</summary>
    public double TakeMeanLoss()
    {
        var mean = _lossCount == 0 ? double.NaN : _lossSum / _lossCount;
        (_lossSum, _lossCount) = (0, 0);
        return mean;
    }

    public void Step()
    {
        var batch = _batches.Next();
        for (var index = 0; index < batch.Length; index++)
        {
            _rows[index] = _training[batch[index]];
        }

        double loss = 0;
        for (var start = 0; start < _rows.Length; start += _slice)
        {
            loss += ForwardLoss(start);
            _pass.AddGradients(_logitsBar, [], _weightGradients, _biasGradients);
        }

        _lossSum += loss;
        _lossCount++;
        var decay = (float)(2 * _options.L2Regularization);
        for (var layer = 0; layer < Network.Layers.Count; layer++)
        {
            var weights = Network.Layers[layer];
            OptimizerStep.Run(_team, _weightOptimizers[layer], weights.Values, _weightGradients[layer], decay);
            OptimizerStep.Run(_team, _biasOptimizers[layer], weights.Bias, _biasGradients[layer], decay: 0);
        }

        if (_options.Engine is not null)
        {
            _pass.UseWeights(Network.Layers);
        }

        Steps++;
    }

    public void Dispose() => _pass.Dispose();

    /// <summary>
    /// What one slice of the samples in <see cref="_rows"/> adds to their mean loss; leaves the derivative of that by the logits in
    /// <see cref="_logitsBar"/>.
    /// </summary>
    private double ForwardLoss(int start)
    {
        var rows = _rows.AsSpan(start, Math.Min(_slice, _rows.Length - start));
        for (var index = 0; index < rows.Length; index++)
        {
            _labels[index] = _data.Labels[rows[index]];
        }

        Network.Normalization.Gather(_team, _data.Samples.Values, Network.Architecture.Input.Size, rows, _pass.Input);
        _pass.Forward(rows.Length, _dropout?.Draw(rows.Length) ?? []);
        _pass.Logits.CopyTo(_logitsBar, 0);
        var (outputs, scale) = (Network.Architecture.OutputCount, 1f / _rows.Length);
        var labels = _labels.AsSpan(0, rows.Length);
        var weights = WeightsOf(rows);
        var sum = _options.Loss switch
        {
            TrainingLoss.SquaredError => SquaredError.Compute(outputs, rows.Length, _logitsBar, rows.Length, labels, weights, scale),
            _ when weights.IsEmpty => SoftmaxCrossEntropy.Compute(outputs, rows.Length, _logitsBar, rows.Length, labels, scale),
            _ => SoftmaxCrossEntropy.Compute(outputs, rows.Length, _logitsBar, rows.Length, labels, weights, scale),
        };
        return sum / _rows.Length;
    }

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
