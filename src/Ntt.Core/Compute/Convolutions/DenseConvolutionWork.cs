using System.Buffers;
using System.Runtime.CompilerServices;

namespace Ntt.Compute;

/// <summary>
/// The convolution with all weights, or its adjoint, as matrix products [target channels × (tap, source channel)] by [(tap, source
/// channel) × (position, column)]. The right factor is packed, panel by panel, from where it lies in the images.
/// </summary>
internal readonly unsafe struct DenseConvolutionWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Steps of the sum that are packed at a time: a panel then takes a first-level cache.</summary>
    private const int MaximumDepth = 400;

    private const int MaximumParts = 256;

    private readonly TapGrid _taps;
    private readonly StripGrid _strips;
    private readonly int _targets;
    private readonly int _sources;
    private readonly float* _weights;
    private readonly int* _offset;
    private readonly float* _source;
    private readonly float* _bias;
    private readonly float* _target;
    private readonly nint _targetPlane;
    private readonly bool _accumulate;
    private readonly int _parts;

    private DenseConvolutionWork(
        in TapGrid taps, int columns, int targets, int sources, float* weights, int* offset,
        float* source, float* bias, float* target, bool accumulate)
    {
        _taps = taps;
        _strips = new StripGrid(taps, columns, TileColumns);
        _targets = targets;
        _sources = sources;
        _weights = weights;
        _offset = offset;
        _source = source;
        _bias = bias;
        _target = target;
        _targetPlane = (nint)taps.TargetPlane * columns;
        _accumulate = accumulate;
        _parts = Math.Min(MaximumParts, _strips.Count);
    }

    private static int TileColumns => GemmBlock<TLanes, TVector>.TileColumns;

    /// <summary>Computes the product.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="taps">The axes.</param>
    /// <param name="columns">Columns of the batch.</param>
    /// <param name="targets">Channels of the image that is written.</param>
    /// <param name="sources">Channels of the image that is read.</param>
    /// <param name="w">The weights: element (target, source, tap) is w[target · targetStride + source · sourceStride + tap].</param>
    /// <param name="targetStride">Floats from a target channel's weights to the next one's.</param>
    /// <param name="sourceStride">Floats from a source channel's weights to the next one's.</param>
    /// <param name="source">The image that is read.</param>
    /// <param name="bias">One for each target channel, or null.</param>
    /// <param name="target">The image that is written.</param>
    /// <param name="accumulate">Whether the product is added to the target, or else overwrites it.</param>
    public static void Run(
        WorkerTeam team, in TapGrid taps, int columns, int targets, int sources, float* w, int targetStride, int sourceStride,
        float* source, float* bias, float* target, bool accumulate)
    {
        int tileRows = GemmBlock<TLanes, TVector>.TileRows, stepA = GemmBlock<TLanes, TVector>.StepA;
        int steps = taps.Taps * sources, panels = (targets + tileRows - 1) / tileRows;
        float[] packed = ArrayPool<float>.Shared.Rent(panels * steps * stepA);
        int[] offset = ArrayPool<int>.Shared.Rent(steps);
        for (int step = 0; step < steps; step++)
            offset[step] = (step % sources * taps.SourcePlane + taps.Offset(step / sources)) * columns;
        fixed (float* pp = packed)
        fixed (int* po = offset)
        {
            team.Run(panels, new PackWeights(w, targetStride, sourceStride, targets, sources, taps.Taps, pp));
            var work = new DenseConvolutionWork<TLanes, TVector>(taps, columns, targets, sources, pp, po, source, bias, target, accumulate);
            team.Run(work._parts, work);
        }
        ArrayPool<int>.Shared.Return(offset);
        ArrayPool<float>.Shared.Return(packed);
    }

    public void Run(int part)
    {
        int first = (int)((long)_strips.Count * part / _parts);
        int end = (int)((long)_strips.Count * (part + 1) / _parts);
        float* panel = GemmBuffers.B.Reserve((nuint)(MaximumDepth * TileColumns));
        int[] ranges = ArrayPool<int>.Shared.Rent(2 * _taps.Taps);
        StripCursor strip = _strips.At(first);
        int count = _taps.Ranges(strip.Row, strip.Column, ranges);
        for (int index = first; ;)
        {
            Strip(_source + strip.Source, _target + strip.Target, strip.Length, ranges.AsSpan(0, 2 * count), panel);
            if (++index == end)
                break;
            if (strip.MoveNext())
                count = _taps.Ranges(strip.Row, strip.Column, ranges);
        }
        ArrayPool<int>.Shared.Return(ranges);
    }

    private void Strip(float* source, float* target, int length, ReadOnlySpan<int> ranges, float* panel)
    {
        bool accumulate = _accumulate;
        if (_bias != null || (ranges.IsEmpty && !accumulate))
        {
            StartFromBias(target, length);
            accumulate = true;
        }
        for (int range = 0; range < ranges.Length; range += 2)
        {
            int step = ranges[range] * _sources, end = ranges[range + 1] * _sources;
            int blocks = (end - step + MaximumDepth - 1) / MaximumDepth;
            int depth = (end - step + blocks - 1) / blocks;
            for (; step < end; step += depth)
            {
                int steps = Math.Min(depth, end - step);
                Pack(source, _offset + step, steps, length, panel);
                Tiles(step, steps, panel, target, length, accumulate);
                accumulate = true;
            }
        }
    }

    private void StartFromBias(float* target, int length)
    {
        for (int channel = 0; channel < _targets; channel++, target += _targetPlane)
        {
            float bias = _bias == null ? 0 : _bias[channel];
            for (int i = 0; i < length; i++)
                target[i] = _accumulate ? target[i] + bias : bias;
        }
    }

    private void Tiles(int step, int steps, float* panel, float* target, int length, bool accumulate)
    {
        int tileRows = GemmBlock<TLanes, TVector>.TileRows, stepA = GemmBlock<TLanes, TVector>.StepA;
        nint panelA = (nint)_taps.Taps * _sources * stepA;
        float* weights = _weights + (nint)step * stepA;
        for (int row = 0; row < _targets; row += tileRows, weights += panelA, target += tileRows * _targetPlane)
            GemmBlock<TLanes, TVector>.Tile(
                Math.Min(tileRows, _targets - row), length, steps, weights, panel, TileColumns, target, _targetPlane, accumulate);
    }

    /// <summary>Copies the steps' floats of a strip side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(float* source, int* offset, int steps, int length, float* panel)
    {
        if (length < TLanes.Count)
        {
            for (int step = 0; step < steps; step++, panel += TileColumns)
                for (int i = 0; i < length; i++)
                    panel[i] = source[offset[step] + i];
            return;
        }
        // The last vector is moved back to end with the strip, so that nothing is read past the end of the source.
        int last = length - TLanes.Count;
        for (int step = 0; step < steps; step++, panel += TileColumns)
        {
            float* x = source + offset[step];
            TLanes.Store(panel, TLanes.Load(x));
            TLanes.Store(panel + last, TLanes.Load(x + last));
        }
    }

    /// <summary>Packs the weights of a row panel in the order (tap, source channel).</summary>
    private readonly struct PackWeights(float* w, int targetStride, int sourceStride, int targets, int sources, int taps, float* packed)
        : IPartitionedWork
    {
        public void Run(int part)
        {
            int tileRows = GemmBlock<TLanes, TVector>.TileRows, stepA = GemmBlock<TLanes, TVector>.StepA;
            int first = part * tileRows, rows = Math.Min(tileRows, targets - first);
            float* panel = packed + (nint)part * taps * sources * stepA;
            for (int row = 0; row < rows; row++)
                for (int source = 0; source < sources; source++)
                {
                    float* from = w + (nint)(first + row) * targetStride + (nint)source * sourceStride;
                    for (int tap = 0; tap < taps; tap++)
                        panel[(tap * sources + source) * stepA + row] = from[tap];
                }
        }
    }
}
