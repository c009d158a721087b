using System.Numerics;
using Ntt.Compute;

namespace Ntt.Tangents;

/// <summary>
/// The two terms of the NTT objective that compare a student with its teacher on one batch, and their derivatives:
/// λ_K · (1/N) Σ (Θ_S − Θ_T)² over the N kernel entries, and (1/(n k)) Σ (f_S − f_T)² over the logits.
/// </summary>
internal sealed class KernelLoss(KernelGeometry geometry)
{
    private readonly double[] _rowSums = new double[geometry.Rows];
    private float[]? _kernelBar;

    /// <summary>Derivative of λ_K · kernel distance by the student's kernel, of the last <see cref="KernelDistance"/>. Not made before it is needed.</summary>
    public float[] KernelBar => _kernelBar ??= new float[geometry.Entries];

    /// <summary>Derivative of the target distance by the student's logits, of the last <see cref="TargetDistance"/>.</summary>
    public float[] LogitsBar { get; } = new float[geometry.Outputs * geometry.Samples];

    /// <summary>The kernel distance; its derivative times <paramref name="weight"/> (λ_K) is kept in <see cref="KernelBar"/>.</summary>
    public double KernelDistance(WorkerTeam team, float[] student, float[] teacher, double weight)
    {
        team.Run(geometry.Rows, new DifferenceWork(geometry.Columns, student, teacher, (float)(2 * weight / geometry.Entries), KernelBar, _rowSums));
        double sum = 0;
        foreach (var row in _rowSums)
        {
            sum += row;
        }

        return sum / geometry.Entries;
    }

    /// <summary>The target distance; its derivative is kept in <see cref="LogitsBar"/>.</summary>
    public double TargetDistance(ReadOnlySpan<float> student, ReadOnlySpan<float> teacher)
    {
        var count = LogitsBar.Length;
        double sum = 0;
        for (var index = 0; index < count; index++)
        {
            var difference = student[index] - teacher[index];
            sum += (double)difference * difference;
            LogitsBar[index] = 2f / count * difference;
        }

        return sum / count;
    }

    private readonly struct DifferenceWork(int columns, float[] student, float[] teacher, float scale, float[] derivative, double[] rowSums) : IPartitionedWork
    {
        public void Run(int part)
        {
            var start = part * columns;
            var index = start;
            Vector<double> low = default, high = default;
            for (; index <= start + columns - Vector<float>.Count; index += Vector<float>.Count)
            {
                var difference = new Vector<float>(student, index) - new Vector<float>(teacher, index);
                (scale * difference).CopyTo(derivative, index);
                Vector.Widen(difference, out var first, out var second);
                low += first * first;
                high += second * second;
            }

            var sum = Vector.Sum(low + high);
            for (; index < start + columns; index++)
            {
                var difference = student[index] - teacher[index];
                derivative[index] = scale * difference;
                sum += (double)difference * difference;
            }

            rowSums[part] = sum;
        }
    }
}
