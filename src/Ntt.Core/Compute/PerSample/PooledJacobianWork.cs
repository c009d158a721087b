namespace Ntt.Compute;

/// <summary>Jacobian[row(o, f), (a, i)] = Σ_w G[o, w, (a, i)] · X[f, winner of (o, w, i), i]; see <see cref="PerSampleProducts"/>.</summary>
internal readonly unsafe struct PooledJacobianWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows that make a part of their own.</summary>
    private const int PartRows = 128;

    /// <summary>From so many parts on a part has all blocks of lanes, which share lines of memory.</summary>
    private const int EnoughParts = 16;

    /// <summary>Vectors of G that are treated at a time, all outputs together; they take half a first-level cache.</summary>
    private const int BlockVectors = 320;

    private readonly PerSampleProblem _problem;
    private readonly WinningPatches<TLanes, TVector> _patches;
    private readonly float* _x;
    private readonly float* _g;
    private readonly float* _jacobian;
    private readonly int _blocks;
    private readonly int _chunks;
    private readonly int _blockChunks;

    private PooledJacobianWork(in PerSampleProblem problem, in WinningPatches<TLanes, TVector> patches, float* x, float* g, float* jacobian)
    {
        _problem = problem;
        _patches = patches;
        _x = x;
        _g = g;
        _jacobian = jacobian;
        _blocks = LaneBlock.CountOf(problem.Layout, TLanes.Count);
        _chunks = (problem.Rows.Count + PartRows - 1) / PartRows;
        _blockChunks = _chunks >= EnoughParts ? 1 : _blocks;
    }

    public static void Run(
        WorkerTeam team, in PerSampleProblem problem, in WinningPatches<TLanes, TVector> patches, float* x, float* g, float* jacobian)
    {
        var work = new PooledJacobianWork<TLanes, TVector>(problem, patches, x, g, jacobian);
        team.Run(work._chunks * work._blockChunks, work);
    }

    public void Run(int part)
    {
        (int chunk, int blockChunk) = Math.DivRem(part, _blockChunks);
        int firstBlock = _blocks * blockChunk / _blockChunks, endBlock = _blocks * (blockChunk + 1) / _blockChunks;
        PatchRows rows = _problem.Rows;
        int row = (int)((long)rows.Count * chunk / _chunks), end = (int)((long)rows.Count * (chunk + 1) / _chunks);
        while (row < end)
        {
            int filter = rows.FilterOf(row);
            int endRow = Math.Min(end, rows.StartOf(filter + 1));
            Filter(filter, row, endRow, firstBlock, endBlock);
            row = endRow;
        }
    }

    private void Filter(int filter, int firstRow, int endRow, int firstBlock, int endBlock)
    {
        int windows = _problem.Positions, outputs = _problem.Outputs;
        int blockWindows = Math.Clamp(BlockVectors / outputs, 1, windows);
        float* room = PatchBuffers.Vectors.Reserve((nuint)blockWindows * (nuint)outputs * (nuint)TLanes.Count);
        float* selected = PatchBuffers.Selected.Reserve((nuint)blockWindows * 4 * (nuint)TLanes.Count);
        for (int first = 0; first < windows; first += blockWindows)
        {
            int count = Math.Min(blockWindows, windows - first);
            float* g = _g + ((nint)filter * windows + first) * _problem.Columns;
            for (int index = firstBlock; index < endBlock; index++)
            {
                LaneBlock block = LaneBlock.At(_problem.Layout, TLanes.Count, index);
                var vectors = new VectorBlock<TLanes, TVector>(
                    g + block.Column, _problem.Columns, count, block.Stride, outputs, (endRow - firstRow + 3) / 4, room);
                Rows(firstRow, endRow, filter, first, count, vectors, selected, block);
            }
        }
    }

    private void Rows(
        int firstRow, int endRow, int filter, int first, int count, in VectorBlock<TLanes, TVector> g, float* selected, in LaneBlock block)
    {
        float** x = stackalloc float*[4];
        float** target = stackalloc float*[4];
        int* along = stackalloc int[count];
        for (int window = 0; window < count; window++)
            along[window] = window * TLanes.Count;
        OutputTiles tiles = _problem.Tiles;
        nint step = (nint)count * TLanes.Count;
        for (int row = firstRow; row < endRow; row += 4)
        {
            int rows = Math.Min(4, endRow - row);
            for (int window = 0; window < count; window++)
            {
                _patches.Copy(
                    (nint)filter * _problem.Positions + first + window, block.Sample, _x + block.Sample + _problem.Position[first + window],
                    _problem.Rows.Offset + row, rows, selected + along[window], step);
            }
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                int output = tiles.Start(tile);
                for (int j = 0; j < rows; j++)
                {
                    x[j] = selected + j * step;
                    target[j] = _jacobian + (row + j) * _problem.Columns + block.Column + (nint)output * block.Stride;
                }
                g.From(output).Multiply(rows, tiles.Width(tile), x, along, count, target, block, accumulate: first > 0);
            }
        }
    }
}
