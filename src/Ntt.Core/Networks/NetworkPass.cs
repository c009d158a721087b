using Ntt.Compute;
using Ntt.Diagnostics;

namespace Ntt.Networks;

/// <summary>
/// One network at work on batches of up to <see cref="Capacity"/> samples, with the buffers that needs. Boundary s lies before step s;
/// its matrix is [features × columns]. Steps that work in place share the buffer of both their boundaries.
/// </summary>
internal sealed class NetworkPass
{
    private readonly float[][] _activations;
    private readonly PooledConvolution?[] _pooled;
    private ColumnLayout _samples;
    private ColumnLayout _samplesBefore;

    public NetworkPass(Network network, int capacity)
        : this(network.Architecture, network.Layers, capacity)
    {
    }

    public NetworkPass(NetworkArchitecture architecture, IReadOnlyList<LayerWeights> weights, int capacity, ActivationNeeds needs = ActivationNeeds.All)
    {
        Architecture = architecture;
        Capacity = Check.AtLeast(capacity, 1);
        Steps = new LayerStep[architecture.Layers.Count];
        var weightSteps = new List<int>();
        for (var step = 0; step < Steps.Length; step++)
        {
            var isWeighted = weightSteps.Count < weights.Count && architecture.Layers[step].Weights(architecture.Shapes[step], 1) is not null;
            Steps[step] = architecture.Layers[step].CreateStep(architecture.Shapes[step], isWeighted ? weights[weightSteps.Count] : null);
            if (isWeighted)
            {
                weightSteps.Add(step);
            }
        }

        WeightSteps = [.. weightSteps];
        for (var step = 1; step < Steps.Length; step++)
        {
            if (Steps[step - 1] is WeightStep weighted && Steps[step] is ReluStep rectifier)
            {
                weighted.Rectifies = rectifier.IsComputedBefore = true;
            }
        }

        _pooled = new PooledConvolution?[Steps.Length];
        for (var step = 0; needs != ActivationNeeds.All && step < Steps.Length; step++)
        {
            _pooled[step] = PooledConvolution.At(Steps, step, withDerivatives: needs == ActivationNeeds.Gradient);
        }

        _samples = _samplesBefore = ColumnLayout.PerSample(capacity);
        _activations = NewBoundaries(capacity, first: 0);
    }

    public NetworkArchitecture Architecture { get; }

    public int Capacity { get; }

    public LayerStep[] Steps { get; }

    /// <summary>The indices of the steps with weights, in order.</summary>
    public int[] WeightSteps { get; }

    /// <summary>Number of samples of the last forward pass.</summary>
    public int Samples => _samples.Samples;

    /// <summary>The standardised input, [features × samples]: to be filled before <see cref="Forward"/>.</summary>
    public float[] Input => _activations[0];

    /// <summary>[outputs × samples] of the last forward pass.</summary>
    public float[] Logits => _activations[^1];

    public WeightStep WeightStep(int layer) => (WeightStep)Steps[WeightSteps[layer]];

    /// <summary>The matrix at boundary <paramref name="boundary"/> in the last forward pass.</summary>
    public float[] Activation(int boundary) => _activations[boundary];

    /// <summary>Makes dropout work from now on, with choices from the given stream.</summary>
    public void UseDropout(RandomStream random)
    {
        foreach (var step in Steps.OfType<DropoutStep>())
        {
            step.Random = random;
        }
    }

    /// <summary>Uses other numbers of the same shapes from now on.</summary>
    public void UseWeights(IReadOnlyList<LayerWeights> weights)
    {
        for (var layer = 0; layer < WeightSteps.Length; layer++)
        {
            WeightStep(layer).Weights = weights[layer];
        }
    }

    /// <summary>Buffers for columns other than samples at the boundaries from <paramref name="first"/> on; the others are empty.</summary>
    public float[][] NewBoundaries(int columns, int first)
    {
        var boundaries = new float[Steps.Length + 1][];
        for (var boundary = 0; boundary < boundaries.Length; boundary++)
        {
            if (boundary < first || IsPooledAway(boundary))
            {
                boundaries[boundary] = [];
            }
            else if (boundary > first && Steps[boundary - 1].InPlace)
            {
                boundaries[boundary] = boundaries[boundary - 1];
            }
            else
            {
                boundaries[boundary] = AlignedArray.Create(MatrixArgument.Room(Architecture.Shapes[boundary].Size, columns));
            }
        }

        return boundaries;
    }

    /// <summary>Computes every activation for the first <paramref name="samples"/> columns of <see cref="Input"/>.</summary>
    public void Forward(WorkerTeam team, int samples)
    {
        Check.InRange(samples, 1, Capacity);
        if (samples != _samples.Samples)
        {
            // Batches and their last, shorter slices alternate.
            var next = samples == _samplesBefore.Samples ? _samplesBefore : ColumnLayout.PerSample(samples);
            (_samples, _samplesBefore) = (next, _samples);
        }

        for (var step = 0; step < Steps.Length; step++)
        {
            if (_pooled[step] is { } pooled)
            {
                if (pooled.Takes(samples))
                {
                    pooled.Forward(team, _activations[step], _activations[pooled.End], samples);
                    step = pooled.End - 1;
                    continue;
                }

                Reserve(_activations, pooled);
            }

            Steps[step].Forward(team, _activations[step], _activations[step + 1], samples);
        }
    }

    /// <summary>
    /// Reverse sweep of cotangents: <paramref name="bars"/> holds ȳ at the last boundary and receives those before, down to the output of
    /// the first weighted step.
    /// </summary>
    public void SweepAdjoints(WorkerTeam team, float[][] bars, ColumnLayout layout)
    {
        for (var step = Steps.Length - 1; step > WeightSteps[0]; step--)
        {
            if (PooledBehind(step) is { } pooled)
            {
                if (pooled.Takes(layout.Samples))
                {
                    step = SweepAdjoint(pooled, team, bars, layout);
                    continue;
                }

                Reserve(bars, pooled);
            }

            if (step - 1 > WeightSteps[0] && !Steps[step].InPlace && Steps[step - 1] is ReluStep rectifier)
            {
                Steps[step].AdjointThrough(rectifier, team, bars[step + 1], bars[step], layout);
                step--;
                continue;
            }

            Steps[step].Adjoint(team, bars[step + 1], bars[step], layout);
        }
    }

    /// <summary>As above, for one cotangent a sample of the last forward pass.</summary>
    public void SweepAdjoints(WorkerTeam team, float[][] bars) => SweepAdjoints(team, bars, _samples);

    /// <summary>
    /// Reverse sweep for one scalar loss: <paramref name="bars"/> holds its derivative by the logits at the last boundary; the gradients by
    /// weights and biases of every layer are added to what the arrays hold.
    /// </summary>
    public void AccumulateGradients(WorkerTeam team, float[][] bars, float[][] weightGradients, float[][] biasGradients)
    {
        SweepAdjoints(team, bars);
        for (var layer = 0; layer < WeightSteps.Length; layer++)
        {
            var step = WeightSteps[layer];
            if (_pooled[step] is { } pooled && pooled.Takes(Samples))
            {
                pooled.AccumulateGradients(team, bars[pooled.End], _activations[step], _samples, weightGradients[layer], biasGradients[layer]);
                continue;
            }

            var weightStep = WeightStep(layer);
            weightStep.AccumulateWeightGradient(team, bars[step + 1], _activations[step], _samples.Columns, weightGradients[layer]);
            weightStep.AccumulateBiasGradient(team, bars[step + 1], _samples.Columns, biasGradients[layer]);
        }
    }

    /// <summary>Whether a boundary lies between a convolution and the max-pool that it is computed at once with.</summary>
    private bool IsPooledAway(int boundary)
    {
        foreach (var pooled in _pooled)
        {
            if (pooled is not null && boundary > pooled.Start && boundary < pooled.End)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The convolution that is computed at once with the max-pool with index <paramref name="step"/>, or null.</summary>
    private PooledConvolution? PooledBehind(int step)
    {
        foreach (var pooled in _pooled)
        {
            if (pooled?.End == step + 1)
            {
                return pooled;
            }
        }

        return null;
    }

    /// <summary>Makes room between a convolution and its max-pool, for a batch that they cannot be computed at once for.</summary>
    private void Reserve(float[][] boundaries, PooledConvolution pooled)
    {
        if (boundaries[pooled.Start + 1].Length > 0)
        {
            return;
        }

        var images = AlignedArray.Create(MatrixArgument.Room(pooled.Convolution.Output.Size, Capacity));
        for (var boundary = pooled.Start + 1; boundary < pooled.End; boundary++)
        {
            boundaries[boundary] = images;
        }
    }

    /// <summary>The reverse sweep through a convolution and its max-pool, and through a rectifier before them: the last step swept.</summary>
    private int SweepAdjoint(PooledConvolution pooled, WorkerTeam team, float[][] bars, ColumnLayout layout)
    {
        pooled.Rectify(team, _activations[pooled.End], bars[pooled.End], layout);
        if (pooled.Start <= WeightSteps[0])
        {
            return pooled.Start;
        }

        var rectifier = pooled.Start - 1 > WeightSteps[0] ? Steps[pooled.Start - 1] as ReluStep : null;
        pooled.Adjoint(team, bars[pooled.End], bars[pooled.Start], layout, rectifier is null ? [] : rectifier.Gates);
        return rectifier is null ? pooled.Start : pooled.Start - 1;
    }

    /// <summary>Copies the logits of the last forward pass, sample by sample: [samples × outputs].</summary>
    public void CopyLogits(Span<float> rows)
    {
        var outputs = Architecture.OutputCount;
        for (var output = 0; output < outputs; output++)
        {
            for (var sample = 0; sample < Samples; sample++)
            {
                rows[(sample * outputs) + output] = Logits[(output * Samples) + sample];
            }
        }
    }
}
