using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Pruning;

/// <summary>
/// H g for the loss L = mean softmax cross-entropy of logits / T on one batch, with g = ∂L/∂(weights) and H the Hessian by the weights
/// (biases stay fixed), by the forward-over-reverse rule (Pearlmutter, 1994). With V = g as the direction of the weights, dots for the
/// derivative along it and bars for adjoints, a layer Z = W X + b gives
/// <list type="bullet">
/// <item><description>Ż = W Ẋ + V X;</description></item>
/// <item><description>X̄ = Wᵀ Z̄ and its derivative Wᵀ Z̄˙ + Vᵀ Z̄;</description></item>
/// <item><description>H g = Z̄˙ Xᵀ + Z̄ Ẋᵀ;</description></item>
/// </list>
/// and the softmax p of a sample starts the way back with (diag p − p pᵀ) ż / (n T²).
/// </summary>
internal sealed class HessianGradientProduct
{
    private readonly ScoredBatch _batch;
    private readonly int[] _labels;
    private readonly double _temperature;
    private readonly NetworkPass _pass;
    private readonly ColumnLayout _layout;
    private readonly float[][] _tangents;
    private readonly float[][] _barTangents;
    private readonly double[] _softmax;

    /// <param name="batch">The network after a forward pass.</param>
    /// <param name="labels">The class of each sample of the batch.</param>
    /// <param name="temperature">T.</param>
    public HessianGradientProduct(ScoredBatch batch, int[] labels, double temperature)
    {
        _batch = batch;
        _labels = labels;
        _temperature = temperature;
        _pass = batch.Pass;
        _layout = ColumnLayout.PerSample(batch.Samples);
        _tangents = _pass.NewBoundaries(batch.Samples, _pass.WeightSteps[0] + 1);
        _barTangents = _pass.NewBoundaries(batch.Samples, _pass.WeightSteps[0] + 1);
        _softmax = new double[batch.Outputs * batch.Samples];
    }

    /// <summary>H g: an array [rows × columns] a layer. g itself is left in the batch's gradients.</summary>
    public float[][] Compute(WorkerTeam team)
    {
        Softmax();
        _batch.Backward();
        var directions = new WeightStep[_pass.WeightSteps.Length];
        for (var layer = 0; layer < directions.Length; layer++)
        {
            var shape = _batch.Layers[layer].Shape;
            var step = _pass.WeightSteps[layer];
            var direction = LayerWeights.Dense(shape, _batch.WeightGradients[layer], new float[shape.Rows]);
            directions[layer] = (WeightStep)_pass.Architecture.Layers[step].CreateStep(_pass.Architecture.Shapes[step], direction);
        }

        SweepTangents(team, directions);
        CurveOutputs();
        return SweepBack(team, directions);
    }

    /// <summary>Leaves (p − one-hot) / (n T) at the last boundary of the batch's adjoints.</summary>
    private void Softmax()
    {
        var (outputs, samples) = (_batch.Outputs, _batch.Samples);
        for (var sample = 0; sample < samples; sample++)
        {
            double largest = double.NegativeInfinity, sum = 0;
            for (var output = 0; output < outputs; output++)
            {
                largest = Math.Max(largest, _pass.Logits[(output * samples) + sample]);
            }

            for (var output = 0; output < outputs; output++)
            {
                var index = (output * samples) + sample;
                sum += _softmax[index] = Math.Exp((_pass.Logits[index] - largest) / _temperature);
            }

            for (var output = 0; output < outputs; output++)
            {
                var index = (output * samples) + sample;
                _softmax[index] /= sum;
                _batch.Bars[^1][index] = (float)((_softmax[index] - (output == _labels[sample] ? 1 : 0)) / (samples * _temperature));
            }
        }
    }

    private void SweepTangents(WorkerTeam team, WeightStep[] directions)
    {
        var layer = 0;
        for (var step = _pass.WeightSteps[0]; step < _pass.Steps.Length; step++)
        {
            if (_pass.Steps[step] is not WeightStep)
            {
                _pass.Steps[step].Tangent(team, _tangents[step], _tangents[step + 1], _layout);
                continue;
            }

            directions[layer].Tangent(team, _pass.Activation(step), _tangents[step + 1], _layout);
            if (layer++ > 0)
            {
                var carried = new float[_tangents[step + 1].Length];
                _pass.Steps[step].Tangent(team, _tangents[step], carried, _layout);
                Elementwise.Add(carried, _tangents[step + 1]);
            }
        }
    }

    private void CurveOutputs()
    {
        var (outputs, samples) = (_batch.Outputs, _batch.Samples);
        for (var sample = 0; sample < samples; sample++)
        {
            double mean = 0;
            for (var output = 0; output < outputs; output++)
            {
                var index = (output * samples) + sample;
                mean += _softmax[index] * _tangents[^1][index];
            }

            for (var output = 0; output < outputs; output++)
            {
                var index = (output * samples) + sample;
                _barTangents[^1][index] = (float)(_softmax[index] * (_tangents[^1][index] - mean) / (samples * _temperature * _temperature));
            }
        }
    }

    private float[][] SweepBack(WorkerTeam team, WeightStep[] directions)
    {
        var products = _batch.WeightGradients.Select(gradient => new float[gradient.Length]).ToArray();
        for (var layer = products.Length - 1; layer >= 0; layer--)
        {
            var step = _pass.WeightSteps[layer];
            var weightStep = _pass.WeightStep(layer);
            weightStep.AccumulateWeightGradient(team, _barTangents[step + 1], _pass.Activation(step), _batch.Samples, products[layer]);
            if (layer == 0)
            {
                break;
            }

            weightStep.AccumulateWeightGradient(team, _batch.Bars[step + 1], _tangents[step], _batch.Samples, products[layer]);
            weightStep.Adjoint(team, _barTangents[step + 1], _barTangents[step], _layout);
            var direct = new float[_barTangents[step].Length];
            directions[layer].Adjoint(team, _batch.Bars[step + 1], direct, _layout);
            Elementwise.Add(direct, _barTangents[step]);
            for (step--; step > _pass.WeightSteps[layer - 1]; step--)
            {
                _pass.Steps[step].Adjoint(team, _barTangents[step + 1], _barTangents[step], _layout);
            }
        }

        return products;
    }
}
