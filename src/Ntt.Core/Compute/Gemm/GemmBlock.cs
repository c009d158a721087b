namespace Ntt.Compute;

/// <summary>
/// Computes a block of C on one thread: packs panels of both operands and runs the micro-kernel over the tiles.
/// </summary>
internal static unsafe class GemmBlock<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows of a full tile: 14 where there are 32 wide registers, 6 where there may be 16.</summary>
    public static int TileRows => TLanes.Count == 16 ? 14 : 6;

    /// <summary>Columns of a full tile.</summary>
    public static int TileColumns => 2 * TLanes.Count;

    /// <summary>Floats of a packed panel of A per step: <see cref="TileRows"/> made even for aligned stores.</summary>
    public static int StepA => TLanes.Count == 16 ? 16 : 8;

    /// <summary>Row panels packed at a time; with 400 steps they take 307 KB, well inside a second-level cache.</summary>
    private const int RowPanels = 12;

    /// <summary>Column panels packed at a time.</summary>
    private const int ColumnPanels = 32;

    /// <summary>Up to so many row panels B is read where it lies: packing it would cost as much as it saves.</summary>
    private const int RowPanelsInPlace = 3;

    /// <summary>Computes the rows and columns of C from the first to before the end.</summary>
    public static void Multiply(in GemmProduct product, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        if (firstRow >= endRow || firstColumn >= endColumn)
            return;
        int depth = product.Depth;
        if (depth == 0)
        {
            if (!product.Accumulate)
                Clear(product, firstRow, endRow, firstColumn, endColumn);
            return;
        }

        int rowBlock = Math.Min(RowPanels * TileRows, RoundUp(endRow - firstRow, TileRows));
        int columnBlock = Math.Min(ColumnPanels * TileColumns, RoundUp(endColumn - firstColumn, TileColumns));
        bool inPlace = !product.TransposeB && endRow - firstRow <= RowPanelsInPlace * TileRows;
        float* packedA = GemmBuffers.A.Reserve((nuint)(rowBlock / TileRows * StepA) * (nuint)depth);
        float* packedB = GemmBuffers.B.Reserve((nuint)(inPlace ? TileColumns : columnBlock) * (nuint)depth);

        for (int column = firstColumn; column < endColumn; column += columnBlock)
        {
            int columns = Math.Min(columnBlock, endColumn - column);
            for (int step = 0; step < product.K; step += depth)
            {
                int steps = Math.Min(depth, product.K - step);
                int columnsInPlace = inPlace ? columns - columns % TileColumns : 0;
                if (columnsInPlace < columns)
                    GemmPacking.Pack(
                        product.B(step, column + columnsInPlace), product.Ldb, product.TransposeB, columns - columnsInPlace, steps,
                        TileColumns, TileColumns, packedB);
                bool accumulate = product.Accumulate || step > 0;
                for (int row = firstRow; row < endRow; row += rowBlock)
                {
                    int rows = Math.Min(rowBlock, endRow - row);
                    GemmPacking.Pack(
                        product.A(row, step), product.Lda, !product.TransposeA, rows, steps, TileRows, StepA, packedA);
                    float* c = product.C + row * product.Ldc + column;
                    if (columnsInPlace > 0)
                        Tiles(
                            rows, columnsInPlace, steps, packedA, product.B(step, column), TileColumns, product.Ldb,
                            c, product.Ldc, accumulate);
                    if (columnsInPlace < columns)
                        Tiles(
                            rows, columns - columnsInPlace, steps, packedA, packedB, (nint)steps * TileColumns, TileColumns,
                            c + columnsInPlace, product.Ldc, accumulate);
                }
            }
        }
    }

    private static int RoundUp(int size, int unit) => (size + unit - 1) / unit * unit;

    private static void Clear(in GemmProduct product, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        for (int row = firstRow; row < endRow; row++)
            new Span<float>(product.C + row * product.Ldc + firstColumn, endColumn - firstColumn).Clear();
    }

    /// <summary>Runs over the tiles; a panel of B stays in the first-level cache while the panels of A go by.</summary>
    private static void Tiles(
        int rows, int columns, int steps, float* a, float* b, nint panelB, nint stepB, float* c, nint stride, bool accumulate)
    {
        for (int column = 0; column < columns; column += TileColumns, b += panelB)
        {
            int tileColumns = Math.Min(TileColumns, columns - column);
            float* panelA = a;
            for (int row = 0; row < rows; row += TileRows, panelA += (nint)steps * StepA)
            {
                int tileRows = Math.Min(TileRows, rows - row);
                Tile(tileRows, tileColumns, steps, panelA, b, stepB, c + row * stride + column, stride, accumulate);
            }
        }
    }

    /// <summary>Computes one tile of up to <see cref="TileRows"/> by <see cref="TileColumns"/> from its packed panels.</summary>
    public static void Tile(
        int rows, int columns, int steps, float* a, float* b, nint stepB, float* c, nint stride, bool accumulate)
    {
        int vectors = columns > TLanes.Count ? 2 : 1;
        if (columns == vectors * TLanes.Count && rows is 14 or 10 or 6 or 2)
        {
            WholeTile(rows, vectors, steps, a, b, stepB, c, stride, accumulate);
            return;
        }
        // A tile at the edge is computed whole, by the same arithmetic, beside C; what is beyond the edge is dropped.
        float* tile = stackalloc float[14 * 2 * TLanes.Count];
        int width = vectors * TLanes.Count;
        WholeTile(rows, vectors, steps, a, b, stepB, tile, width, accumulate: false);
        for (int i = 0; i < rows; i++, tile += width, c += stride)
        {
            for (int j = 0; j < columns; j++)
                c[j] = accumulate ? c[j] + tile[j] : tile[j];
        }
    }

    private static void WholeTile(
        int rows, int vectors, int steps, float* a, float* b, nint stepB, float* c, nint stride, bool accumulate)
    {
        if (rows > 10)
            Rows<Fourteen>(vectors, steps, a, b, stepB, c, stride, accumulate);
        else if (rows > 6)
            Rows<Ten>(vectors, steps, a, b, stepB, c, stride, accumulate);
        else if (rows > 2)
            Rows<Six>(vectors, steps, a, b, stepB, c, stride, accumulate);
        else
            Rows<Two>(vectors, steps, a, b, stepB, c, stride, accumulate);
    }

    private static void Rows<TRows>(
        int vectors, int steps, float* a, float* b, nint stepB, float* c, nint stride, bool accumulate)
        where TRows : struct, IConstant
    {
        if (vectors == 2)
            GemmTile<TLanes, TVector>.Multiply<TRows, Two>(steps, a, StepA, b, stepB, c, stride, accumulate);
        else
            GemmTile<TLanes, TVector>.Multiply<TRows, One>(steps, a, StepA, b, stepB, c, stride, accumulate);
    }
}
