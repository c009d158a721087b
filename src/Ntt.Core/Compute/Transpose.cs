namespace Ntt.Compute;

/// <summary>Changes between rows of samples, as users hand them over, and rows of features, as the kernels want them.</summary>
public static unsafe class Transpose
{
    /// <summary>target[c, r] = source[r, c].</summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="source">[rows × columns], row-major.</param>
    /// <param name="sourceStride">Floats from a row of the source to the next, at least <paramref name="columns"/>.</param>
    /// <param name="target">[columns × rows], row-major; must not overlap the source.</param>
    /// <param name="targetStride">Floats from a row of the target to the next, at least <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or a stride less than the columns.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Copy(
        WorkerTeam team, int rows, int columns, ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride)
    {
        ArgumentNullException.ThrowIfNull(team);
        MatrixArgument.CheckSize(rows, nameof(rows));
        MatrixArgument.CheckSize(columns, nameof(columns));
        MatrixArgument.Check(source.Length, rows, columns, sourceStride, nameof(source), nameof(sourceStride));
        MatrixArgument.Check(target.Length, columns, rows, targetStride, nameof(target), nameof(targetStride));
        fixed (float* ps = source, pt = target)
            TransposeWork.Run(team, new TransposeWork(ps, sourceStride, null, rows, columns, columns, null, null, pt, targetStride));
    }

    /// <summary>
    /// Gathers samples into a batch, one column each, and normalises them: target[f, i] = (samples[rows[i], f] - mean[b]) · scale[b],
    /// where b = f / (features / blocks) is the block of the feature, as the channel of a planar image.
    /// </summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="samples">[any × features], row-major, without gaps.</param>
    /// <param name="features">Features of a sample, 0 or more.</param>
    /// <param name="rows">The samples to take, in order; a sample may be taken more than once.</param>
    /// <param name="mean">One for each block of features; the number of blocks divides the features. Empty for no normalisation.</param>
    /// <param name="scale">As many as <paramref name="mean"/>.</param>
    /// <param name="target">[features × rows.Length], row-major.</param>
    /// <param name="targetStride">Floats from a row of the target to the next, at least rows.Length.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, a stride too small, or a row outside the samples.</exception>
    /// <exception cref="ArgumentException">A span is too short, or the blocks do not divide the features.</exception>
    public static void Gather(
        WorkerTeam team, ReadOnlySpan<float> samples, int features, ReadOnlySpan<int> rows,
        ReadOnlySpan<float> mean, ReadOnlySpan<float> scale, Span<float> target, int targetStride)
    {
        ArgumentNullException.ThrowIfNull(team);
        MatrixArgument.CheckSize(features, nameof(features));
        MatrixArgument.Check(target.Length, features, rows.Length, targetStride, nameof(target), nameof(targetStride));
        if (scale.Length != mean.Length)
            throw new ArgumentException($"scale has {scale.Length} elements; it must have {mean.Length}, as mean has.", nameof(scale));
        if (mean.Length > 0 && features % mean.Length != 0)
            throw new ArgumentException($"mean has {mean.Length} elements; the number must divide the {features} features.", nameof(mean));
        if (features == 0)
            return;
        int count = samples.Length / features;
        for (int i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"Element {i} of rows must be from 0 to {count - 1}, the last of the samples.");
        }
        int block = mean.Length == 0 ? features : features / mean.Length;
        fixed (float* ps = samples, pm = mean, pc = scale, pt = target)
        fixed (int* pr = rows)
            TransposeWork.Run(team, new TransposeWork(ps, features, pr, rows.Length, features, block, pm, pc, pt, targetStride));
    }
}
