namespace Ntt.Compute;

/// <summary>X̄[position of (f, s), i] += Σ over o and a of V[row(o, f), (a, i)] · G[o, s, (a, i)]; see <see cref="PerSampleProducts"/>.</summary>
/// <remarks>
/// A part sums into an image of its own, one block of lanes by some channels, padded as the convolution pads its input. Behind a max-pool s
/// goes over its windows, and each sum over a goes to the winner's position.
/// </remarks>
internal readonly unsafe struct PerSampleAdjointWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows that a filter should have in a part, to be worth copying its cotangents for.</summary>
    private const int RowsWanted = 64;

    /// <summary>Parts that there should be at least, even if a filter then has few rows in each of them.</summary>
    private const int PartsWanted = 4;

    /// <summary>Vectors of G that are treated at a time, all outputs together.</summary>
    private const int BlockVectors = 320;

    private readonly PerSampleProblem _problem;
    private readonly WinningPatches<TLanes, TVector> _patches;
    private readonly PaddedImage _image;
    private readonly int _taps;
    private readonly float* _v;
    private readonly float* _g;
    private readonly float* _xBar;
    private readonly int _blocks;
    private readonly int _channelChunks;

    private PerSampleAdjointWork(
        in PerSampleProblem problem, in WinningPatches<TLanes, TVector> patches, in PaddedImage image, int taps, float* v, float* g, float* xBar)
    {
        _problem = problem;
        _patches = patches;
        _image = image;
        _taps = taps;
        _v = v;
        _g = g;
        _xBar = xBar;
        _blocks = LaneBlock.CountOf(problem.Layout, TLanes.Count);
        int filterRows = problem.Rows.Count / Math.Max(1, problem.Rows.Filters);
        // The chunks decide the order of the sums, so they must not depend on the number of threads, nor on the vector width.
        int chunks = Math.Max(filterRows / RowsWanted, PartsWanted * 16 / problem.Layout.Samples);
        _channelChunks = Math.Clamp(chunks, 1, Math.Max(1, image.Channels / 4));
    }

    /// <summary>Adds the products.</summary>
    /// <param name="team">The threads to use.</param>
    /// <param name="problem">Rows and columns; its offsets are those in one block of lanes of <paramref name="image"/>.</param>
    /// <param name="patches">The winners of the max-pool behind the convolution; empty for all its output positions.</param>
    /// <param name="image">The padded image.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="v">V.</param>
    /// <param name="g">G.</param>
    /// <param name="xBar">X̄.</param>
    public static void Run(
        WorkerTeam team, in PerSampleProblem problem, in WinningPatches<TLanes, TVector> patches, in PaddedImage image, int taps, float* v,
        float* g, float* xBar)
    {
        var work = new PerSampleAdjointWork<TLanes, TVector>(problem, patches, image, taps, v, g, xBar);
        team.Run(work._channelChunks * work._blocks, work);
    }

    public void Run(int part)
    {
        (int lane, int chunk) = Math.DivRem(part, _channelChunks);
        LaneBlock block = LaneBlock.At(_problem.Layout, TLanes.Count, lane);
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
            if (first < end && _patches.IsEmpty)
                Filter(filter, first, end, origin, image + length, block);
            else if (first < end)
                Windows(filter, first, end, origin, block);
            row = rows.StartOf(filter + 1);
        }
        AddImage(image, firstChannel, endChannel, block);
    }

    private void Filter(int filter, int firstRow, int endRow, float* image, float* spare, in LaneBlock block)
    {
        OutputTiles tiles = _problem.Tiles;
        int positions = _problem.Positions;
        int blockPositions = Math.Clamp(BlockVectors / _problem.Outputs, 1, positions);
        float* room = PatchBuffers.Vectors.Reserve((nuint)(blockPositions * 5 * TLanes.Count));
        int readings = (endRow - firstRow + 3) / 4;
        for (int first = 0; first < positions; first += blockPositions)
        {
            int count = Math.Min(blockPositions, positions - first);
            float* g = _g + ((nint)filter * positions + first) * _problem.Columns;
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                nint start = block.Column + (nint)tiles.Start(tile) * block.Stride;
                int width = tiles.Width(tile);
                var vectors = new VectorBlock<TLanes, TVector>(g + start, _problem.Columns, count, block.Stride, width, readings, room);
                Rows(firstRow, endRow, first, count, width, vectors, _v + start, image, spare, block);
            }
        }
    }

    private void Rows(
        int firstRow, int endRow, int first, int count, int width, in VectorBlock<TLanes, TVector> g,
        float* v, float* image, float* spare, in LaneBlock block)
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
            ScatterTile<TLanes, TVector>.Add(
                width, source, block.Stride, g.Start, g.Step, g.Across, target, _problem.Position + first, count);
        }
    }

    private void Windows(int filter, int firstRow, int endRow, float* image, in LaneBlock block)
    {
        int windows = _problem.Positions, outputs = _problem.Outputs;
        int blockWindows = Math.Clamp(BlockVectors / outputs, 1, windows);
        float* room = PatchBuffers.Vectors.Reserve((nuint)blockWindows * (nuint)outputs * (nuint)TLanes.Count);
        int* offset = stackalloc int[outputs];
        for (int a = 0; a < outputs; a++)
            offset[a] = a * block.Stride;
        for (int first = 0; first < windows; first += blockWindows)
        {
            int count = Math.Min(blockWindows, windows - first);
            float* g = _g + ((nint)filter * windows + first) * _problem.Columns + block.Column;
            var vectors = new VectorBlock<TLanes, TVector>(g, _problem.Columns, count, block.Stride, outputs, (endRow - firstRow + 3) / 4, room);
            for (int row = firstRow; row < endRow; row += 4)
                WindowRows(filter, row, Math.Min(4, endRow - row), first, count, vectors, offset, image, block);
        }
    }

    /// <summary>Adds the sums over a of up to four rows at some windows to the winners' positions.</summary>
    private void WindowRows(
        int filter, int row, int rows, int first, int count, in VectorBlock<TLanes, TVector> g, int* offset, float* image, in LaneBlock block)
    {
        float* sums = stackalloc float[4 * PatchTile<TLanes, TVector>.Width * TLanes.Count];
        float** v = stackalloc float*[4];
        float** target = stackalloc float*[4];
        float** sum = stackalloc float*[4];
        for (int j = 0; j < 4; j++)
        {
            int at = row + Math.Min(j, rows - 1);
            v[j] = _v + at * _problem.Columns + block.Column;
            target[j] = image + _problem.Rows.Offset[at];
            sum[j] = sums + j * PatchTile<TLanes, TVector>.Width * TLanes.Count;
        }
        for (int window = 0; window < count; window += PatchTile<TLanes, TVector>.Width)
        {
            int width = Math.Min(PatchTile<TLanes, TVector>.Width, count - window);
            PatchTile<TLanes, TVector>.Multiply(
                width, v, offset, _problem.Outputs, g.Start + window * g.Step, g.Across, g.Step, sum, TLanes.Count, accumulate: false);
            for (int i = 0; i < width; i++)
            {
                int at = first + window + i;
                _patches.Add(
                    (nint)filter * _problem.Positions + at, block.Sample, sums + i * TLanes.Count,
                    PatchTile<TLanes, TVector>.Width * TLanes.Count, rows, target, _problem.Position[at]);
            }
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
                float* to = _xBar + ((nint)channel * _image.InputPlane + (nint)y * _image.InputWidth) * _problem.Layout.Samples + block.Sample;
                for (int x = 0; x < _image.InnerWidth; x++, from += TLanes.Count, to += _problem.Layout.Samples)
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
