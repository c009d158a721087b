namespace Ntt.Compute;

/// <summary>Ż[o, s, (a, i)] += Σ_f V[row(o, f), (a, i)] · X[f, s, i]; see <see cref="PerSampleProducts"/>.</summary>
internal readonly unsafe struct PerSampleTangentWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Parts that there should be, so that all threads have work when there are few filters.</summary>
    private const int PartsWanted = 16;

    /// <summary>Rows of V that are packed at a time; a tile of outputs of them takes half a first-level cache.</summary>
    private const int BlockRows = 64;

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
        _blocks = LaneBlock.CountOf(problem.Segment, TLanes.Count);
        int parts = Math.Max(1, problem.Rows.Filters * _blocks);
        _positionChunks = Math.Clamp(PartsWanted / parts, 1, Math.Max(1, problem.Positions / 16));
    }

    public static void Run(WorkerTeam team, in PerSampleProblem problem, float* v, float* x, float* zDot)
    {
        var work = new PerSampleTangentWork<TLanes, TVector>(problem, v, x, zDot);
        team.Run(problem.Rows.Filters * work._blocks * work._positionChunks, work);
    }

    public void Run(int part)
    {
        (part, int chunk) = Math.DivRem(part, _positionChunks);
        (int filter, int lane) = Math.DivRem(part, _blocks);
        LaneBlock block = LaneBlock.At(_problem.Segment, TLanes.Count, lane);
        PatchRows rows = _problem.Rows;
        filter += rows.FilterOf(0);
        int first = (int)((long)_problem.Positions * chunk / _positionChunks);
        int end = (int)((long)_problem.Positions * (chunk + 1) / _positionChunks);
        float* zDot = _zDot + (nint)filter * _problem.Positions * _problem.Columns + block.Column;
        float* packed = PatchBuffers.Vectors.Reserve((nuint)(BlockRows * 5 * TLanes.Count));
        OutputTiles tiles = _problem.Tiles;
        int endRow = rows.StartOf(filter + 1);
        for (int row = rows.StartOf(filter); row < endRow; row += BlockRows)
        {
            int count = Math.Min(BlockRows, endRow - row);
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                nint start = (nint)tiles.Start(tile) * block.Stride;
                PerSampleTiles<TLanes, TVector>.Pack(
                    _v + row * _problem.Columns + block.Column + start, _problem.Columns, count, block.Stride, tiles.Width(tile), packed);
                Positions(first, end, row, count, tiles.Width(tile), packed, zDot + start, block);
            }
        }
    }

    private void Positions(int first, int end, int row, int count, int width, float* packed, float* zDot, in LaneBlock block)
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
            PerSampleTiles<TLanes, TVector>.Multiply(
                positions, width, x, _problem.Rows.Offset + row, count, packed, target, block, accumulate: true);
        }
    }
}
