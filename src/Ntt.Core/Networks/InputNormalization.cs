using System.Buffers;
using Ntt.Compute;
using Ntt.Diagnostics;

namespace Ntt.Networks;

/// <summary>
/// Standardisation of a network's input, channel by channel: (x − mean) · scale. It is part of the network, so that raw pixels go in
/// wherever the network is used.
/// </summary>
public sealed class InputNormalization
{
    private readonly float[] _mean;
    private readonly float[] _scale;

    /// <summary>Standardisation with the given numbers, one of each a channel.</summary>
    /// <param name="mean">Finite.</param>
    /// <param name="scale">Finite and greater than 0: 1 / standard deviation.</param>
    /// <exception cref="ArgumentException">The lengths differ or a number is out of range.</exception>
    public InputNormalization(IReadOnlyList<float> mean, IReadOnlyList<float> scale)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(scale);
        if (mean.Count == 0 || mean.Count != scale.Count)
        {
            throw new ArgumentException($"{mean.Count} means and {scale.Count} scales were given; there must be one of each a channel.", nameof(scale));
        }

        if (!mean.All(float.IsFinite))
        {
            throw new ArgumentException("Every mean must be finite.", nameof(mean));
        }

        if (!scale.All(value => float.IsFinite(value) && value > 0))
        {
            throw new ArgumentException("Every scale must be finite and greater than 0.", nameof(scale));
        }

        _mean = [.. mean];
        _scale = [.. scale];
    }

    /// <summary>What is subtracted, a number a channel.</summary>
    public IReadOnlyList<float> Mean => _mean;

    /// <summary>What the difference is multiplied by, a number a channel.</summary>
    public IReadOnlyList<float> Scale => _scale;

    /// <summary>The standardisation that changes nothing.</summary>
    public static InputNormalization Identity(int channels)
        => new(new float[Check.AtLeast(channels, 1)], Enumerable.Repeat(1f, channels).ToArray());

    /// <summary>
    /// The standardisation under which every channel of <paramref name="samples"/> has mean 0 and standard deviation 1 over all its
    /// pixels. A channel that is constant, or varies by less than the calculation resolves, is only centred.
    /// </summary>
    /// <param name="samples">[count × features], row by row; the features of a channel stand together.</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <exception cref="ArgumentException">A size of the shape is less than 1, there is no sample, or the length is no multiple of the shape's size.</exception>
    public static InputNormalization FromSamples(ReadOnlySpan<float> samples, TensorShape shape)
    {
        if (shape.IsEmpty)
        {
            throw new ArgumentException($"A sample is {shape.Height}x{shape.Width}x{shape.Channels}; every size must be at least 1.", nameof(shape));
        }

        if (samples.IsEmpty || samples.Length % shape.ExactSize != 0)
        {
            throw new ArgumentException($"{samples.Length} values are no whole number of samples of {shape.ExactSize} values, at least one.", nameof(samples));
        }

        var count = samples.Length / shape.Size;
        var mean = new float[shape.Channels];
        var scale = new float[shape.Channels];
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            double sum = 0, squares = 0;
            var first = samples[channel * shape.Positions];
            var isConstant = true;
            for (var sample = 0; sample < count; sample++)
            {
                double rowSum = 0, rowSquares = 0;
                foreach (var value in samples.Slice((sample * shape.Size) + (channel * shape.Positions), shape.Positions))
                {
                    rowSum += value;
                    rowSquares += (double)value * value;
                    isConstant &= value == first;
                }

                sum += rowSum;
                squares += rowSquares;
            }

            var pixels = (double)count * shape.Positions;
            var centre = sum / pixels;
            var deviation = Math.Sqrt(Math.Max(0, (squares / pixels) - (centre * centre)));
            mean[channel] = (float)centre;
            var inverse = (float)(1 / deviation);
            // Less than that beside the mean is rounding; the rounding of many equal values can be more.
            scale[channel] = !isConstant && deviation > 1e-7 * Math.Abs(centre) && float.IsFinite(inverse) ? inverse : 1;
        }

        return new InputNormalization(mean, scale);
    }

    /// <summary>Fills <paramref name="batch"/> [features × rows] with the chosen samples, standardised.</summary>
    internal void Gather(WorkerTeam team, ReadOnlySpan<float> samples, int features, ReadOnlySpan<int> rows, Span<float> batch)
        => Transpose.Gather(team, samples, features, rows, _mean, _scale, batch, rows.Length);

    /// <summary>Fills <paramref name="batch"/> [features × count] with all samples, standardised.</summary>
    internal void GatherAll(WorkerTeam team, ReadOnlySpan<float> samples, int features, Span<float> batch)
    {
        var rows = ArrayPool<int>.Shared.Rent(samples.Length / features);
        var count = samples.Length / features;
        for (var row = 0; row < count; row++)
        {
            rows[row] = row;
        }

        Gather(team, samples, features, rows.AsSpan(0, count), batch);
        ArrayPool<int>.Shared.Return(rows);
    }
}
