namespace Ntt.Compute;

/// <summary>How C is cut into blocks, each a part for one thread: <see cref="Rows"/> by <see cref="Columns"/> blocks.</summary>
internal readonly record struct GemmGrid(int Rows, int Columns, int BlockRows, int BlockColumns)
{
    // Measured on one machine in cycles; only their rough proportions matter.
    private const double PartCost = 2_000;
    private const double SharingCost = 4_000;
    private const double PackedFloatCost = 0.25;
    private const int PartsPerThread = 4;

    public int Parts => Rows * Columns;

    /// <summary>
    /// Picks the grid that is expected to end first: a block packs its own panels of A and B, so flat blocks pack more, and
    /// few large ones leave threads idle. The choice has no influence on the result.
    /// </summary>
    public static GemmGrid Choose(int threads, int m, int n, int k, int tileRows, int tileColumns)
    {
        int rowTiles = (m + tileRows - 1) / tileRows;
        int columnTiles = (n + tileColumns - 1) / tileColumns;
        var best = new GemmGrid(1, 1, m, n);
        if (threads == 1 || rowTiles == 0 || columnTiles == 0)
            return best;

        double bestCost = Cost(rowTiles, columnTiles);
        int limit = threads * PartsPerThread;
        for (int rows = 1; rows <= Math.Min(limit, rowTiles); rows++)
        {
            for (int columns = rows == 1 ? 2 : 1; columns <= Math.Min(limit / rows, columnTiles); columns++)
            {
                int blockRowTiles = (rowTiles + rows - 1) / rows;
                int blockColumnTiles = (columnTiles + columns - 1) / columns;
                int rounds = (rows * columns + threads - 1) / threads;
                double cost = SharingCost + rounds * (PartCost + Cost(blockRowTiles, blockColumnTiles));
                if (cost < bestCost)
                {
                    bestCost = cost;
                    best = new GemmGrid(rows, columns, blockRowTiles * tileRows, blockColumnTiles * tileColumns);
                }
            }
        }
        return best;

        double Cost(int blockRowTiles, int blockColumnTiles)
        {
            double multiplyAdds = (double)blockRowTiles * blockColumnTiles * tileRows * k;
            double packed = ((double)blockRowTiles * tileRows + (double)blockColumnTiles * tileColumns) * k;
            return multiplyAdds + PackedFloatCost * packed;
        }
    }
}
