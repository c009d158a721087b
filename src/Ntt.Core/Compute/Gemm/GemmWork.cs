namespace Ntt.Compute;

/// <summary>Shares a product out to a team as a grid of blocks of C.</summary>
internal readonly struct GemmWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly GemmProduct _product;
    private readonly GemmGrid _grid;

    private GemmWork(in GemmProduct product, in GemmGrid grid)
    {
        _product = product;
        _grid = grid;
    }

    /// <summary>Computes the product.</summary>
    public static void Multiply(WorkerTeam team, in GemmProduct product)
    {
        GemmGrid grid = GemmGrid.Choose(
            team.Threads, product.M, product.N, product.K,
            GemmBlock<TLanes, TVector>.TileRows, GemmBlock<TLanes, TVector>.TileColumns);
        if (grid.Parts == 1)
            GemmBlock<TLanes, TVector>.Multiply(product, 0, product.M, 0, product.N);
        else
            team.Run(grid.Parts, new GemmWork<TLanes, TVector>(product, grid));
    }

    public void Run(int part)
    {
        int row = part / _grid.Columns * _grid.BlockRows;
        int column = part % _grid.Columns * _grid.BlockColumns;
        GemmBlock<TLanes, TVector>.Multiply(
            _product,
            row, (int)Math.Min(_product.M, (long)row + _grid.BlockRows),
            column, (int)Math.Min(_product.N, (long)column + _grid.BlockColumns));
    }
}
