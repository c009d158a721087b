namespace Ntt.Compute;

/// <summary>The columns of consecutive samples: one run of <paramref name="Count"/> columns for each of <paramref name="Repeats"/> outputs.</summary>
/// <param name="Sample">First sample.</param>
/// <param name="Count">Number of samples.</param>
/// <param name="Repeats">Columns a sample has.</param>
/// <param name="Column">First column.</param>
internal readonly record struct ColumnSegment(int Sample, int Count, int Repeats, int Column);

/// <summary>
/// Which sample each column of a tangent or cotangent matrix belongs to. With k outputs every sample has k columns. The columns of a
/// segment of samples (a half of the batch) stand together, output by output, so that both sides of a kernel block are plain submatrices:
/// column(a, i) = k · start + a · count + (i − start).
/// </summary>
internal sealed class ColumnLayout
{
    private ColumnLayout(int repeats, params ReadOnlySpan<int> segments)
    {
        Segments = new ColumnSegment[segments.Length];
        for (var index = 0; index < segments.Length; index++)
        {
            Segments[index] = new ColumnSegment(Samples, segments[index], repeats, repeats * Samples);
            Samples += segments[index];
        }

        Columns = repeats * Samples;
    }

    public int Samples { get; }

    public int Columns { get; }

    public ColumnSegment[] Segments { get; }

    /// <summary>One column a sample.</summary>
    public static ColumnLayout PerSample(int samples) => new(1, samples);

    /// <summary><paramref name="outputs"/> columns a sample, segment by segment; <paramref name="segments"/> are the segments' lengths.</summary>
    public static ColumnLayout PerOutput(int outputs, params ReadOnlySpan<int> segments) => new(outputs, segments);
}
