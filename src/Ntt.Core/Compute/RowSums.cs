using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>Sums along the rows of a matrix; over the samples of a gradient this is the gradient of the bias.</summary>
public static unsafe class RowSums
{
    /// <summary>sums[r] = Σ_c x[r, c], or added to it.</summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="rows">Rows of X.</param>
    /// <param name="columns">Columns of X, the length of the sums.</param>
    /// <param name="x">X [rows × columns], row-major.</param>
    /// <param name="stride">Floats from a row of X to the next, at least <paramref name="columns"/>.</param>
    /// <param name="sums">Receives [rows].</param>
    /// <param name="accumulate">Whether the sums are added to what is there, or else overwrite it.</param>
    /// <remarks>The order of a sum depends on the vector width of the machine, not on the number of threads.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or the stride less than the columns.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Compute(
        WorkerTeam team, int rows, int columns, ReadOnlySpan<float> x, int stride, Span<float> sums, bool accumulate) =>
        Compute(VectorWidths.Widest, team, rows, columns, x, stride, sums, accumulate);

    internal static void Compute(
        VectorWidth width, WorkerTeam team, int rows, int columns, ReadOnlySpan<float> x, int stride, Span<float> sums, bool accumulate)
    {
        ArgumentNullException.ThrowIfNull(team);
        MatrixArgument.CheckSize(rows, nameof(rows));
        MatrixArgument.CheckSize(columns, nameof(columns));
        MatrixArgument.Check(x.Length, rows, columns, stride, nameof(x), nameof(stride));
        MatrixArgument.CheckVector(sums.Length, rows, nameof(sums));
        fixed (float* px = x, ps = sums)
        {
            switch (width)
            {
                case VectorWidth.Vector512: Run<Lanes512, Vector512<float>>(team, rows, columns, px, stride, ps, accumulate); break;
                case VectorWidth.Vector256: Run<Lanes256, Vector256<float>>(team, rows, columns, px, stride, ps, accumulate); break;
                case VectorWidth.Vector128: Run<Lanes128, Vector128<float>>(team, rows, columns, px, stride, ps, accumulate); break;
                default: Run<LanesScalar, float>(team, rows, columns, px, stride, ps, accumulate); break;
            }
        }
    }

    private static void Run<TLanes, TVector>(
        WorkerTeam team, int rows, int columns, float* x, nint stride, float* sums, bool accumulate)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        RowChunks<Kernel<TLanes, TVector>>.Run(
            team, rows, columns, new Kernel<TLanes, TVector>(columns, x, stride, sums, accumulate));

    private readonly struct Kernel<TLanes, TVector>(int columns, float* x, nint stride, float* sums, bool accumulate) : IRowKernel
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int row)
        {
            float* source = x + row * stride;
            TVector even = TLanes.Zero, odd = TLanes.Zero;
            int i = 0;
            for (; i + 2 * TLanes.Count <= columns; i += 2 * TLanes.Count)
            {
                even = TLanes.Add(even, TLanes.Load(source + i));
                odd = TLanes.Add(odd, TLanes.Load(source + i + TLanes.Count));
            }
            float sum = TLanes.Sum(TLanes.Add(even, odd));
            for (; i < columns; i++)
                sum += source[i];
            sums[row] = accumulate ? sums[row] + sum : sum;
        }
    }
}
