namespace Ntt.Compute;

/// <summary>Ẏ[o, w, (a, i)] += Σ_f V[row(o, f), (a, i)] · X[f, winner of (o, w, i), i]; see <see cref="PerSampleProducts"/>.</summary>
internal readonly unsafe struct PooledTangentWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Parts that there should be, so that all threads have work when there are few filters.</summary>
    private const int PartsWanted = 16;

    /// <summary>Rows of V that are treated at a time; those of ten outputs take half a first-level cache.</summary>
    private const int BlockRows = 32;

    /// <summary>Windows of Ẏ that stay in a second-level cache while the rows go by.</summary>
    private const int BlockWindows = 64;

    private readonly PerSampleProblem _problem;
    private readonly WinningPatches<TLanes, TVector> _patches;
    private readonly float* _v;
    private readonly float* _x;
    private readonly float* _yDot;
    private readonly int _blocks;
    private readonly int _windowChunks;

    private PooledTangentWork(in PerSampleProblem problem, in WinningPatches<TLanes, TVector> patches, float* v, float* x, float* yDot)
    {
        _problem = problem;
        _patches = patches;
        _v = v;
        _x = x;
        _yDot = yDot;
        _blocks = LaneBlock.CountOf(problem.Layout, TLanes.Count);
        _windowChunks = Math.Clamp(PartsWanted / Math.Max(1, problem.Rows.Filters), 1, Math.Max(1, problem.Positions / 8));
    }

    public static void Run(
        WorkerTeam team, in PerSampleProblem problem, in WinningPatches<TLanes, TVector> patches, float* v, float* x, float* yDot)
    {
        var work = new PooledTangentWork<TLanes, TVector>(problem, patches, v, x, yDot);
        team.Run(problem.Rows.Filters * work._windowChunks, work);
    }

    public void Run(int part)
    {
        (int filter, int chunk) = Math.DivRem(part, _windowChunks);
        filter += _problem.Rows.FilterOf(0);
        int firstRow = _problem.Rows.StartOf(filter), endRow = _problem.Rows.StartOf(filter + 1);
        int end = (int)((long)_problem.Positions * (chunk + 1) / _windowChunks);
        for (int first = (int)((long)_problem.Positions * chunk / _windowChunks); first < end; first += BlockWindows)
        {
            for (int row = firstRow; row < endRow; row += BlockRows)
                Block(filter, first, Math.Min(end, first + BlockWindows), row, Math.Min(BlockRows, endRow - row));
        }
    }

    private void Block(int filter, int first, int end, int row, int count)
    {
        int outputs = _problem.Outputs;
        float* room = PatchBuffers.Vectors.Reserve((nuint)BlockRows * (nuint)outputs * (nuint)TLanes.Count);
        float* selected = PatchBuffers.Selected.Reserve((nuint)(4 * BlockRows * TLanes.Count));
        for (int index = 0; index < _blocks; index++)
        {
            LaneBlock block = LaneBlock.At(_problem.Layout, TLanes.Count, index);
            var vectors = new VectorBlock<TLanes, TVector>(
                _v + row * _problem.Columns + block.Column, _problem.Columns, count, block.Stride, outputs, (end - first + 3) / 4, room);
            Windows(filter, first, end, row, count, vectors, selected, block);
        }
    }

    private void Windows(
        int filter, int first, int end, int row, int count, in VectorBlock<TLanes, TVector> v, float* selected, in LaneBlock block)
    {
        float** x = stackalloc float*[4];
        float** target = stackalloc float*[4];
        int* along = stackalloc int[BlockRows];
        for (int i = 0; i < BlockRows; i++)
            along[i] = i * TLanes.Count;
        OutputTiles tiles = _problem.Tiles;
        nint firstWindow = (nint)filter * _problem.Positions;
        for (int window = first; window < end; window += 4)
        {
            int windows = Math.Min(4, end - window);
            for (int j = 0; j < windows; j++)
            {
                _patches.Copy(
                    firstWindow + window + j, block.Sample, _x + block.Sample + _problem.Position[window + j],
                    _problem.Rows.Offset + row, count, selected + j * BlockRows * TLanes.Count, TLanes.Count);
            }
            for (int tile = 0; tile < tiles.Count; tile++)
            {
                int output = tiles.Start(tile);
                for (int j = 0; j < windows; j++)
                {
                    x[j] = selected + j * BlockRows * TLanes.Count;
                    target[j] = _yDot + (firstWindow + window + j) * _problem.Columns + block.Column + (nint)output * block.Stride;
                }
                v.From(output).Multiply(windows, tiles.Width(tile), x, along, count, target, block, accumulate: true);
            }
        }
    }
}
