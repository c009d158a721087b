using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// Y[row] (+)= bias[row] + Σ_e value(e)·X[index(e)]: each output row is a sum of input rows. A strip of up to eight vectors
/// of the output row stays in registers while the row's entries go by.
/// </summary>
internal readonly unsafe struct SparseGatherWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int StripVectors = 8;

    private readonly SparseEntries _entries;
    private readonly float* _x;
    private readonly nint _ldx;
    private readonly int _samples;
    private readonly float* _bias;
    private readonly float* _y;
    private readonly nint _ldy;
    private readonly bool _accumulate;
    private readonly int _rowChunks;
    private readonly int _sampleChunks;

    private SparseGatherWork(
        in SparseEntries entries, float* x, nint ldx, int samples, float* bias, float* y, nint ldy, bool accumulate)
    {
        _entries = entries;
        _x = x;
        _ldx = ldx;
        _samples = samples;
        _bias = bias;
        _y = y;
        _ldy = ldy;
        _accumulate = accumulate;
        int parts = SparseEntries.Parts(((long)entries.Count + entries.Rows) * samples);
        // Samples are cut first: chunks of them read disjoint inputs, chunks of rows all read the same.
        _sampleChunks = Math.Clamp(samples / (2 * StripVectors * TLanes.Count), 1, parts);
        _rowChunks = Math.Clamp(parts / _sampleChunks, 1, Math.Max(1, entries.Rows));
    }

    public static void Run(
        WorkerTeam team, in SparseEntries entries, float* x, nint ldx, int samples, float* bias, float* y, nint ldy, bool accumulate)
    {
        if (samples == 0 || entries.Rows == 0)
            return;
        var work = new SparseGatherWork<TLanes, TVector>(entries, x, ldx, samples, bias, y, ldy, accumulate);
        team.Run(work._rowChunks * work._sampleChunks, work);
    }

    public void Run(int part)
    {
        (int sampleChunk, int rowChunk) = Math.DivRem(part, _rowChunks);
        int firstRow = _entries.ChunkStart(rowChunk, _rowChunks);
        int endRow = _entries.ChunkStart(rowChunk + 1, _rowChunks);
        int strip = StripVectors * TLanes.Count;
        int strips = (_samples + strip - 1) / strip;
        int first = (int)((long)strips * sampleChunk / _sampleChunks) * strip;
        int end = Math.Min(_samples, (int)((long)strips * (sampleChunk + 1) / _sampleChunks) * strip);
        for (int sample = first; sample < end; sample += strip)
            Strip(firstRow, endRow, sample, Math.Min(strip, end - sample));
    }

    private void Strip(int firstRow, int endRow, int sample, int count)
    {
        int vectors = count / TLanes.Count;
        if (vectors == StripVectors)
        {
            Rows<Eight>(firstRow, endRow, sample);
            return;
        }
        if ((vectors & 4) != 0)
        {
            Rows<Four>(firstRow, endRow, sample);
            sample += 4 * TLanes.Count;
        }
        if ((vectors & 2) != 0)
        {
            Rows<Two>(firstRow, endRow, sample);
            sample += 2 * TLanes.Count;
        }
        if ((vectors & 1) != 0)
        {
            Rows<One>(firstRow, endRow, sample);
            sample += TLanes.Count;
        }
        int tail = count - vectors * TLanes.Count;
        if (tail > 0)
            Tails(firstRow, endRow, sample, tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rows<TVectors>(int firstRow, int endRow, int sample)
        where TVectors : struct, IConstant
    {
        float* x = _x + sample;
        float* y = _y + firstRow * _ldy + sample;
        bool accumulate = _accumulate;
        for (int row = firstRow; row < endRow; row++, y += _ldy)
            Sum<TVectors>(row, x, y, accumulate);
    }

    /// <summary>The last samples: a whole vector that ends with the row is computed beside it and its end copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tails(int firstRow, int endRow, int sample, int count)
    {
        float* vector = stackalloc float[TLanes.Count];
        float* tail = vector + TLanes.Count - count;
        float* x = _x + sample + count - TLanes.Count;
        for (int row = firstRow; row < endRow; row++)
        {
            Sum<One>(row, x, vector, accumulate: false);
            float* y = _y + row * _ldy + sample;
            for (int i = 0; i < count; i++)
                y[i] = _accumulate ? y[i] + tail[i] : tail[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Sum<TVectors>(int row, float* strip, float* y, bool accumulate)
        where TVectors : struct, IConstant
    {
        TVector y0 = TLanes.Broadcast(_bias == null ? 0 : _bias[row]);
        TVector y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0, y7 = y0;
        nint ldx = _ldx;
        int* index = _entries.Index;
        int* position = _entries.Position;
        float* values = _entries.Values;
        int end = _entries.Start[row + 1];
        for (int e = _entries.Start[row]; e < end; e++)
        {
            TVector w = TLanes.Broadcast(values[position == null ? e : position[e]]);
            float* x = strip + index[e] * ldx;
            y0 = TLanes.MultiplyAdd(w, TLanes.Load(x), y0);
            if (TVectors.Value > 1)
                y1 = TLanes.MultiplyAdd(w, TLanes.Load(x + TLanes.Count), y1);
            if (TVectors.Value > 2)
            {
                y2 = TLanes.MultiplyAdd(w, TLanes.Load(x + 2 * TLanes.Count), y2);
                y3 = TLanes.MultiplyAdd(w, TLanes.Load(x + 3 * TLanes.Count), y3);
            }
            if (TVectors.Value > 4)
            {
                y4 = TLanes.MultiplyAdd(w, TLanes.Load(x + 4 * TLanes.Count), y4);
                y5 = TLanes.MultiplyAdd(w, TLanes.Load(x + 5 * TLanes.Count), y5);
                y6 = TLanes.MultiplyAdd(w, TLanes.Load(x + 6 * TLanes.Count), y6);
                y7 = TLanes.MultiplyAdd(w, TLanes.Load(x + 7 * TLanes.Count), y7);
            }
        }
        Store(y, y0, accumulate);
        if (TVectors.Value > 1)
            Store(y + TLanes.Count, y1, accumulate);
        if (TVectors.Value > 2)
        {
            Store(y + 2 * TLanes.Count, y2, accumulate);
            Store(y + 3 * TLanes.Count, y3, accumulate);
        }
        if (TVectors.Value > 4)
        {
            Store(y + 4 * TLanes.Count, y4, accumulate);
            Store(y + 5 * TLanes.Count, y5, accumulate);
            Store(y + 6 * TLanes.Count, y6, accumulate);
            Store(y + 7 * TLanes.Count, y7, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, TVector value, bool accumulate) =>
        TLanes.Store(target, accumulate ? TLanes.Add(TLanes.Load(target), value) : value);
}
