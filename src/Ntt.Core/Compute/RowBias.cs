using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>Adds one number to each row of a matrix [features × samples]; for layers without a rectifier behind them.</summary>
public static unsafe class RowBias
{
    /// <summary>z[r, c] += bias[r].</summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="rows">Rows of Z.</param>
    /// <param name="columns">Columns of Z.</param>
    /// <param name="z">Z [rows × columns], row-major.</param>
    /// <param name="stride">Floats from a row of Z to the next, at least <paramref name="columns"/>.</param>
    /// <param name="bias">[rows].</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or the stride less than the columns.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Add(WorkerTeam team, int rows, int columns, Span<float> z, int stride, ReadOnlySpan<float> bias) =>
        Add(VectorWidths.Widest, team, rows, columns, z, stride, bias);

    internal static void Add(
        VectorWidth width, WorkerTeam team, int rows, int columns, Span<float> z, int stride, ReadOnlySpan<float> bias)
    {
        ArgumentNullException.ThrowIfNull(team);
        MatrixArgument.CheckSize(rows, nameof(rows));
        MatrixArgument.CheckSize(columns, nameof(columns));
        MatrixArgument.Check(z.Length, rows, columns, stride, nameof(z), nameof(stride));
        MatrixArgument.CheckVector(bias.Length, rows, nameof(bias));
        fixed (float* pz = z, pb = bias)
        {
            switch (width)
            {
                case VectorWidth.Vector512: Run<Lanes512, Vector512<float>>(team, rows, columns, pz, stride, pb); break;
                case VectorWidth.Vector256: Run<Lanes256, Vector256<float>>(team, rows, columns, pz, stride, pb); break;
                case VectorWidth.Vector128: Run<Lanes128, Vector128<float>>(team, rows, columns, pz, stride, pb); break;
                default: Run<LanesScalar, float>(team, rows, columns, pz, stride, pb); break;
            }
        }
    }

    private static void Run<TLanes, TVector>(WorkerTeam team, int rows, int columns, float* z, nint stride, float* bias)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        RowChunks<Kernel<TLanes, TVector>>.Run(
            team, rows, columns, new Kernel<TLanes, TVector>(columns, z, stride, bias));

    private readonly struct Kernel<TLanes, TVector>(int columns, float* z, nint stride, float* bias) : IRowKernel
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int row)
        {
            float* x = z + row * stride;
            float shift = bias[row];
            int i = 0;
            for (; i + TLanes.Count <= columns; i += TLanes.Count)
                TLanes.Store(x + i, TLanes.Add(TLanes.Load(x + i), TLanes.Broadcast(shift)));
            for (; i < columns; i++)
                x[i] += shift;
        }
    }
}
