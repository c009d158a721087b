using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;

namespace Ntt.Training;

/// <summary>One training at work: network, optimisers, stream of batches and the buffers of a step.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly WorkerTeam _team;
    private readonly SlicePass[] _passes;
    private readonly ParallelSlices? _parallel;
    private readonly RandomStream _dropout;

    // All 0 between steps.
    private readonly float[][] _weightGradients;
    private readonly float[][] _biasGradients;

    private readonly IElementwiseOptimizer[] _weightOptimizers;
    private readonly IElementwiseOptimizer[] _biasOptimizers;
    private readonly BatchStream _batches;
    private readonly int[] _training;
    private readonly int[] _rows;
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
        _training = training;
        _options = options;
        _team = team;
        var batch = Math.Min(options.BatchSize, training.Length);
        _rows = new int[batch];
        _slice = Math.Min(slice, batch);
        _dropout = new RandomStream(options.Seed, "dropout");
        var meanWeight = data.TotalWeight(training) / training.Length;
        if (options.Engine is null && _slice < batch && ThreadSlices.AreWorthwhile(network))
        {
            _passes = new SlicePass[Math.Min(team.Threads, (batch + _slice - 1) / _slice)];
            for (var pass = 0; pass < _passes.Length; pass++)
            {
                _passes[pass] = new SlicePass(network, data, meanWeight, options, WorkerTeam.Caller, _slice, new RandomStream(options.Seed, "dropout"));
            }

            _parallel = new ParallelSlices(_passes, network, _slice, batch);
        }
        else
        {
            _passes = [new SlicePass(network, data, meanWeight, options, team, _slice, _dropout)];
        }

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
        _dropout.CopyTo(_passes[0].Dropout);
        double loss = 0;
        for (var start = 0; start < _rows.Length; start += _slice)
        {
            loss += _passes[0].Loss(Slice(start), _rows.Length);
        }

        _passes[0].Dropout.CopyTo(_dropout);

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

        var loss = _parallel is null ? AddGradients() : _parallel.AddGradients(_team, _rows, _dropout, _weightGradients, _biasGradients);
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
            _passes[0].UseWeights();
        }

        Steps++;
    }

    public void Dispose()
    {
        foreach (var pass in _passes)
        {
            pass.Dispose();
        }
    }

    private ReadOnlySpan<int> Slice(int start) => _rows.AsSpan(start, Math.Min(_slice, _rows.Length - start));

    private double AddGradients()
    {
        double loss = 0;
        for (var start = 0; start < _rows.Length; start += _slice)
        {
            loss += _passes[0].Loss(Slice(start), _rows.Length);
            _passes[0].AddGradients(_weightGradients, _biasGradients);
        }

        return loss;
    }
}
