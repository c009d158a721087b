namespace Ntt.Compute;

/// <summary>Half the squared distance of outputs from one-hot vectors, on matrices [classes × samples].</summary>
public static class SquaredError
{
    /// <summary>
    /// Computes the loss Σ_c w[c] · ½ ‖z[·, c] − one-hot(labels[c])‖² and replaces the outputs by its gradient, scale · w[c] · (z[·, c] − one-hot(labels[c])).
    /// </summary>
    /// <param name="classes">Rows of Z, at least 1.</param>
    /// <param name="samples">Columns of Z.</param>
    /// <param name="outputs">Z [classes × samples], row-major; receives the gradient.</param>
    /// <param name="stride">Floats from a row of Z to the next, at least <paramref name="samples"/>.</param>
    /// <param name="labels">The class of each sample, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="weights">The weight w of each sample; empty for weights of 1.</param>
    /// <param name="scale">Factor of the gradient, as 1 / samples for the gradient of the mean loss.</param>
    /// <returns>The weighted sum of the samples' losses, not scaled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size, the stride or a label is outside its range.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static double Compute(
        int classes, int samples, Span<float> outputs, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, float scale)
    {
        MatrixArgument.CheckLabeled(classes, samples, outputs.Length, stride, nameof(outputs), labels);
        if (!weights.IsEmpty)
            MatrixArgument.CheckVector(weights.Length, samples, nameof(weights));
        if (samples == 0)
            return 0;
        double loss = 0;
        for (int row = 0; row < classes; row++)
        {
            Span<float> values = outputs.Slice(row * stride, samples);
            for (int sample = 0; sample < samples; sample++)
            {
                float weight = weights.IsEmpty ? 1 : weights[sample];
                float error = labels[sample] == row ? values[sample] - 1 : values[sample];
                loss += 0.5 * weight * error * error;
                values[sample] = scale * weight * error;
            }
        }
        return loss;
    }
}
