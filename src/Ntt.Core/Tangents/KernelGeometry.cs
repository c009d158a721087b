using Ntt.Compute;
using Ntt.Diagnostics;

namespace Ntt.Tangents;

/// <summary>
/// One side of the kernel: the samples that index its rows (or its columns), and where their columns stand in sample matrices and in
/// cotangent matrices.
/// </summary>
/// <param name="SampleStart">First sample of this side.</param>
/// <param name="Samples">Number of samples of this side.</param>
/// <param name="ColumnStart">First cotangent column of this side.</param>
internal readonly record struct KernelSide(int SampleStart, int Samples, int ColumnStart);

/// <summary>
/// The sizes of one kernel computation. A kernel is stored as a matrix [(a, i) × (b, j)]: row a · n1 + i, column b · n2 + j, so that the
/// matrix product of two sides' cotangents has its layout.
/// </summary>
internal sealed class KernelGeometry
{
    public KernelGeometry(int samples, int outputs, KernelPairing pairing)
    {
        Samples = Check.AtLeast(samples, pairing == KernelPairing.Halves ? 2 : 1);
        Outputs = outputs;
        Pairing = pairing;
        if (pairing == KernelPairing.Halves)
        {
            var half = samples / 2;
            RowSide = new KernelSide(0, half, 0);
            ColumnSide = new KernelSide(half, samples - half, outputs * half);
            Layout = ColumnLayout.PerOutput(outputs, half, samples - half);
        }
        else
        {
            RowSide = ColumnSide = new KernelSide(0, samples, 0);
            Layout = ColumnLayout.PerOutput(outputs, samples);
        }
    }

    public int Samples { get; }

    public int Outputs { get; }

    public KernelPairing Pairing { get; }

    public KernelSide RowSide { get; }

    public KernelSide ColumnSide { get; }

    /// <summary>Which sample each cotangent column belongs to.</summary>
    public ColumnLayout Layout { get; }

    /// <summary>Rows of the kernel matrix: k · n1.</summary>
    public int Rows => Outputs * RowSide.Samples;

    /// <summary>Columns of the kernel matrix: k · n2.</summary>
    public int Columns => Outputs * ColumnSide.Samples;

    /// <summary>Number of kernel entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are more than an array can hold: the batch is too large.</exception>
    public int Entries => MatrixArgument.Room(Rows, Columns);
}
