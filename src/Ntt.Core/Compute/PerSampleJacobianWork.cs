namespace Ntt.Compute;

/// <summary>Jacobian[row(o, f), (a, i)] = Σ_s G[o, s, (a, i)] · X[f, s, i]; see <see cref="PerSampleProducts"/>.</summary>
internal readonly unsafe struct PerSampleJacobianWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows of a part.</summary>
    private const int PartRows = 128;

    /// <summary>Vectors of G that are packed at a time, all outputs together; they take a first-level cache.</summary>
    private const int BlockVectors = 640;

    private readonly PerSampleProblem _problem;
    private readonly float* _x;
    private readonly float* _g;
    private readonly float* _jacobian;
    private readonly int _blocks;

    private PerSampleJacobianWork(in PerSampleProblem problem, float* x, float* g, float* jacobian)
    {
        _problem = problem;
        _x = x;
        _g = g;
        _jacobian = jacobian;
        _blocks = LaneBlock.CountOf(problem.Segment, TLanes.Count);
    }

    public static void Run(WorkerTeam team, in PerSampleProblem problem, float* x, float* g, float* jacobian)
    {
        var work = new PerSampleJacobianWork<TLanes, TVector>(problem, x, g, jacobian);
        team.Run((problem.Rows.Count + PartRows - 1) / PartRows * work._blocks, work);
    }

    public void Run(int part)
    {
        (int chunk, int lane) = Math.DivRem(part, _blocks);
        LaneBlock block = LaneBlock.At(_problem.Segment, TLanes.Count, lane);
        PatchRows rows = _problem.Rows;
        int end = Math.Min(rows.Count, (chunk + 1) * PartRows);
        for (int row = chunk * PartRows; row < end;)
        {
            int filter = rows.FilterOf(row);
            int endRow = Math.Min(end, rows.StartOf(filter + 1));
            Filter(filter, row, endRow, block);
            row = endRow;
        }
    }

    private void Filter(int filter, int firstRow, int endRow, in LaneBlock block)
    {
        OutputTiles tiles = _problem.Tiles;
        int positions = _problem.Positions;
        int blockPositions = Math.Clamp(BlockVectors / _problem.Segment.Repeats, 1, positions);
        float* packed = PatchBuffers.Vectors.Reserve((nuint)blockPositions * 5 * (nuint)TLanes.Count);
        for (int first = 0; first < positions; first += blockPositions)
        {
            int count = Math.Min(blockPositions, positions - first);
            float* g = _g + ((nint)filter * positions + first) * _problem.Columns + block.Column;
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                nint start = (nint)tiles.Start(tile) * block.Stride;
                PerSampleTiles<TLanes, TVector>.Pack(g + start, _problem.Columns, count, block.Stride, tiles.Width(tile), packed);
                Rows(firstRow, endRow, first, count, tiles.Width(tile), packed, _jacobian + block.Column + start, block);
            }
        }
    }

    private void Rows(int firstRow, int endRow, int first, int count, int width, float* packed, float* jacobian, in LaneBlock block)
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
            PerSampleTiles<TLanes, TVector>.Multiply(
                rows, width, x, _problem.Position + first, count, packed, target, block, accumulate: first > 0);
        }
    }
}
