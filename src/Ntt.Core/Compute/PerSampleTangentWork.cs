namespace Ntt.Compute;

/// <summary>Ż[o, s, (a, i)] += Σ_f V[row(o, f), (a, i)] · X[f, s, i]; see <see cref="PerSampleProducts"/>.</summary>
internal readonly unsafe struct PerSampleTangentWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Parts that there should be, so that all threads have work when there are few filters.</summary>
    private const int PartsWanted = 16;

    /// <summary>Rows of V that are treated at a time; a tile of outputs of them takes half a first-level cache.</summary>
    private const int BlockRows = 64;

    /// <summary>Positions of Ż that stay in a second-level cache while the rows go by.</summary>
    private const int BlockPositions = 64;

    private readonly PerSampleProblem _problem;
    private readonly float* _v;
    private readonly float* _x;
    private readonly float* _zDot;
    private readonly int _blocks;
    private readonly int _positionChunks;

    private PerSampleTangentWork(in PerSampleProblem problem, float* v, float* x, float* zDot)
    {
        _problem = problem;
        _v = v;
        _x = x;
        _zDot = zDot;
        _blocks = LaneBlock.CountOf(problem.Layout, TLanes.Count);
        _positionChunks = Math.Clamp(PartsWanted / Math.Max(1, problem.Rows.Filters), 1, Math.Max(1, problem.Positions / 8));
    }

    public static void Run(WorkerTeam team, in PerSampleProblem problem, float* v, float* x, float* zDot)
    {
        var work = new PerSampleTangentWork<TLanes, TVector>(problem, v, x, zDot);
        team.Run(problem.Rows.Filters * work._positionChunks, work);
    }

    public void Run(int part)
    {
        (int filter, int chunk) = Math.DivRem(part, _positionChunks);
        filter += _problem.Rows.FilterOf(0);
        int firstRow = _problem.Rows.StartOf(filter), endRow = _problem.Rows.StartOf(filter + 1);
        int end = (int)((long)_problem.Positions * (chunk + 1) / _positionChunks);
        for (int first = (int)((long)_problem.Positions * chunk / _positionChunks); first < end; first += BlockPositions)
        {
            int last = Math.Min(end, first + BlockPositions);
            float* zDot = _zDot + (nint)filter * _problem.Positions * _problem.Columns;
            Prefetch.Read(zDot + last * _problem.Columns, (Math.Min(end, last + BlockPositions) - last) * _problem.Columns);
            for (int row = firstRow; row < endRow; row += BlockRows)
                Block(first, last, row, Math.Min(BlockRows, endRow - row), zDot);
        }
    }

    private void Block(int first, int end, int row, int count, float* zDot)
    {
        float* room = PatchBuffers.Vectors.Reserve((nuint)(BlockRows * 5 * TLanes.Count));
        OutputTiles tiles = _problem.Tiles;
        for (int index = 0; index < _blocks; index++)
        {
            LaneBlock block = LaneBlock.At(_problem.Layout, TLanes.Count, index);
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                nint start = block.Column + (nint)tiles.Start(tile) * block.Stride;
                var vectors = new VectorBlock<TLanes, TVector>(
                    _v + row * _problem.Columns + start, _problem.Columns, count, block.Stride, tiles.Width(tile), (end - first + 3) / 4, room);
                Positions(first, end, row, count, tiles.Width(tile), vectors, zDot + start, block);
            }
        }
    }

    private void Positions(
        int first, int end, int row, int count, int width, in VectorBlock<TLanes, TVector> v, float* zDot, in LaneBlock block)
    {
        float** x = stackalloc float*[4];
        float** target = stackalloc float*[4];
        for (int position = first; position < end; position += 4)
        {
            int positions = Math.Min(4, end - position);
            for (int j = 0; j < positions; j++)
            {
                x[j] = _x + block.Sample + _problem.Position[position + j];
                target[j] = zDot + (position + j) * _problem.Columns;
            }
            v.Multiply(positions, width, x, _problem.Rows.Offset + row, count, target, block, accumulate: true);
        }
    }
}
