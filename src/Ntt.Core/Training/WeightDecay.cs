using System.Numerics;

namespace Ntt.Training;

/// <summary>The gradient of a penalty on the squared weights.</summary>
internal static class WeightDecay
{
    /// <summary>gradient += factor · weights.</summary>
    public static void AddGradient(ReadOnlySpan<float> weights, float factor, Span<float> gradient)
    {
        if (factor == 0)
        {
            return;
        }

        var index = 0;
        for (; index <= weights.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Vector.FusedMultiplyAdd(new Vector<float>(weights[index..]), new Vector<float>(factor), new Vector<float>(gradient[index..])).CopyTo(gradient[index..]);
        }

        for (; index < weights.Length; index++)
        {
            gradient[index] = MathF.FusedMultiplyAdd(weights[index], factor, gradient[index]);
        }
    }
}
