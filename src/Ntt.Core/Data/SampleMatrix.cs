using System.Globalization;
using System.Runtime.CompilerServices;

namespace Ntt.Data;

/// <summary>Samples as the engine takes them: a row-major matrix, one row a sample, one column a feature.</summary>
/// <remarks>A sample of an image is planar: its features are in channel, row, column order.</remarks>
public sealed class SampleMatrix
{
    /// <summary>Takes over the values (they are not copied).</summary>
    /// <param name="values">Row-major values, <paramref name="count"/> x <paramref name="featureCount"/> of them.</param>
    /// <param name="count">Number of samples; 0 is allowed.</param>
    /// <param name="featureCount">Number of features of every sample, at least 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is below its range.</exception>
    /// <exception cref="ArgumentException">The number of values is not the product of the counts.</exception>
    public SampleMatrix(float[] values, int count, int featureCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        if (values.LongLength != (long)count * featureCount)
        {
            throw new ArgumentException(
                $"{values.Length} values given; {count} samples of {featureCount} features need {(long)count * featureCount}.", nameof(values));
        }
        Values = values;
        Count = count;
        FeatureCount = featureCount;
    }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>Number of features of every sample.</summary>
    public int FeatureCount { get; }

    /// <summary>The values, row-major; <see cref="Count"/> x <see cref="FeatureCount"/>.</summary>
    public float[] Values { get; }

    /// <summary>The features of one sample.</summary>
    /// <param name="index">The sample, 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ReadOnlySpan<float> Row(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The samples are 0 to {Count - 1}.");
        return Values.AsSpan(index * FeatureCount, FeatureCount);
    }

    /// <summary>Copies some of the samples, in the order given; an index may come more than once.</summary>
    /// <param name="indices">Samples, each 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index names no sample.</exception>
    public SampleMatrix Subset(ReadOnlySpan<int> indices)
    {
        var values = new float[checked(indices.Length * FeatureCount)];
        for (int i = 0; i < indices.Length; i++)
            Row(indices[i]).CopyTo(values.AsSpan(i * FeatureCount));
        return new SampleMatrix(values, indices.Length, FeatureCount);
    }

    /// <summary>Refuses samples that hold a NaN or an infinite value, and says where the first one is.</summary>
    /// <param name="samples">What is looked through.</param>
    /// <param name="parameterName">The caller's argument, for the error.</param>
    /// <exception cref="ArgumentNullException"><paramref name="samples"/> is null.</exception>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static void ThrowIfNotFinite(SampleMatrix samples, [CallerArgumentExpression(nameof(samples))] string? parameterName = null)
    {
        ArgumentNullException.ThrowIfNull(samples, parameterName);
        float[] values = samples.Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    $"Sample {i / samples.FeatureCount}, feature {i % samples.FeatureCount} is {values[i].ToString(CultureInfo.InvariantCulture)}; every value must be finite.",
                    parameterName);
            }
        }
    }
}
