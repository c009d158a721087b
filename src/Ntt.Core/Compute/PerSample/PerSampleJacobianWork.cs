namespace Ntt.Compute;

/// <summary>Jacobian[row(o, f), (a, i)] = Σ_s G[o, s, (a, i)] · X[f, s, i]; see <see cref="PerSampleProducts"/>.</summary>
internal readonly unsafe struct PerSampleJacobianWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows that make a part of their own.</summary>
    private const int PartRows = 128;

    /// <summary>From so many parts on a part has all blocks of lanes, which share lines of memory.</summary>
    private const int EnoughParts = 16;

    /// <summary>Vectors of G that are treated at a time, all outputs together; they take a first-level cache.</summary>
    private const int BlockVectors = 640;

    private readonly PerSampleProblem _problem;
    private readonly float* _x;
    private readonly float* _g;
    private readonly float* _jacobian;
    private readonly int _blocks;
    private readonly int _chunks;
    private readonly int _blockChunks;

    private PerSampleJacobianWork(in PerSampleProblem problem, float* x, float* g, float* jacobian)
    {
        _problem = problem;
        _x = x;
        _g = g;
        _jacobian = jacobian;
        _blocks = LaneBlock.CountOf(problem.Layout, TLanes.Count);
        _chunks = (problem.Rows.Count + PartRows - 1) / PartRows;
        _blockChunks = _chunks >= EnoughParts ? 1 : _blocks;
    }

    public static void Run(WorkerTeam team, in PerSampleProblem problem, float* x, float* g, float* jacobian)
    {
        var work = new PerSampleJacobianWork<TLanes, TVector>(problem, x, g, jacobian);
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
        OutputTiles tiles = _problem.Tiles;
        int positions = _problem.Positions;
        int blockPositions = Math.Clamp(BlockVectors / _problem.Outputs, 1, positions);
        float* room = PatchBuffers.Vectors.Reserve((nuint)blockPositions * 5 * (nuint)TLanes.Count);
        int readings = (endRow - firstRow + 3) / 4;
        for (int first = 0; first < positions; first += blockPositions)
        {
            int count = Math.Min(blockPositions, positions - first);
            float* g = _g + ((nint)filter * positions + first) * _problem.Columns;
            if (endBlock - firstBlock == _blocks)
                Prefetch.Read(g + blockPositions * _problem.Columns, Math.Min(blockPositions, positions - first - count) * _problem.Columns);
            for (int index = firstBlock; index < endBlock; index++)
            {
                LaneBlock block = LaneBlock.At(_problem.Layout, TLanes.Count, index);
                for (int tile = 0; tile < tiles.Count; tile++)
                {
                    nint start = block.Column + (nint)tiles.Start(tile) * block.Stride;
                    var vectors = new VectorBlock<TLanes, TVector>(
                        g + start, _problem.Columns, count, block.Stride, tiles.Width(tile), readings, room);
                    Rows(firstRow, endRow, first, count, tiles.Width(tile), vectors, _jacobian + start, block);
                }
            }
        }
    }

    private void Rows(
        int firstRow, int endRow, int first, int count, int width, in VectorBlock<TLanes, TVector> g, float* jacobian, in LaneBlock block)
    {
        float** x = stackalloc float*[4];
        float** target = stackalloc float*[4];
        for (int row = firstRow; row < endRow; row += 4)
        {
            int rows = Math.Min(4, endRow - row);
            for (int j = 0; j < rows; j++)
            {
                x[j] = _x + block.Sample + _problem.Rows.Offset[row + j];
                target[j] = jacobian + (row + j) * _problem.Columns;
            }
            g.Multiply(rows, width, x, _problem.Position + first, count, target, block, accumulate: first > 0);
        }
    }
}
