using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ntt.Compute;

/// <summary>The rectifier max(0, z) and its gate [z &gt; 0] on matrices [features × samples].</summary>
public static unsafe class Relu
{
    /// <summary>z[r, c] = max(0, z[r, c] + bias[r]), in place.</summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="rows">Rows of Z.</param>
    /// <param name="columns">Columns of Z.</param>
    /// <param name="z">Z [rows × columns], row-major.</param>
    /// <param name="stride">Floats from a row of Z to the next, at least <paramref name="columns"/>.</param>
    /// <param name="bias">[rows], or empty for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or the stride less than the columns.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Forward(WorkerTeam team, int rows, int columns, Span<float> z, int stride, ReadOnlySpan<float> bias) =>
        Forward(VectorWidths.Widest, team, rows, columns, z, stride, bias);

    /// <summary>
    /// Sets values to zero where the gate is shut, in place: v[r, j·columns + c] = 0 unless activation[r, c] &gt; 0, for each of
    /// the <paramref name="repeats"/> blocks j of columns. A rectified activation serves as its own gate.
    /// </summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="rows">Rows of both matrices.</param>
    /// <param name="columns">Columns of the activation.</param>
    /// <param name="activation">[rows × columns], row-major; before or after the rectifier.</param>
    /// <param name="activationStride">Floats from a row of the activation to the next, at least <paramref name="columns"/>.</param>
    /// <param name="repeats">Blocks of columns in the values, 0 or more; each has the columns of the activation.</param>
    /// <param name="values">[rows × repeats · columns], row-major.</param>
    /// <param name="valuesStride">Floats from a row of the values to the next, at least repeats · columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or a stride less than the columns.</exception>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Gate(
        WorkerTeam team, int rows, int columns, ReadOnlySpan<float> activation, int activationStride,
        int repeats, Span<float> values, int valuesStride) =>
        Gate(VectorWidths.Widest, team, rows, columns, activation, activationStride, repeats, values, valuesStride);

    /// <summary>Sets the values of a layout's columns to zero where their sample's gate is shut, in place and in one pass.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="rows">Rows of both matrices.</param>
    /// <param name="layout">The columns of the values, and the samples of the activation.</param>
    /// <param name="activation">[rows × samples]; before or after the rectifier.</param>
    /// <param name="values">[rows × columns].</param>
    internal static void Gate(WorkerTeam team, int rows, ColumnLayout layout, ReadOnlySpan<float> activation, Span<float> values) =>
        Gate(VectorWidths.Widest, team, rows, layout, activation, values);

    internal static void Gate(
        VectorWidth width, WorkerTeam team, int rows, ColumnLayout layout, ReadOnlySpan<float> activation, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(layout);
        MatrixArgument.CheckSize(rows, nameof(rows));
        MatrixArgument.Check(activation.Length, rows, layout.Samples, layout.Samples, nameof(activation), nameof(layout));
        MatrixArgument.Check(values.Length, rows, layout.Columns, layout.Columns, nameof(values), nameof(layout));
        fixed (float* pa = activation, pv = values)
        {
            switch (width)
            {
                case VectorWidth.Vector512: RunGate<Lanes512, Vector512<float>>(team, rows, layout, pa, pv); break;
                case VectorWidth.Vector256: RunGate<Lanes256, Vector256<float>>(team, rows, layout, pa, pv); break;
                case VectorWidth.Vector128: RunGate<Lanes128, Vector128<float>>(team, rows, layout, pa, pv); break;
                default: RunGate<LanesScalar, float>(team, rows, layout, pa, pv); break;
            }
        }
    }

    internal static void Forward(
        VectorWidth width, WorkerTeam team, int rows, int columns, Span<float> z, int stride, ReadOnlySpan<float> bias)
    {
        ArgumentNullException.ThrowIfNull(team);
        MatrixArgument.CheckSize(rows, nameof(rows));
        MatrixArgument.CheckSize(columns, nameof(columns));
        MatrixArgument.Check(z.Length, rows, columns, stride, nameof(z), nameof(stride));
        if (!bias.IsEmpty)
            MatrixArgument.CheckVector(bias.Length, rows, nameof(bias));
        fixed (float* pz = z, pb = bias)
        {
            switch (width)
            {
                case VectorWidth.Vector512: RunForward<Lanes512, Vector512<float>>(team, rows, columns, pz, stride, pb); break;
                case VectorWidth.Vector256: RunForward<Lanes256, Vector256<float>>(team, rows, columns, pz, stride, pb); break;
                case VectorWidth.Vector128: RunForward<Lanes128, Vector128<float>>(team, rows, columns, pz, stride, pb); break;
                default: RunForward<LanesScalar, float>(team, rows, columns, pz, stride, pb); break;
            }
        }
    }

    internal static void Gate(
        VectorWidth width, WorkerTeam team, int rows, int columns, ReadOnlySpan<float> activation, int activationStride,
        int repeats, Span<float> values, int valuesStride)
    {
        ArgumentNullException.ThrowIfNull(team);
        MatrixArgument.CheckSize(rows, nameof(rows));
        MatrixArgument.CheckSize(columns, nameof(columns));
        MatrixArgument.CheckSize(repeats, nameof(repeats));
        MatrixArgument.Check(activation.Length, rows, columns, activationStride, nameof(activation), nameof(activationStride));
        MatrixArgument.Check(values.Length, rows, (long)repeats * columns, valuesStride, nameof(values), nameof(valuesStride));
        fixed (float* pa = activation, pv = values)
        {
            switch (width)
            {
                case VectorWidth.Vector512:
                    RunGate<Lanes512, Vector512<float>>(team, rows, columns, pa, activationStride, repeats, pv, valuesStride);
                    break;
                case VectorWidth.Vector256:
                    RunGate<Lanes256, Vector256<float>>(team, rows, columns, pa, activationStride, repeats, pv, valuesStride);
                    break;
                case VectorWidth.Vector128:
                    RunGate<Lanes128, Vector128<float>>(team, rows, columns, pa, activationStride, repeats, pv, valuesStride);
                    break;
                default:
                    RunGate<LanesScalar, float>(team, rows, columns, pa, activationStride, repeats, pv, valuesStride);
                    break;
            }
        }
    }

    private static void RunForward<TLanes, TVector>(WorkerTeam team, int rows, int columns, float* z, nint stride, float* bias)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        RowChunks<ForwardKernel<TLanes, TVector>>.Run(
            team, rows, columns, new ForwardKernel<TLanes, TVector>(columns, z, stride, bias));

    private static void RunGate<TLanes, TVector>(
        WorkerTeam team, int rows, int columns, float* activation, nint activationStride, int repeats, float* values, nint valuesStride)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        RowChunks<GateKernel<TLanes, TVector>>.Run(
            team, rows, columns * repeats,
            new GateKernel<TLanes, TVector>(columns, activation, activationStride, repeats, values, valuesStride));

    private static void RunGate<TLanes, TVector>(WorkerTeam team, int rows, ColumnLayout layout, float* activation, float* values)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        RowChunks<LayoutGateKernel<TLanes, TVector>>.Run(
            team, rows, layout.Columns, new LayoutGateKernel<TLanes, TVector>(layout, activation, values));

    private readonly struct ForwardKernel<TLanes, TVector>(int columns, float* z, nint stride, float* bias) : IRowKernel
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int row)
        {
            float* x = z + row * stride;
            float shift = bias == null ? 0 : bias[row];
            int i = 0;
            for (; i + TLanes.Count <= columns; i += TLanes.Count)
                TLanes.Store(x + i, TLanes.Max(TLanes.Add(TLanes.Load(x + i), TLanes.Broadcast(shift)), TLanes.Zero));
            for (; i < columns; i++)
                x[i] = MathF.Max(x[i] + shift, 0);
        }
    }

    private readonly struct GateKernel<TLanes, TVector>(
        int columns, float* activation, nint activationStride, int repeats, float* values, nint valuesStride) : IRowKernel
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int row)
        {
            float* gate = activation + row * activationStride;
            float* x = values + row * valuesStride;
            nint step = columns;
            int count = repeats;
            int i = 0;
            for (; i + TLanes.Count <= columns; i += TLanes.Count)
            {
                TVector open = TLanes.Load(gate + i);
                float* at = x + i;
                for (int repeat = 0; repeat < count; repeat++, at += step)
                    TLanes.Store(at, TLanes.WherePositive(open, TLanes.Load(at)));
            }
            for (; i < columns; i++)
            {
                for (int repeat = 0; repeat < count; repeat++)
                    x[repeat * step + i] = gate[i] > 0 ? x[repeat * step + i] : 0;
            }
        }
    }

    private readonly struct LayoutGateKernel<TLanes, TVector>(ColumnLayout layout, float* activation, float* values) : IRowKernel
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        public void Run(int row)
        {
            foreach (ColumnSegment segment in layout.Segments)
            {
                new GateKernel<TLanes, TVector>(
                    segment.Count, activation + segment.Sample, layout.Samples, segment.Repeats, values + segment.Column, layout.Columns).Run(row);
            }
        }
    }
}
