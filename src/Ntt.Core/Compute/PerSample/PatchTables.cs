using System.Buffers;
using System.Runtime.InteropServices;

namespace Ntt.Compute;

/// <summary>The tables of positions and offsets that the per-sample products go by, pinned until disposed.</summary>
internal readonly unsafe ref struct PatchTables
{
    private readonly int[] _position;
    private readonly int[] _offset;
    private readonly GCHandle _positionHandle;
    private readonly GCHandle _offsetHandle;
    private readonly GCHandle _keptHandle;
    private readonly ConvolutionGeometry _geometry;
    private readonly int _positions;
    private readonly int _firstRow;
    private readonly int _rows;

    /// <param name="geometry">The sizes.</param>
    /// <param name="image">The image that holds the patches.</param>
    /// <param name="unit">Floats from a position of the image to the next.</param>
    /// <param name="keptIndices">The flat indices of the kept weights; null for all weights.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="windows">Windows over the output image whose first positions count; null for all positions.</param>
    public PatchTables(
        ConvolutionGeometry geometry, in PaddedImage image, int unit, int[]? keptIndices, int firstRow, int rows, PoolingWindows? windows = null)
    {
        _geometry = geometry;
        _firstRow = firstRow;
        _rows = rows;
        _positions = windows?.PlaneCount ?? geometry.Positions;
        _position = ArrayPool<int>.Shared.Rent(_positions);
        _offset = ArrayPool<int>.Shared.Rent(rows);
        if (windows is { } some)
            image.FillPositions(some, unit, _position);
        else
            image.FillPositions(unit, _position);
        for (int row = 0; row < rows; row++)
            _offset[row] = image.Offset((keptIndices?[firstRow + row] ?? firstRow + row) % geometry.Columns) * unit;
        _positionHandle = GCHandle.Alloc(_position, GCHandleType.Pinned);
        _offsetHandle = GCHandle.Alloc(_offset, GCHandleType.Pinned);
        _keptHandle = GCHandle.Alloc(keptIndices, GCHandleType.Pinned);
    }

    /// <summary>The problem of a layout of columns.</summary>
    public PerSampleProblem Problem(ColumnLayout layout) => new(
        layout, _positions, (int*)_positionHandle.AddrOfPinnedObject(),
        new PatchRows(_firstRow, _rows, _geometry.Columns, (int*)_keptHandle.AddrOfPinnedObject(), (int*)_offsetHandle.AddrOfPinnedObject()));

    public void Dispose()
    {
        _positionHandle.Free();
        _offsetHandle.Free();
        _keptHandle.Free();
        ArrayPool<int>.Shared.Return(_position);
        ArrayPool<int>.Shared.Return(_offset);
    }
}
