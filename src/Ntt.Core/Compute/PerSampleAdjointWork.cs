namespace Ntt.Compute;

/// <summary>X̄[position of (f, s), i] += Σ over o and a of V[row(o, f), (a, i)] · G[o, s, (a, i)]; see <see cref="PerSampleProducts"/>.</summary>
/// <remarks>A part sums into an image of its own, one block of lanes by some channels, padded as the convolution pads its input.</remarks>
internal readonly unsafe struct PerSampleAdjointWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows that a filter should have in a part, to be worth packing its cotangents for.</summary>
    private const int RowsWanted = 64;

    /// <summary>Vectors of G that are packed at a time, all outputs together.</summary>
    private const int BlockVectors = 320;

    private readonly PerSampleProblem _problem;
    private readonly PaddedImage _image;
    private readonly int _taps;
    private readonly float* _v;
    private readonly float* _g;
    private readonly float* _xBar;
    private readonly int _samples;
    private readonly int _blocks;
    private readonly int _channelChunks;

    private PerSampleAdjointWork(
        in PerSampleProblem problem, in PaddedImage image, int taps, float* v, float* g, float* xBar, int samples)
    {
        _problem = problem;
        _image = image;
        _taps = taps;
        _v = v;
        _g = g;
        _xBar = xBar;
        _samples = samples;
        _blocks = LaneBlock.CountOf(problem.Segment, TLanes.Count);
        int filterRows = problem.Rows.Count / Math.Max(1, problem.Rows.Filters);
        _channelChunks = Math.Clamp(filterRows / RowsWanted, 1, Math.Max(1, image.Channels / 4));
    }

    /// <summary>Adds the products.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="problem">Rows and columns; its offsets are those in one block of lanes of <paramref name="image"/>.</param>
    /// <param name="image">The padded image.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="v">V.</param>
    /// <param name="g">G.</param>
    /// <param name="xBar">X̄.</param>
    /// <param name="samples">Columns of X̄.</param>
    public static void Run(
        WorkerTeam team, in PerSampleProblem problem, in PaddedImage image, int taps, float* v, float* g, float* xBar, int samples)
    {
        var work = new PerSampleAdjointWork<TLanes, TVector>(problem, image, taps, v, g, xBar, samples);
        team.Run(work._channelChunks * work._blocks, work);
    }

    public void Run(int part)
    {
        (int chunk, int lane) = Math.DivRem(part, _blocks);
        LaneBlock block = LaneBlock.At(_problem.Segment, TLanes.Count, lane);
        int firstChannel = (int)((long)_image.Channels * chunk / _channelChunks);
        int endChannel = (int)((long)_image.Channels * (chunk + 1) / _channelChunks);
        nint plane = (nint)_image.Plane * TLanes.Count;
        nint length = (endChannel - firstChannel) * plane;
        // Behind the channels there is one more for the rows that do not make four.
        float* image = PatchBuffers.Image.Reserve((nuint)(length + plane));
        new Span<TVector>(image, (int)((length + plane) / TLanes.Count)).Clear();
        float* origin = image - firstChannel * plane;

        PatchRows rows = _problem.Rows;
        for (int row = 0; row < rows.Count;)
        {
            int filter = rows.FilterOf(row);
            int first = rows.StartOf(filter, firstChannel * _taps), end = rows.StartOf(filter, endChannel * _taps);
            if (first < end)
                Filter(filter, first, end, origin, image + length, block);
            row = rows.StartOf(filter + 1);
        }
        AddImage(image, firstChannel, endChannel, block);
    }

    private void Filter(int filter, int firstRow, int endRow, float* image, float* spare, in LaneBlock block)
    {
        OutputTiles tiles = _problem.Tiles;
        int positions = _problem.Positions;
        int blockPositions = Math.Clamp(BlockVectors / _problem.Segment.Repeats, 1, positions);
        float* packed = PatchBuffers.Vectors.Reserve((nuint)(blockPositions * 5 * TLanes.Count));
        for (int first = 0; first < positions; first += blockPositions)
        {
            int count = Math.Min(blockPositions, positions - first);
            float* g = _g + ((nint)filter * positions + first) * _problem.Columns + block.Column;
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                nint start = (nint)tiles.Start(tile) * block.Stride;
                int width = tiles.Width(tile);
                PerSampleTiles<TLanes, TVector>.Pack(g + start, _problem.Columns, count, block.Stride, width, packed);
                Rows(firstRow, endRow, first, count, width, packed, _v + block.Column + start, image, spare, block);
            }
        }
    }

    private void Rows(
        int firstRow, int endRow, int first, int count, int width, float* packed, float* v, float* image, float* spare, in LaneBlock block)
    {
        float** source = stackalloc float*[4];
        float** target = stackalloc float*[4];
        // The four rows of a group are taken far apart, from different channels if possible: neighbours along a row of the kernel
        // would add to each other's positions one step later, and wait for each other.
        int groups = (endRow - firstRow + 3) / 4;
        for (int group = 0; group < groups; group++)
        {
            for (int j = 0; j < 4; j++)
            {
                int row = firstRow + j * groups + group;
                bool isSpare = row >= endRow;
                source[j] = v + (isSpare ? firstRow : row) * _problem.Columns;
                target[j] = isSpare ? spare : image + _problem.Rows.Offset[row];
            }
            ScatterTile<TLanes, TVector>.Add(width, source, block.Stride, packed, target, _problem.Position + first, count);
        }
    }

    /// <summary>Adds what lies inside the image to X̄.</summary>
    private void AddImage(float* image, int firstChannel, int endChannel, in LaneBlock block)
    {
        for (int channel = firstChannel; channel < endChannel; channel++, image += (nint)_image.Plane * TLanes.Count)
        {
            for (int y = 0; y < _image.InnerHeight; y++)
            {
                float* from = image + (nint)_image.InnerPosition(y) * TLanes.Count;
                float* to = _xBar + ((nint)channel * _image.InputPlane + (nint)y * _image.InputWidth) * _samples + block.Sample;
                for (int x = 0; x < _image.InnerWidth; x++, from += TLanes.Count, to += _samples)
                {
                    if (block.Skip == 0)
                        TLanes.Store(to, TLanes.Add(TLanes.Load(to), TLanes.Load(from)));
                    else
                    {
                        for (int lane = block.Skip; lane < TLanes.Count; lane++)
                            to[lane] += from[lane];
                    }
                }
            }
        }
    }
}
