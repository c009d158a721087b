namespace Ntt.Compute;

/// <summary>
/// gradient[o, f] += Σ_j Ȳ[o, j] · X[f, j], j running over output positions and columns and X[f, j] being what weight f reads there:
/// a matrix product whose right factor is packed from where it lies in the image.
/// </summary>
internal readonly unsafe struct DenseConvolutionGradientWork<TLanes, TVector> : IPartitionedWork
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>The longest block of the sum that is packed at a time.</summary>
    private const int MaximumDepth = 400;

    /// <summary>Panels of rows and of columns that are packed at a time; both together take about half a second-level cache.</summary>
    private const int RowPanels = 12;

    private const int ColumnPanels = 6;

    private readonly ConvolutionGeometry _geometry;
    private readonly TapGrid _taps;
    private readonly int _columns;
    private readonly float* _yBar;
    private readonly float* _x;
    private readonly float* _gradient;
    private readonly int _rowBlock;
    private readonly int _columnBlock;
    private readonly int _rowParts;
    private readonly int _columnParts;

    private DenseConvolutionGradientWork(
        int threads, ConvolutionGeometry geometry, int columns, float* yBar, float* x, float* gradient)
    {
        _geometry = geometry;
        _taps = new TapGrid(geometry, isAdjoint: false);
        _columns = columns;
        _yBar = yBar;
        _x = x;
        _gradient = gradient;
        // How the gradient is cut has no influence on the result. Rows are cut only when the columns do not give all threads work.
        int rowPanels = (geometry.Filters + TileRows - 1) / TileRows, columnPanels = (geometry.Columns + TileColumns - 1) / TileColumns;
        int columnBlock = Math.Clamp(columnPanels / (2 * threads), 1, ColumnPanels);
        _columnParts = (columnPanels + columnBlock - 1) / columnBlock;
        int rowBlock = Math.Clamp(rowPanels * _columnParts / (2 * threads), 1, Math.Min(rowPanels, RowPanels));
        _rowParts = (rowPanels + rowBlock - 1) / rowBlock;
        _rowBlock = rowBlock * TileRows;
        _columnBlock = columnBlock * TileColumns;
    }

    private static int TileRows => GemmBlock<TLanes, TVector>.TileRows;

    private static int TileColumns => GemmBlock<TLanes, TVector>.TileColumns;

    private static int StepA => GemmBlock<TLanes, TVector>.StepA;

    public static void Run(WorkerTeam team, ConvolutionGeometry geometry, int columns, float* yBar, float* x, float* gradient)
    {
        var work = new DenseConvolutionGradientWork<TLanes, TVector>(team.Threads, geometry, columns, yBar, x, gradient);
        team.Run(work._rowParts * work._columnParts, work);
    }

    public void Run(int part)
    {
        int row = part / _columnParts * _rowBlock, endRow = Math.Min(_geometry.Filters, row + _rowBlock);
        int column = part % _columnParts * _columnBlock, endColumn = Math.Min(_geometry.Columns, column + _columnBlock);
        int length = _geometry.Positions * _columns;
        int blocks = (length + MaximumDepth - 1) / MaximumDepth;
        int depth = (length + blocks - 1) / blocks;
        float* packedA = GemmBuffers.A.Reserve((nuint)(_rowBlock / TileRows * StepA) * (nuint)depth);
        float* packedB = GemmBuffers.B.Reserve((nuint)_columnBlock * (nuint)depth);
        for (int first = 0; first < length; first += depth)
        {
            int steps = Math.Min(depth, length - first);
            GemmPacking.Pack(
                _yBar + (nint)row * length + first, length, alongRows: true, endRow - row, steps, TileRows, StepA, packedA);
            for (int panel = column; panel < endColumn; panel += TileColumns)
                PackPanel(panel, Math.Min(TileColumns, endColumn - panel), first, steps, packedB + (nint)(panel - column) * steps);
            Tiles(row, endRow, column, endColumn, steps, packedA, packedB);
        }
    }

    private void Tiles(int row, int endRow, int column, int endColumn, int steps, float* packedA, float* packedB)
    {
        for (; column < endColumn; column += TileColumns, packedB += (nint)steps * TileColumns)
        {
            float* a = packedA;
            for (int tile = row; tile < endRow; tile += TileRows, a += (nint)steps * StepA)
                GemmBlock<TLanes, TVector>.Tile(
                    Math.Min(TileRows, endRow - tile), Math.Min(TileColumns, endColumn - column), steps, a, packedB, TileColumns,
                    _gradient + (nint)tile * _geometry.Columns + column, _geometry.Columns, accumulate: true);
        }
    }

    /// <summary>Packs what the weights of a panel read at the positions and columns of a block of the sum.</summary>
    private void PackPanel(int column, int width, int first, int steps, float* target)
    {
        // Neighbours along a row are contiguous in both images when the stride is 1.
        int positions = _geometry.Stride == 1 ? _geometry.OutputWidth : 1;
        int run = positions * _columns;
        float** sources = stackalloc float*[2 * TLanes.Count];
        for (int end = first + steps; first < end;)
        {
            (int index, int start) = Math.DivRem(first, run);
            int count = Math.Min(run - start, end - first);
            (int y, int x) = Math.DivRem(index * positions, _geometry.OutputWidth);
            if (IsInside(column, width, y, x, positions))
            {
                for (int i = 0; i < width; i++)
                    sources[i] = Source(column + i, y, x) + start;
                PackRun(sources, width, count, target);
            }
            else
            {
                for (int i = 0; i < width; i++)
                    PackClipped(column + i, y, x, positions, start, count, target + i);
            }
            first += count;
            target += (nint)count * TileColumns;
        }
    }

    /// <summary>Transposes the first floats of some rows into the panel.</summary>
    private static void PackRun(float** sources, int width, int count, float* target)
    {
        int done = 0;
        if (BlockTranspose.HasSixteenRows && TileColumns % 16 == 0)
        {
            float** rows = stackalloc float*[16];
            for (int i = 0; i < width; i += 16)
            {
                // The last row is repeated where there are fewer; what it leaves beyond the edge is dropped.
                for (int j = 0; j < 16; j++)
                    rows[j] = sources[Math.Min(i + j, width - 1)];
                done = BlockTranspose.SixteenRows(rows, count, target + i, TileColumns, default(IdentityMap));
            }
        }
        target += (nint)done * TileColumns;
        int row = 0;
        for (; row + 4 <= width; row += 4)
            BlockTranspose.FourRows(
                sources[row] + done, sources[row + 1] + done, sources[row + 2] + done, sources[row + 3] + done,
                count - done, target + row, TileColumns, default(IdentityMap));
        for (; row < width; row++)
            BlockTranspose.OneRow(sources[row] + done, count - done, target + row, TileColumns, default(IdentityMap));
    }

    /// <summary>Packs what one weight reads along a run, zeros where that is outside the image.</summary>
    private void PackClipped(int column, int y, int x, int positions, int start, int count, float* target)
    {
        (int row, int left) = Corner(column, y, x);
        int low = 0, high = 0;
        if (row >= 0 && row < _geometry.Height)
        {
            low = Math.Clamp(-left * _columns - start, 0, count);
            high = Math.Clamp((_geometry.Width - left) * _columns - start, low, count);
        }
        for (int i = 0; i < low; i++)
            target[i * TileColumns] = 0;
        if (high > low)
            BlockTranspose.OneRow(
                Source(column, y, x) + start + low, high - low, target + low * TileColumns, TileColumns, default(IdentityMap));
        for (int i = high; i < count; i++)
            target[i * TileColumns] = 0;
    }

    /// <summary>Whether what a panel's weights read along a run is all inside the image.</summary>
    private bool IsInside(int column, int width, int y, int x, int positions)
    {
        if (_geometry.IsInside)
            return true;
        for (int i = 0; i < width; i++)
        {
            (int row, int left) = Corner(column + i, y, x);
            if (row < 0 || row >= _geometry.Height || left < 0 || left + positions > _geometry.Width)
                return false;
        }
        return true;
    }

    /// <summary>The input position that a weight reads at an output position.</summary>
    private (int Row, int Column) Corner(int column, int y, int x)
    {
        (int tapRow, int tapColumn) = Math.DivRem(column % _taps.Taps, _geometry.KernelWidth);
        return (y * _geometry.Stride - _geometry.PadTop + tapRow, x * _geometry.Stride - _geometry.PadLeft + tapColumn);
    }

    /// <summary>Where a weight reads at an output position; may lie outside the image.</summary>
    private float* Source(int column, int y, int x)
    {
        (int channel, int tap) = Math.DivRem(column, _taps.Taps);
        return _x + ((nint)channel * _taps.SourcePlane + _taps.Base(y, x) + _taps.Offset(tap)) * _columns;
    }
}
