using Ntt.Compute;
using Ntt.Networks;

namespace Ntt.Tangents;

/// <summary>
/// The kernel rule of a convolution, over all its weights or over the kept ones. The Jacobian J [weights × cotangent columns] is formed, for
/// its products cost less than the Gram matrices of all pairs of positions: Θ += J_Iᵀ J_J. Then V_I = J_J Mᵀ and V_J = J_I M take its place.
/// Both go block of rows by block of rows; without a gradient no more than a block of J ever exists.
/// </summary>
internal sealed class ConvolutionTangents : LayerTangents
{
    /// <summary>Floats of J or V that are worked on at a time: 8 MB.</summary>
    private const int BlockFloats = 1 << 21;

    private readonly ConvolutionGeometry _convolution;
    private readonly MaxPoolStep? _pool;
    private readonly bool _retainedOnly;
    private readonly bool _withGradient;
    private readonly float[] _biasJacobian;
    private readonly float[] _biasDirection;
    private float[] _block;
    private float[] _jacobian = [];
    private Mask? _mask;
    private int[]? _kept;

    /// <param name="step">The convolution.</param>
    /// <param name="pool">The max-pool behind it at whose output its cotangents and tangents are handed over; null for its own output.</param>
    /// <param name="geometry">Samples, outputs and pairing.</param>
    /// <param name="scope">Whose derivatives make up the kernel.</param>
    /// <param name="withGradient">Whether the gradient will be asked for.</param>
    public ConvolutionTangents(ConvolutionStep step, MaxPoolStep? pool, KernelGeometry geometry, KernelScope scope, bool withGradient)
        : base(step, geometry)
    {
        _convolution = step.Geometry;
        _pool = pool;
        _retainedOnly = scope == KernelScope.RetainedWeights;
        _withGradient = withGradient;
        _block = new float[MatrixArgument.Room(BlockRows, Columns)];
        _biasJacobian = new float[MatrixArgument.Room(_convolution.Filters, Columns)];
        _biasDirection = new float[withGradient ? _biasJacobian.Length : 0];
    }

    public override bool GatesTangents => _pool is null && IsOneBlock;

    private int Columns => Geometry.Layout.Columns;

    /// <summary>Positions of a filter at which cotangents and tangents are handed over.</summary>
    private int Positions => _pool?.Winners.Windows.PlaneCount ?? _convolution.Positions;

    private int BlockRows => Math.Max(1, BlockFloats / Columns);

    private bool IsOneBlock => Rows > 0 && Rows <= BlockRows;

    /// <summary>Rows of J: the weights that count.</summary>
    private int Rows => _kept?.Length ?? Step.Weights.Shape.Count;

    public override void AddKernel(WorkerTeam team, float[] x, float[] g, float[]? gate, float[] kernel)
    {
        ChooseRows();
        for (var start = 0; start < Rows; start += BlockRows)
        {
            var count = Math.Min(BlockRows, Rows - start);
            var block = _withGradient ? _jacobian.AsSpan(start * Columns, count * Columns) : _block.AsSpan(0, count * Columns);
            Differentiate(team, start, count, x, g, block);
            AddGram(team, block, count, kernel);
        }

        team.Run(_convolution.Filters, new PositionSumWork(Positions, Columns, g, _biasJacobian));
        AddGram(team, _biasJacobian, _convolution.Filters, kernel);
    }

    public override void AddTangent(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] zDot)
        => Direct(team, m, x, gate, zDot, accumulate: true);

    public override void SetTangent(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] zDot)
        => Direct(team, m, x, gate, zDot, accumulate: false);

    /// <summary>Uses what <see cref="AddTangent"/> left in place of J, and so comes after it.</summary>
    public override void AddAdjoint(WorkerTeam team, KernelDerivative m, float[] x, float[] g, float[]? gate, float[] xBar)
    {
        if (_pool is null)
        {
            PerSampleProducts.AddAdjoint(team, _convolution, Geometry.Layout, _kept, 0, Rows, _jacobian, g, xBar);
            return;
        }

        PerSampleProducts.AddPooledAdjoint(team, _convolution, _pool.Winners, Geometry.Layout, _kept, 0, Rows, _jacobian, g, xBar);
    }

    /// <summary>Looks up the kept weights when the mask has changed, and makes room for J.</summary>
    private void ChooseRows()
    {
        if (_retainedOnly && _mask != Step.Weights.Mask)
        {
            _mask = Step.Weights.Mask;
            _kept = _mask?.KeptIndices();
        }

        if (_withGradient && _jacobian.Length < MatrixArgument.Room(Rows, Columns))
        {
            _jacobian = new float[MatrixArgument.Room(Math.Max(Rows, BlockRows), Columns)];
        }
    }

    private void Direct(WorkerTeam team, KernelDerivative m, float[] x, float[]? gate, float[] zDot, bool accumulate)
    {
        Direct(team, m, _biasJacobian, _convolution.Filters, _biasDirection);
        if (IsOneBlock)
        {
            Direct(team, m, _jacobian, Rows, _block);
            (_jacobian, _block) = (_block, _jacobian);
        }

        if (GatesTangents)
        {
            PerSampleProducts.Tangent(
                VectorWidths.Widest, team, _convolution, Geometry.Layout, _kept, _jacobian, _biasDirection, x, gate, zDot, accumulate);
            return;
        }

        team.Run(_convolution.Filters, new PositionSpreadWork(Positions, Columns, _biasDirection, zDot, accumulate));
        if (IsOneBlock)
        {
            AddProduct(team, 0, Rows, _jacobian.AsSpan(0, Rows * Columns), x, zDot);
            return;
        }

        for (var start = 0; start < Rows; start += BlockRows)
        {
            var count = Math.Min(BlockRows, Rows - start);
            var block = _jacobian.AsSpan(start * Columns, count * Columns);
            Direct(team, m, block, count, _block);
            _block.AsSpan(0, block.Length).CopyTo(block);
            AddProduct(team, start, count, block, x, zDot);
        }
    }

    private void Differentiate(WorkerTeam team, int start, int count, float[] x, float[] g, Span<float> jacobian)
    {
        if (_pool is null)
        {
            PerSampleProducts.Jacobian(team, _convolution, Geometry.Layout, _kept, start, count, x, g, jacobian);
            return;
        }

        PerSampleProducts.PooledJacobian(team, _convolution, _pool.Winners, Geometry.Layout, _kept, start, count, x, g, jacobian);
    }

    private void AddProduct(WorkerTeam team, int start, int count, ReadOnlySpan<float> v, float[] x, float[] zDot)
    {
        if (_pool is null)
        {
            PerSampleProducts.AddTangent(team, _convolution, Geometry.Layout, _kept, start, count, v, x, zDot);
            return;
        }

        PerSampleProducts.AddPooledTangent(team, _convolution, _pool.Winners, Geometry.Layout, _kept, start, count, v, x, zDot);
    }

    /// <summary>kernel += J_Iᵀ J_J for some rows of J.</summary>
    private void AddGram(WorkerTeam team, ReadOnlySpan<float> jacobian, int rows, float[] kernel)
    {
        if (rows > 0)
        {
            Gemm.Multiply(
                team, true, false, Geometry.Rows, Geometry.Columns, rows, jacobian[Geometry.RowSide.ColumnStart..], Columns, jacobian[Geometry.ColumnSide.ColumnStart..], Columns, kernel, Geometry.Columns, accumulate: true);
        }
    }

    /// <summary>V for some rows of J: V_I = J_J Mᵀ, V_J = J_I M; their sum where the two sides are the same samples.</summary>
    private void Direct(WorkerTeam team, KernelDerivative m, ReadOnlySpan<float> jacobian, int rows, Span<float> direction)
    {
        var (own, other) = (Geometry.RowSide.ColumnStart, Geometry.ColumnSide.ColumnStart);
        Gemm.Multiply(
            team, false, true, rows, Geometry.Rows, Geometry.Columns, jacobian[other..], Columns, m.Values, Geometry.Columns, direction[own..], Columns, accumulate: false);
        Gemm.Multiply(
            team, false, false, rows, Geometry.Columns, Geometry.Rows, jacobian[own..], Columns, m.Values, Geometry.Columns, direction[other..], Columns, accumulate: Geometry.Pairing == KernelPairing.Full);
    }

    /// <summary>sums of one filter = Σ over its positions of g.</summary>
    private readonly struct PositionSumWork(int positions, int columns, float[] g, float[] sums) : IPartitionedWork
    {
        public void Run(int part)
        {
            var target = sums.AsSpan(part * columns, columns);
            target.Clear();
            for (var position = 0; position < positions; position++)
            {
                Elementwise.Add(g.AsSpan(((part * positions) + position) * columns, columns), target);
            }
        }
    }

    /// <summary>values of one filter = direction, or are added to, at every position.</summary>
    private readonly struct PositionSpreadWork(int positions, int columns, float[] direction, float[] values, bool accumulate) : IPartitionedWork
    {
        public void Run(int part)
        {
            var source = direction.AsSpan(part * columns, columns);
            for (var position = 0; position < positions; position++)
            {
                var target = values.AsSpan(((part * positions) + position) * columns, columns);
                if (accumulate)
                {
                    Elementwise.Add(source, target);
                }
                else
                {
                    source.CopyTo(target);
                }
            }
        }
    }
}
