using Ntt.Networks;
using static TorchSharp.torch;

namespace Ntt.Torch;

/// <content>
/// Derivatives along a direction V of the weights, as on the managed engine: Ż = W Ẋ + V X on the way forward; on the way back the adjoints X̄ and
/// their derivatives Wᵀ Z̄˙ + Vᵀ Z̄, of which Z̄˙ Xᵀ + Z̄ Ẋᵀ are the derivatives of the gradients.
/// </content>
internal sealed partial class TorchPass
{
    private readonly Tensor?[] _directions;
    private readonly Tensor?[] _inputTangents;

    public float[] LogitTangents { get; private set; } = [];

    public void ComputeTangents(float[][] directions)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        ForgetDirection();
        Tensor? dot = null;
        for (var layer = 0; layer < _weightSteps.Length; layer++)
        {
            var weighted = WeightStep(layer);
            var direction = _directions[layer] = weighted.Matrix(directions[layer]).DetachFromDisposeScope();
            var moved = weighted.Tangent(weighted.Input.unsqueeze(1), direction);
            if (dot is not null)
            {
                _inputTangents[layer] = dot.alias().DetachFromDisposeScope();
                moved = moved.add_(weighted.Tangent(dot));
            }

            dot = moved;
            var end = layer + 1 < _weightSteps.Length ? _weightSteps[layer + 1] : _steps.Length;
            for (var step = _weightSteps[layer] + 1; step < end; step++)
            {
                dot = Next(dot, _steps[step].Tangent);
            }
        }

        LogitTangents = new float[Logits.Length];
        Download(dot!.squeeze(1).t(), LogitTangents);
    }

    public void AddGradientTangents(float[] logitsBar, float[] logitsBarTangent, float[][] products)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var (bar, barDot) = (UploadBar(logitsBar), UploadBar(logitsBarTangent));
        for (var layer = _weightSteps.Length - 1; layer >= 0; layer--)
        {
            var step = WeightStep(layer);
            AddWeightGradient(step, barDot, step.Input.unsqueeze(1), products[layer]);
            if (layer == 0)
            {
                break;
            }

            AddWeightGradient(step, bar, _inputTangents[layer]!, products[layer]);
            barDot = Next(barDot, step.Adjoint);
            barDot.add_(step.Adjoint(bar, _directions[layer]!));
            bar = Next(bar, step.Adjoint);
            for (var before = _weightSteps[layer] - 1; before > _weightSteps[layer - 1]; before--)
            {
                barDot = Next(barDot, _steps[before].Adjoint);
                bar = Next(bar, _steps[before].Adjoint);
            }
        }
    }

    public float[] Transmit(IReadOnlyList<LayerWeights> layers, float[] input)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var layer = 0;
        var values = Upload(input, (int)Samples, _shapes[0]).unsqueeze(1);
        foreach (var step in _steps)
        {
            values = Next(values, step is TorchWeightStep weighted ? x => weighted.Tangent(x, weighted.Matrix(layers[layer++])) : step.Tangent);
        }

        var outputs = new float[_architecture.OutputCount * (int)Samples];
        Download(values.squeeze(1).t(), outputs);
        return outputs;
    }

    private void ForgetDirection()
    {
        foreach (var tensor in _directions.Concat(_inputTangents))
        {
            tensor?.Dispose();
        }

        Array.Clear(_directions);
        Array.Clear(_inputTangents);
    }
}
