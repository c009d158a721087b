using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// Derivatives of a network along a direction V of its weights (biases stay fixed), by the forward-over-reverse rule (Pearlmutter, 1994). With dots for
/// the derivative along V and bars for adjoints, a layer Z = W X + b gives
/// <list type="bullet">
/// <item><description>Ż = W Ẋ + V X;</description></item>
/// <item><description>X̄ = Wᵀ Z̄ and its derivative Wᵀ Z̄˙ + Vᵀ Z̄;</description></item>
/// <item><description>the derivative Z̄˙ Xᵀ + Z̄ Ẋᵀ of its gradient: a share of H V.</description></item>
/// </list>
/// The gates of the last forward pass are taken as constant.
/// </summary>
/// <param name="pass">The network at work; its forward pass comes first.</param>
internal sealed class DirectionalPass(NetworkPass pass)
{
    private readonly WeightStep[] _directions = new WeightStep[pass.WeightSteps.Length];
    private readonly float[][] _tangents = pass.NewBoundaries(pass.Capacity, pass.WeightSteps[0] + 1);
    private readonly float[][] _barTangents = pass.NewBoundaries(pass.Capacity, pass.WeightSteps[0] + 1);
    private ColumnLayout _layout = ColumnLayout.PerSample(pass.Capacity);

    /// <summary>[outputs × samples] of the last <see cref="ComputeTangents"/>.</summary>
    public float[] LogitTangents => _tangents[^1];

    /// <summary>Tangents at all boundaries, from the first layer on.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="directions">V: an array a layer, in the order of its kept weights; not copied.</param>
    public void ComputeTangents(WorkerTeam team, float[][] directions)
    {
        UseSamples();
        for (var layer = 0; layer < _directions.Length; layer++)
        {
            var weights = pass.WeightStep(layer).Weights;
            var bias = new float[weights.Shape.Rows];
            _directions[layer] = CreateStep(layer, weights.Mask is { } mask
                ? LayerWeights.Pruned(weights.Shape, mask, directions[layer], bias)
                : LayerWeights.Dense(weights.Shape, directions[layer], bias));
        }

        var next = 0;
        for (var step = pass.WeightSteps[0]; step < pass.Steps.Length; step++)
        {
            if (pass.Steps[step] is not WeightStep)
            {
                pass.Steps[step].Tangent(team, _tangents[step], _tangents[step + 1], _layout);
                continue;
            }

            _directions[next].Tangent(team, pass.Activation(step), _tangents[step + 1], _layout);
            if (next++ > 0)
            {
                var carried = new float[_tangents[step + 1].Length];
                pass.Steps[step].Tangent(team, _tangents[step], carried, _layout);
                Elementwise.Add(carried, _tangents[step + 1]);
            }
        }
    }

    /// <summary>Adds the derivatives of the weights' gradients along V, after <see cref="ComputeTangents"/>.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="bars">The loss's adjoints at all boundaries, as the sweep for its gradient leaves them.</param>
    /// <param name="logitsBarTangent">How the derivative by the logits moves along V, [outputs × samples].</param>
    /// <param name="products">An array a layer, in the order of its kept weights.</param>
    public void AddGradientTangents(WorkerTeam team, float[][] bars, ReadOnlySpan<float> logitsBarTangent, float[][] products)
    {
        logitsBarTangent.CopyTo(_barTangents[^1]);
        for (var layer = products.Length - 1; layer >= 0; layer--)
        {
            var step = pass.WeightSteps[layer];
            var weightStep = pass.WeightStep(layer);
            weightStep.AccumulateWeightGradient(team, _barTangents[step + 1], pass.Activation(step), _layout.Columns, products[layer]);
            if (layer == 0)
            {
                break;
            }

            weightStep.AccumulateWeightGradient(team, bars[step + 1], _tangents[step], _layout.Columns, products[layer]);
            weightStep.Adjoint(team, _barTangents[step + 1], _barTangents[step], _layout);
            var direct = new float[_barTangents[step].Length];
            _directions[layer].Adjoint(team, bars[step + 1], direct, _layout);
            Elementwise.Add(direct, _barTangents[step]);
            for (step--; step > pass.WeightSteps[layer - 1]; step--)
            {
                pass.Steps[step].Adjoint(team, _barTangents[step + 1], _barTangents[step], _layout);
            }
        }
    }

    /// <summary>Sends values through other layers and the gates of the last forward pass.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="layers">What takes the place of the network's own weights; biases are left out.</param>
    /// <param name="input">[features × samples].</param>
    /// <returns>[outputs × samples].</returns>
    public float[] Transmit(WorkerTeam team, IReadOnlyList<LayerWeights> layers, ReadOnlySpan<float> input)
    {
        UseSamples();
        var values = pass.NewBoundaries(_layout.Samples, 0);
        input[..values[0].Length].CopyTo(values[0]);
        var layer = 0;
        for (var step = 0; step < pass.Steps.Length; step++)
        {
            var current = pass.Steps[step] is WeightStep ? CreateStep(layer, layers[layer++]) : pass.Steps[step];
            current.Tangent(team, values[step], values[step + 1], _layout);
        }

        return values[^1];
    }

    private WeightStep CreateStep(int layer, LayerWeights weights)
    {
        var step = pass.WeightSteps[layer];
        return (WeightStep)pass.Architecture.Layers[step].CreateStep(pass.Architecture.Shapes[step], weights);
    }

    private void UseSamples()
    {
        if (_layout.Samples != pass.Samples)
        {
            _layout = ColumnLayout.PerSample(pass.Samples);
        }
    }
}
