using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// The tangent kernel of one network on one batch, and the gradient of any loss of kernel and logits by the closed form: one sweep of
/// cotangents (k a sample), one of tangents with the direction that the kernel's derivative gives to each, one reverse sweep of a single
/// adjoint a sample. Nothing is differentiated twice.
/// </summary>
internal sealed class TangentPass
{
    private readonly float[][] _cotangents;
    private readonly float[][] _tangents;
    private readonly float[][] _adjoints;
    private readonly ColumnLayout _samples;
    private readonly LayerTangents[] _rules;
    private readonly PooledOutput?[] _pools;

    /// <summary>The masks that the rules' reach was found with.</summary>
    private Mask?[]? _masks;

    /// <param name="pass">The network at work; its forward pass comes first.</param>
    /// <param name="geometry">Samples, outputs and pairing.</param>
    /// <param name="scope">Whose derivatives make up the kernel.</param>
    /// <param name="withGradient">Whether <see cref="Backward"/> will be called.</param>
    public TangentPass(NetworkPass pass, KernelGeometry geometry, KernelScope scope, bool withGradient)
    {
        Pass = pass;
        Geometry = geometry;
        Kernel = AlignedArray.Create(geometry.Entries);
        _pools = [.. pass.WeightSteps.Select(step => PooledOutput.Behind(pass, step))];
        _cotangents = pass.NewBoundaries(geometry.Layout.Columns, End(0));
        _tangents = withGradient ? pass.NewBoundaries(geometry.Layout.Columns, End(0)) : [];
        _adjoints = withGradient ? pass.NewBoundaries(geometry.Samples, pass.WeightSteps[0] + 1) : [];
        _samples = ColumnLayout.PerSample(geometry.Samples);
        _rules = [.. pass.WeightSteps.Select((step, layer) => LayerTangents.Create((WeightStep)pass.Steps[step], _pools[layer]?.Pool, geometry, scope, withGradient))];
    }

    public NetworkPass Pass { get; }

    public KernelGeometry Geometry { get; }

    /// <summary>Θ of the last <see cref="ComputeKernel"/>, [(a, i) × (b, j)].</summary>
    public float[] Kernel { get; }

    /// <summary>Computes <see cref="Kernel"/> from the last forward pass.</summary>
    public void ComputeKernel(WorkerTeam team)
    {
        UpdateReach();
        SeedOutputs(_cotangents[^1]);
        SweepCotangents(team);
        Array.Clear(Kernel);
        for (var layer = 0; layer < _rules.Length; layer++)
        {
            var step = Pass.WeightSteps[layer];
            _rules[layer].AddKernel(team, Pass.Activation(step), _cotangents[End(layer)], Gate(step), Kernel);
        }
    }

    /// <summary>Adds the gradients by weights and biases of a loss with the given derivatives. After <see cref="ComputeKernel"/>.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="kernelBar">Derivative by the kernel.</param>
    /// <param name="logitsBar">Derivative by the logits, [outputs × samples].</param>
    /// <param name="weightGradients">An array a layer, in the order of its kept weights.</param>
    /// <param name="biasGradients">An array a layer.</param>
    public void Backward(WorkerTeam team, KernelDerivative kernelBar, ReadOnlySpan<float> logitsBar, float[][] weightGradients, float[][] biasGradients)
    {
        kernelBar.UpdateTransposed(team);
        SweepTangents(team, kernelBar);
        logitsBar.CopyTo(_adjoints[^1]);
        for (var layer = _rules.Length - 1; layer >= 0; layer--)
        {
            var step = Pass.WeightSteps[layer];
            var weightStep = Pass.WeightStep(layer);
            weightStep.AccumulateWeightGradient(team, _adjoints[step + 1], Pass.Activation(step), Geometry.Samples, weightGradients[layer]);
            weightStep.AccumulateBiasGradient(team, _adjoints[step + 1], Geometry.Samples, biasGradients[layer]);
            if (layer == 0)
            {
                break;
            }

            if (PoolOf(layer) is { } pool)
            {
                ((ConvolutionStep)weightStep).AccumulateWeightGradient(
                    team, pool, _cotangents[End(layer)], _tangents[step], Geometry.Layout, weightGradients[layer]);
            }
            else
            {
                weightStep.AccumulateWeightGradient(team, _cotangents[step + 1], _tangents[step], Geometry.Layout.Columns, weightGradients[layer]);
            }

            weightStep.Adjoint(team, _adjoints[step + 1], _adjoints[step], _samples);
            _rules[layer].AddAdjoint(team, kernelBar, Pass.Activation(step), _cotangents[End(layer)], Gate(step), _adjoints[step]);
            for (step--; step > Pass.WeightSteps[layer - 1]; step--)
            {
                Pass.Steps[step].Adjoint(team, _adjoints[step + 1], _adjoints[step], _samples);
            }
        }
    }

    /// <summary>The boundary behind a layer, or behind the max-pool that belongs to it.</summary>
    private int End(int layer) => _pools[layer]?.Boundary ?? Pass.WeightSteps[layer] + 1;

    /// <summary>The max-pool behind a layer that is computed at its output in both directions of the reverse sweeps, or null.</summary>
    private MaxPoolStep? PoolOf(int layer)
        => _pools[layer]?.Pool is { } pool && Pass.WeightStep(layer) is ConvolutionStep step
            && step.IsPooled(pool, WeightProduct.Adjoint, Geometry.Layout) && step.IsPooled(pool, WeightProduct.WeightGradient, Geometry.Layout)
                ? pool
                : null;

    /// <summary>Cotangents down to the end of the first layer.</summary>
    private void SweepCotangents(WorkerTeam team)
    {
        var boundary = Pass.Steps.Length;
        for (var layer = _rules.Length - 1; layer >= 0; layer--)
        {
            var isRectified = false;
            while (boundary > End(layer))
            {
                boundary--;
                if (Pass.Steps[boundary] is not ConvolutionStep step)
                {
                    Pass.Steps[boundary].Adjoint(team, _cotangents[boundary + 1], _cotangents[boundary], Geometry.Layout);
                    continue;
                }

                var pool = PoolOf(layer + 1);
                var source = _cotangents[pool is null ? boundary + 1 : End(layer + 1)];
                if (boundary > End(layer) && Pass.Steps[boundary - 1] is ReluStep rectifier)
                {
                    step.GatedAdjoint(team, pool, source, _cotangents[boundary], Geometry.Layout, rectifier.Gates);
                    boundary--;
                    continue;
                }

                isRectified = boundary == End(layer) && _pools[layer] is { IsRectified: true };
                step.GatedAdjoint(team, pool, source, _cotangents[boundary], Geometry.Layout, isRectified ? Pass.Activation(boundary) : []);
            }

            if (_pools[layer] is { } pooled)
            {
                // Rectified here, at a quarter of the positions, they need no gate before the pool.
                if (!isRectified)
                {
                    pooled.Rectify(team, Pass, _cotangents[boundary], Geometry.Layout);
                }

                boundary = Pass.WeightSteps[layer] + 1;
                if (layer > 0 && PoolOf(layer) is null)
                {
                    pooled.Pool.Adjoint(team, _cotangents[pooled.Boundary], _cotangents[boundary], Geometry.Layout);
                }
            }
        }
    }

    /// <summary>Finds what the units of dense layers reach, unless the masks are those of the last time.</summary>
    private void UpdateReach()
    {
        var isKnown = _masks is not null;
        for (var layer = 0; isKnown && layer < _rules.Length; layer++)
        {
            isKnown = ReferenceEquals(_masks![layer], Pass.WeightStep(layer).Weights.Mask);
        }

        if (isKnown)
        {
            return;
        }

        var reaches = OutputReach.Of(Pass);
        _masks = new Mask?[_rules.Length];
        for (var layer = 0; layer < _rules.Length; layer++)
        {
            _masks[layer] = Pass.WeightStep(layer).Weights.Mask;
            _rules[layer].Reach = reaches[layer];
        }
    }

    /// <summary>Tangents at the input of every weighted step but the first, whose input does not move.</summary>
    private void SweepTangents(WorkerTeam team, KernelDerivative kernelBar)
    {
        for (var layer = 0; layer < _rules.Length - 1; layer++)
        {
            var step = Pass.WeightSteps[layer];
            var end = End(layer);
            if (layer == 0)
            {
                _rules[layer].SetTangent(team, kernelBar, Pass.Activation(step), _cotangents[end], Gate(step), _tangents[end]);
            }
            else
            {
                MoveInput(team, layer);
                _rules[layer].AddTangent(team, kernelBar, Pass.Activation(step), _cotangents[end], Gate(step), _tangents[end]);
            }

            _pools[layer]?.Rectify(team, Pass, _tangents[end], Geometry.Layout);
            var isGated = _rules[layer].GatesTangents;
            for (; end < Pass.WeightSteps[layer + 1]; end++)
            {
                if (isGated && Pass.Steps[end] is ReluStep)
                {
                    isGated = false;
                    continue;
                }

                isGated &= Pass.Steps[end] is DropoutStep;
                Pass.Steps[end].Tangent(team, _tangents[end], _tangents[end + 1], Geometry.Layout);
            }
        }
    }

    /// <summary>The tangents at a layer's end that those of its input give.</summary>
    private void MoveInput(WorkerTeam team, int layer)
    {
        var step = Pass.WeightSteps[layer];
        if (_pools[layer]?.Pool is { } pool && Pass.Steps[step] is ConvolutionStep convolution && convolution.IsPooled(pool, WeightProduct.Forward, Geometry.Layout))
        {
            convolution.PooledTangent(team, pool, _tangents[step], _tangents[End(layer)], Geometry.Layout);
            return;
        }

        Pass.WeightStep(layer).Tangent(team, _tangents[step], _tangents[step + 1], Geometry.Layout);
        _pools[layer]?.Pool.Tangent(team, _tangents[step + 1], _tangents[End(layer)], Geometry.Layout);
    }

    /// <summary>The output of the rectifier behind a step, or null when something else comes first. Dropout does nothing here.</summary>
    private float[]? Gate(int step)
    {
        do
        {
            step++;
        }
        while (step < Pass.Steps.Length && Pass.Steps[step] is DropoutStep);
        return step < Pass.Steps.Length && Pass.Steps[step] is ReluStep ? Pass.Activation(step + 1) : null;
    }

    /// <summary>The cotangent of output a is the a-th unit vector for every sample.</summary>
    private void SeedOutputs(float[] cotangents)
    {
        Array.Clear(cotangents);
        var columns = Geometry.Layout.Columns;
        foreach (var segment in Geometry.Layout.Segments)
        {
            for (var output = 0; output < Geometry.Outputs; output++)
            {
                cotangents.AsSpan((output * columns) + segment.Column + (output * segment.Count), segment.Count).Fill(1);
            }
        }
    }
}
