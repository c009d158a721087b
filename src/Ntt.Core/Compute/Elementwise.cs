using System.Numerics;

namespace Ntt.Compute;

/// <summary>Element-by-element operations on short vectors, on the calling thread. All spans of one call have the length of the target.</summary>
internal static class Elementwise
{
    /// <summary>target += x.</summary>
    public static void Add(ReadOnlySpan<float> x, Span<float> target)
    {
        var index = 0;
        for (; index <= target.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            (new Vector<float>(target[index..]) + new Vector<float>(x[index..])).CopyTo(target[index..]);
        }

        for (; index < target.Length; index++)
        {
            target[index] += x[index];
        }
    }

    /// <summary>target += factor · x.</summary>
    public static void AddScaled(float factor, ReadOnlySpan<float> x, Span<float> target)
    {
        var index = 0;
        for (; index <= target.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Vector.FusedMultiplyAdd(new Vector<float>(factor), new Vector<float>(x[index..]), new Vector<float>(target[index..])).CopyTo(target[index..]);
        }

        for (; index < target.Length; index++)
        {
            target[index] = MathF.FusedMultiplyAdd(factor, x[index], target[index]);
        }
    }

    /// <summary>target += x ∘ y.</summary>
    public static void AddProduct(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> target)
    {
        var index = 0;
        for (; index <= target.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Vector.FusedMultiplyAdd(new Vector<float>(x[index..]), new Vector<float>(y[index..]), new Vector<float>(target[index..])).CopyTo(target[index..]);
        }

        for (; index < target.Length; index++)
        {
            target[index] = MathF.FusedMultiplyAdd(x[index], y[index], target[index]);
        }
    }

    /// <summary>target += (x + 1) ∘ y.</summary>
    public static void AddIncrementedProduct(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> target)
    {
        var index = 0;
        for (; index <= target.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var factor = new Vector<float>(x[index..]) + Vector<float>.One;
            Vector.FusedMultiplyAdd(factor, new Vector<float>(y[index..]), new Vector<float>(target[index..])).CopyTo(target[index..]);
        }

        for (; index < target.Length; index++)
        {
            target[index] = MathF.FusedMultiplyAdd(x[index] + 1, y[index], target[index]);
        }
    }

    /// <summary>target = (x + 1) ∘ y.</summary>
    public static void IncrementedProduct(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> target)
    {
        var index = 0;
        for (; index <= target.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            ((new Vector<float>(x[index..]) + Vector<float>.One) * new Vector<float>(y[index..])).CopyTo(target[index..]);
        }

        for (; index < target.Length; index++)
        {
            target[index] = (x[index] + 1) * y[index];
        }
    }
}
