using System.Numerics;

namespace Ntt.Compute;

/// <summary>Factors that are 0 with a given probability. A factor depends on the key, its row and its column alone, whatever computes it.</summary>
/// <remarks>
/// Every row has 64 bits of its own, which SplitMix64 draws from the key; the bits of a column are a counter mixed with both halves of them
/// by the multiply-xorshift rounds of MurmurHash3's finaliser. Not for cryptography.
/// </remarks>
internal static unsafe class Dropout
{
    private const uint Golden = 0x9E3779B9;
    private const uint FirstMultiplier = 0x85EBCA6B;
    private const uint SecondMultiplier = 0xC2B2AE35;

    /// <summary>Draws the factors and multiplies the values by them, in place.</summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="rows">Rows of both matrices.</param>
    /// <param name="columns">Columns of both matrices.</param>
    /// <param name="key">Decides all factors.</param>
    /// <param name="rate">Probability of 0, from 0 (inclusive) to 1 (exclusive).</param>
    /// <param name="factors">Receives 0 or 1 / (1 − rate), [rows × columns], row-major.</param>
    /// <param name="values">[rows × columns], row-major.</param>
    /// <param name="channels">Of a matrix that leaves out some channels, which ones it has; null for all.</param>
    /// <param name="positions">Rows of a channel.</param>
    public static void Apply(
        WorkerTeam team, int rows, int columns, ulong key, double rate, Span<float> factors, Span<float> values, int[]? channels = null, int positions = 1)
    {
        MatrixArgument.Check(factors.Length, rows, columns, columns, nameof(factors), nameof(columns));
        MatrixArgument.Check(values.Length, rows, columns, columns, nameof(values), nameof(columns));
        fixed (float* pf = factors, pv = values)
        fixed (int* pc = channels)
        {
            RowChunks<DrawKernel>.Run(
                team, rows, columns, new DrawKernel(columns, key, (uint)(rate * (1L << 32)), (float)(1 / (1 - rate)), pf, pv, pc, positions));
        }
    }

    /// <summary>Multiplies values by the factors drawn before, in place.</summary>
    /// <param name="team">The threads to share the work out to.</param>
    /// <param name="rows">Rows of both matrices.</param>
    /// <param name="columns">Columns of both matrices.</param>
    /// <param name="factors">[rows × columns], row-major.</param>
    /// <param name="values">[rows × columns], row-major.</param>
    public static void Scale(WorkerTeam team, int rows, int columns, ReadOnlySpan<float> factors, Span<float> values)
    {
        MatrixArgument.Check(factors.Length, rows, columns, columns, nameof(factors), nameof(columns));
        MatrixArgument.Check(values.Length, rows, columns, columns, nameof(values), nameof(columns));
        fixed (float* pf = factors, pv = values)
            RowChunks<ScaleKernel>.Run(team, rows, columns, new ScaleKernel(columns, pf, pv));
    }

    private readonly struct DrawKernel(
        int columns, ulong key, uint threshold, float scale, float* factors, float* values, int* channels, int positions) : IRowKernel
    {
        public void Run(int row)
        {
            int named = channels == null ? row : channels[row / positions] * positions + row % positions;
            ulong state = key + (ulong)named * 0x9E3779B97F4A7C15;
            ulong bits = RandomStream.SplitMix64(ref state);
            (uint first, uint second) = ((uint)bits, (uint)(bits >> 32));
            float* factor = factors + (nint)row * columns;
            float* value = values + (nint)row * columns;
            int i = 0;
            for (; i + Vector<float>.Count <= columns; i += Vector<float>.Count)
            {
                Vector<uint> z = (Vector<uint>.Indices + new Vector<uint>((uint)i)) * Golden + new Vector<uint>(first);
                z ^= z >>> 16;
                z = (z * FirstMultiplier) ^ new Vector<uint>(second);
                z ^= z >>> 13;
                z *= SecondMultiplier;
                z ^= z >>> 16;
                Vector<float> kept = Vector.ConditionalSelect(
                    Vector.AsVectorSingle(Vector.LessThan(z, new Vector<uint>(threshold))), Vector<float>.Zero, new Vector<float>(scale));
                Vector.Store(kept, factor + i);
                Vector.Store(kept * Vector.Load(value + i), value + i);
            }
            for (; i < columns; i++)
            {
                uint z = (uint)i * Golden + first;
                z ^= z >>> 16;
                z = (z * FirstMultiplier) ^ second;
                z ^= z >>> 13;
                z *= SecondMultiplier;
                z ^= z >>> 16;
                factor[i] = z < threshold ? 0 : scale;
                value[i] *= factor[i];
            }
        }
    }

    private readonly struct ScaleKernel(int columns, float* factors, float* values) : IRowKernel
    {
        public void Run(int row)
        {
            float* factor = factors + (nint)row * columns;
            float* value = values + (nint)row * columns;
            int i = 0;
            for (; i + Vector<float>.Count <= columns; i += Vector<float>.Count)
                Vector.Store(Vector.Load(factor + i) * Vector.Load(value + i), value + i);
            for (; i < columns; i++)
                value[i] *= factor[i];
        }
    }
}
