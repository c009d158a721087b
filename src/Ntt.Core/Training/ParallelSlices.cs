using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Training;

/// <summary>
/// The slices of a batch shared out to threads, each of which takes its slice through all layers and back alone, in its own caches. Every slice
/// has gradients of its own, which are added up in order: the result does not depend on the threads.
/// </summary>
internal sealed class ParallelSlices
{
    private readonly SlicePass[] _idle;
    private readonly Lock _gate = new();
    private readonly RandomStream[] _dropout;
    private readonly int _dropoutLayers;
    private readonly float[][][] _weightGradients;
    private readonly float[][][] _biasGradients;
    private readonly double[] _losses;
    private readonly int _samples;
    private int _idleCount;

    /// <param name="passes">At work on a slice each; as many as threads, or slices if those are fewer.</param>
    /// <param name="network">The network.</param>
    /// <param name="samples">Samples of a slice, the last one apart.</param>
    /// <param name="batch">Samples of a batch.</param>
    public ParallelSlices(SlicePass[] passes, Network network, int samples, int batch)
    {
        _idle = [.. passes];
        _idleCount = passes.Length;
        _samples = samples;
        var count = (batch + samples - 1) / samples;
        _losses = new double[count];
        _dropout = [.. Enumerable.Range(0, count).Select(_ => new RandomStream(0, "dropout"))];
        _dropoutLayers = network.Architecture.Layers.Count(layer => layer is DropoutLayer);
        _weightGradients = [.. _dropout.Select(_ => network.Layers.Select(layer => AlignedArray.Create(layer.Values.Length)).ToArray())];
        _biasGradients = [.. _dropout.Select(_ => network.Layers.Select(layer => AlignedArray.Create(layer.Bias.Length)).ToArray())];
    }

    /// <summary>Adds the gradient of a batch's mean loss and returns the loss.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="rows">The samples of the batch.</param>
    /// <param name="dropout">What dropout takes its choices from, slice after slice.</param>
    /// <param name="weightGradients">An array a layer.</param>
    /// <param name="biasGradients">An array a layer.</param>
    public double AddGradients(WorkerTeam team, int[] rows, RandomStream dropout, float[][] weightGradients, float[][] biasGradients)
    {
        foreach (var ofSlice in _dropout)
        {
            dropout.CopyTo(ofSlice);
            for (var layer = 0; layer < _dropoutLayers; layer++)
            {
                dropout.NextUInt64();
            }
        }

        team.Run(_losses.Length, new Work(this, rows));
        double loss = 0;
        for (var slice = 0; slice < _losses.Length; slice++)
        {
            loss += _losses[slice];
            for (var layer = 0; layer < weightGradients.Length; layer++)
            {
                Elementwise.Add(_weightGradients[slice][layer], weightGradients[layer]);
                Elementwise.Add(_biasGradients[slice][layer], biasGradients[layer]);
            }
        }

        return loss;
    }

    private void Compute(int slice, int[] rows)
    {
        for (var layer = 0; layer < _weightGradients[slice].Length; layer++)
        {
            Array.Clear(_weightGradients[slice][layer]);
            Array.Clear(_biasGradients[slice][layer]);
        }

        var pass = Take();
        _dropout[slice].CopyTo(pass.Dropout);
        var start = slice * _samples;
        _losses[slice] = pass.Loss(rows.AsSpan(start, Math.Min(_samples, rows.Length - start)), rows.Length);
        pass.AddGradients(_weightGradients[slice], _biasGradients[slice]);
        GiveBack(pass);
    }

    private SlicePass Take()
    {
        lock (_gate)
        {
            return _idle[--_idleCount];
        }
    }

    private void GiveBack(SlicePass pass)
    {
        lock (_gate)
        {
            _idle[_idleCount++] = pass;
        }
    }

    private readonly struct Work(ParallelSlices slices, int[] rows) : IPartitionedWork
    {
        public void Run(int part) => slices.Compute(part, rows);
    }
}
