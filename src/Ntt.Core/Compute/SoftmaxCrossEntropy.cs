using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>The softmax of logits and its cross-entropy against labels, on matrices [classes × samples].</summary>
public static unsafe class SoftmaxCrossEntropy
{
    /// <summary>
    /// Computes the loss Σ_c -log softmax(z[·, c])[labels[c]] and replaces the logits by its gradient,
    /// scale · (softmax(z[·, c]) - one-hot(labels[c])).
    /// </summary>
    /// <param name="classes">Rows of Z, at least 1.</param>
    /// <param name="samples">Columns of Z.</param>
    /// <param name="logits">Z [classes × samples], row-major; receives the gradient.</param>
    /// <param name="stride">Floats from a row of Z to the next, at least <paramref name="samples"/>.</param>
    /// <param name="labels">The class of each sample, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="scale">Factor of the gradient, as 1 / samples for the gradient of the mean loss.</param>
    /// <returns>The sum of the samples' losses, not scaled, in natural logarithms.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size, the stride or a label is outside its range.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static double Compute(int classes, int samples, Span<float> logits, int stride, ReadOnlySpan<int> labels, float scale) =>
        Compute(VectorWidths.Widest, classes, samples, logits, stride, labels, scale);

    /// <summary>
    /// Computes the weighted loss Σ_c weights[c] · -log softmax(z[·, c])[labels[c]] and replaces the logits by its gradient,
    /// scale · weights[c] · (softmax(z[·, c]) - one-hot(labels[c])). With all weights 1 it is bit-identical to the unweighted one.
    /// </summary>
    /// <param name="classes">Rows of Z, at least 1.</param>
    /// <param name="samples">Columns of Z.</param>
    /// <param name="logits">Z [classes × samples], row-major; receives the gradient.</param>
    /// <param name="stride">Floats from a row of Z to the next, at least <paramref name="samples"/>.</param>
    /// <param name="labels">The class of each sample, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="weights">The weight of each sample.</param>
    /// <param name="scale">Factor of the gradient.</param>
    /// <returns>The weighted sum of the samples' losses, not scaled, in natural logarithms.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size, the stride or a label is outside its range.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static double Compute(
        int classes, int samples, Span<float> logits, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, float scale)
    {
        MatrixArgument.CheckSize(samples, nameof(samples));
        MatrixArgument.CheckVector(weights.Length, samples, nameof(weights));
        return Compute(VectorWidths.Widest, classes, samples, logits, stride, labels, scale, weights);
    }

    /// <summary>The same with a given vector width; no weights are weights of 1.</summary>
    internal static double Compute(
        VectorWidth width, int classes, int samples, Span<float> logits, int stride, ReadOnlySpan<int> labels, float scale, ReadOnlySpan<float> weights = default)
    {
        MatrixArgument.CheckLabeled(classes, samples, logits.Length, stride, nameof(logits), labels);
        fixed (float* z = logits)
        fixed (int* label = labels)
        fixed (float* weight = weights)
        {
            return width switch
            {
                VectorWidth.Vector512 => Run<Lanes512, Vector512<float>>(classes, samples, z, stride, label, weight, scale),
                VectorWidth.Vector256 => Run<Lanes256, Vector256<float>>(classes, samples, z, stride, label, weight, scale),
                VectorWidth.Vector128 => Run<Lanes128, Vector128<float>>(classes, samples, z, stride, label, weight, scale),
                _ => Run<LanesScalar, float>(classes, samples, z, stride, label, weight, scale),
            };
        }
    }

    private static double Run<TLanes, TVector>(int classes, int samples, float* z, nint stride, int* labels, float* weights, float scale)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        double loss = 0;
        int c = 0;
        for (; c + TLanes.Count <= samples; c += TLanes.Count)
            loss += Columns<TLanes, TVector>(classes, z + c, stride, TLanes.Count, labels + c, At(weights, c), scale);
        if (c < samples)
            loss += Tail<TLanes, TVector>(classes, z + c, stride, samples - c, labels + c, At(weights, c), scale);
        return loss;
    }

    /// <summary>The last samples take the vector road too, through a copy, so that a sample's bits do not depend on its place.</summary>
    private static double Tail<TLanes, TVector>(int classes, float* z, nint stride, int count, int* labels, float* weights, float scale)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        float[] copy = ArrayPool<float>.Shared.Rent(classes * TLanes.Count);
        float* ownWeights = stackalloc float[TLanes.Count];
        if (weights is not null)
            TLanes.Store(ownWeights, PartialLanes<TLanes, TVector>.Load(weights, count));
        try
        {
            fixed (float* block = copy)
            {
                for (int row = 0; row < classes; row++)
                    TLanes.Store(block + row * TLanes.Count, PartialLanes<TLanes, TVector>.Load(z + row * stride, count));
                double loss = Columns<TLanes, TVector>(classes, block, TLanes.Count, count, labels, weights is null ? null : ownWeights, scale);
                for (int row = 0; row < classes; row++)
                    PartialLanes<TLanes, TVector>.Store(z + row * stride, TLanes.Load(block + row * TLanes.Count), count);
                return loss;
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(copy);
        }
    }

    private static float* At(float* weights, int sample) => weights is null ? null : weights + sample;

    /// <summary>One vector of samples, of which the first <paramref name="count"/> have labels; <paramref name="weights"/> is null or a whole vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Columns<TLanes, TVector>(int classes, float* z, nint stride, int count, int* labels, float* weights, float scale)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        TVector top = TLanes.Load(z);
        for (int row = 1; row < classes; row++)
            top = TLanes.Max(top, TLanes.Load(z + row * stride));

        // -log softmax(z)[label] = log Σ exp(z - top) - (z[label] - top).
        double loss = 0;
        float* lanes = stackalloc float[TLanes.Count];
        TLanes.Store(lanes, top);
        for (int lane = 0; lane < count; lane++)
            loss -= Weight(weights, lane) * ((double)z[labels[lane] * stride + lane] - lanes[lane]);

        TVector sum = TLanes.Zero;
        for (int row = 0; row < classes; row++)
        {
            TVector exp = TLanes.Exp(TLanes.Subtract(TLanes.Load(z + row * stride), top));
            TLanes.Store(z + row * stride, exp);
            sum = TLanes.Add(sum, exp);
        }
        TLanes.Store(lanes, sum);
        for (int lane = 0; lane < count; lane++)
            loss += Weight(weights, lane) * Math.Log(lanes[lane]);

        TVector scales = TLanes.Broadcast(scale);
        if (weights is not null)
            scales = TLanes.Multiply(scales, TLanes.Load(weights));
        TVector factor = TLanes.Divide(scales, sum);
        for (int row = 0; row < classes; row++)
            TLanes.Store(z + row * stride, TLanes.Multiply(TLanes.Load(z + row * stride), factor));
        for (int lane = 0; lane < count; lane++)
            z[labels[lane] * stride + lane] -= weights is null ? scale : scale * weights[lane];
        return loss;
    }

    private static double Weight(float* weights, int lane) => weights is null ? 1 : weights[lane];
}
