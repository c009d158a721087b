using System.Runtime.CompilerServices;

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
    private readonly int _firstFilter;
    private readonly int _filters;
    private readonly TangentEnding _ending;

    private PerSampleTangentWork(in PerSampleProblem problem, float* v, float* x, float* zDot, in TangentEnding ending)
    {
        _problem = problem;
        _v = v;
        _x = x;
        _zDot = zDot;
        _blocks = LaneBlock.CountOf(problem.Layout, TLanes.Count);
        _ending = ending;
        _firstFilter = ending.Bias == null ? problem.Rows.FilterOf(0) : 0;
        _filters = ending.Bias == null ? problem.Rows.Filters : ending.Filters;
        _positionChunks = Math.Clamp(PartsWanted / Math.Max(1, _filters), 1, Math.Max(1, problem.Positions / 8));
    }

    public static void Run(WorkerTeam team, in PerSampleProblem problem, float* v, float* x, float* zDot, in TangentEnding ending)
    {
        var work = new PerSampleTangentWork<TLanes, TVector>(problem, v, x, zDot, ending);
        team.Run(work._filters * work._positionChunks, work);
    }

    public void Run(int part)
    {
        (int filter, int chunk) = Math.DivRem(part, _positionChunks);
        filter += _firstFilter;
        int firstRow = _problem.Rows.StartOf(filter), endRow = _problem.Rows.StartOf(filter + 1);
        int end = (int)((long)_problem.Positions * (chunk + 1) / _positionChunks);
        for (int first = (int)((long)_problem.Positions * chunk / _positionChunks); first < end; first += BlockPositions)
        {
            int last = Math.Min(end, first + BlockPositions);
            float* zDot = _zDot + (nint)filter * _problem.Positions * _problem.Columns;
            Prefetch.Read(zDot + last * _problem.Columns, (Math.Min(end, last + BlockPositions) - last) * _problem.Columns);
            if (_ending.Bias != null)
                Spread(first, last, filter, zDot);
            for (int row = firstRow; row < endRow; row += BlockRows)
                Block(first, last, row, Math.Min(BlockRows, endRow - row), zDot);
            if (_ending.Gate != null)
                Gate(first, last, _ending.Gate + (nint)filter * _problem.Positions * _problem.Layout.Samples, zDot);
        }
    }

    private void Spread(int first, int end, int filter, float* zDot)
    {
        var bias = new ReadOnlySpan<float>(_ending.Bias + filter * _problem.Columns, (int)_problem.Columns);
        for (int position = first; position < end; position++)
        {
            var target = new Span<float>(zDot + position * _problem.Columns, bias.Length);
            if (_ending.Accumulate)
                Elementwise.Add(bias, target);
            else
                bias.CopyTo(target);
        }
    }

    /// <summary>Lanes that belong to two blocks are gated twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gate(int first, int end, float* gate, float* zDot)
    {
        for (int index = 0; index < _blocks; index++)
        {
            LaneBlock block = LaneBlock.At(_problem.Layout, TLanes.Count, index);
            int outputs = _problem.Outputs;
            for (int position = first; position < end; position++)
            {
                TVector open = TLanes.Load(gate + (nint)position * _problem.Layout.Samples + block.Sample);
                float* at = zDot + position * _problem.Columns + block.Column;
                for (int output = 0; output < outputs; output++, at += block.Stride)
                    TLanes.Store(at, TLanes.WherePositive(open, TLanes.Load(at)));
            }
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
