namespace Ntt.Networks;

/// <summary>A run of columns that belong to consecutive samples.</summary>
/// <param name="Sample">First sample.</param>
/// <param name="Count">Number of samples, and of columns.</param>
/// <param name="Column">First column.</param>
internal readonly record struct ColumnBlock(int Sample, int Count, int Column);

/// <summary>
/// Which sample each column of a tangent or cotangent matrix belongs to. With k outputs every sample has k columns. The columns of a
/// segment of samples (a half of the batch) stand together, output by output, so that both sides of a kernel block are plain submatrices:
/// column(a, i) = k · start + a · count + (i − start).
/// </summary>
internal sealed class ColumnLayout
{
    private ColumnLayout(int samples, ColumnBlock[] blocks)
    {
        Samples = samples;
        Blocks = blocks;
        Columns = blocks.Sum(block => block.Count);
    }

    public int Samples { get; }

    public int Columns { get; }

    public ColumnBlock[] Blocks { get; }

    /// <summary>One column a sample.</summary>
    public static ColumnLayout PerSample(int samples) => new(samples, [new ColumnBlock(0, samples, 0)]);

    /// <summary><paramref name="outputs"/> columns a sample, segment by segment; <paramref name="segments"/> are the segments' lengths.</summary>
    public static ColumnLayout PerOutput(int outputs, params ReadOnlySpan<int> segments)
    {
        var blocks = new List<ColumnBlock>(outputs * segments.Length);
        var start = 0;
        foreach (var count in segments)
        {
            for (var output = 0; output < outputs; output++)
            {
                blocks.Add(new ColumnBlock(start, count, (outputs * start) + (output * count)));
            }

            start += count;
        }

        return new ColumnLayout(start, [.. blocks]);
    }
}
