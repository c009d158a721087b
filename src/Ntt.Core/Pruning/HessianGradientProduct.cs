namespace Ntt.Pruning;

/// <summary>
/// H g for the loss L = mean softmax cross-entropy of logits / T on one batch, with g = ∂L/∂(weights) and H the Hessian by the weights (biases stay
/// fixed). The softmax p of a sample contributes (diag p − p pᵀ) ż / (n T²), ż being the logits' derivative along g.
/// </summary>
internal sealed class HessianGradientProduct
{
    private readonly ScoredBatch _batch;
    private readonly int[] _labels;
    private readonly double _temperature;
    private readonly double[] _softmax;

    /// <param name="batch">The network after a forward pass.</param>
    /// <param name="labels">The class of each sample of the batch.</param>
    /// <param name="temperature">T.</param>
    public HessianGradientProduct(ScoredBatch batch, int[] labels, double temperature)
    {
        _batch = batch;
        _labels = labels;
        _temperature = temperature;
        _softmax = new double[batch.Outputs * batch.Samples];
    }

    /// <summary>H g: an array [rows × columns] a layer. g itself is left in the batch's gradients.</summary>
    public float[][] Compute()
    {
        Softmax();
        _batch.Backward();
        _batch.Pass.ComputeTangents(_batch.WeightGradients);
        var products = _batch.NewWeightArrays();
        _batch.Pass.AddGradientTangents(_batch.LogitsBar, CurveOutputs(_batch.Pass.LogitTangents), products);
        return products;
    }

    /// <summary>Leaves (p − one-hot) / (n T) as the batch's derivative by the logits.</summary>
    private void Softmax()
    {
        var (outputs, samples) = (_batch.Outputs, _batch.Samples);
        for (var sample = 0; sample < samples; sample++)
        {
            double largest = double.NegativeInfinity, sum = 0;
            for (var output = 0; output < outputs; output++)
            {
                largest = Math.Max(largest, _batch.Logits[(output * samples) + sample]);
            }

            for (var output = 0; output < outputs; output++)
            {
                var index = (output * samples) + sample;
                sum += _softmax[index] = Math.Exp((_batch.Logits[index] - largest) / _temperature);
            }

            for (var output = 0; output < outputs; output++)
            {
                var index = (output * samples) + sample;
                _softmax[index] /= sum;
                _batch.LogitsBar[index] = (float)((_softmax[index] - (output == _labels[sample] ? 1 : 0)) / (samples * _temperature));
            }
        }
    }

    private float[] CurveOutputs(float[] logitTangents)
    {
        var (outputs, samples) = (_batch.Outputs, _batch.Samples);
        var curved = new float[outputs * samples];
        for (var sample = 0; sample < samples; sample++)
        {
            double mean = 0;
            for (var output = 0; output < outputs; output++)
            {
                var index = (output * samples) + sample;
                mean += _softmax[index] * logitTangents[index];
            }

            for (var output = 0; output < outputs; output++)
            {
                var index = (output * samples) + sample;
                curved[index] = (float)(_softmax[index] * (logitTangents[index] - mean) / (samples * _temperature * _temperature));
            }
        }

        return curved;
    }
}
