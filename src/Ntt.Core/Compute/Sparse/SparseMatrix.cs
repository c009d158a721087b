using System.Runtime.InteropServices;

namespace Ntt.Compute;

/// <summary>
/// A [rows × columns] matrix that holds its kept elements only: compressed rows, and an index of the same elements by column.
/// </summary>
/// <remarks>
/// The structure is fixed; the values may be changed in place and are seen from both directions, because there is one copy of
/// them. Kept elements are in row-major order, so element e of <see cref="Values"/> is the e-th kept flat index.
/// </remarks>
public sealed class SparseMatrix
{
    private readonly int[] _rowStart;
    private readonly int[] _columnIndex;
    private readonly int[] _columnStart;
    private readonly int[] _rowIndex;
    private readonly int[] _valuePosition;

    private SparseMatrix(int rows, int columns, int[] rowStart, int[] columnIndex, float[] values)
    {
        Rows = rows;
        Columns = columns;
        Values = values;
        _rowStart = rowStart;
        _columnIndex = columnIndex;
        _columnStart = new int[columns + 1];
        _rowIndex = new int[columnIndex.Length];
        _valuePosition = new int[columnIndex.Length];
        IndexByColumn();
    }

    private SparseMatrix(SparseMatrix structure, float[] values)
    {
        if (values.Length != structure.Count)
            throw new ArgumentException($"values has {values.Length} elements; it must have {structure.Count}, one for each kept element.", nameof(values));
        Rows = structure.Rows;
        Columns = structure.Columns;
        Values = values;
        _rowStart = structure._rowStart;
        _columnIndex = structure._columnIndex;
        _columnStart = structure._columnStart;
        _rowIndex = structure._rowIndex;
        _valuePosition = structure._valuePosition;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of kept elements.</summary>
    public int Count => Values.Length;

    /// <summary>The kept elements in row-major order, free to be changed.</summary>
    public float[] Values { get; }

    /// <summary>[rows + 1]: row r owns the elements from RowStart[r] to before RowStart[r + 1].</summary>
    public ReadOnlySpan<int> RowStart => _rowStart;

    /// <summary>[count]: the column of each element; ascending within a row.</summary>
    public ReadOnlySpan<int> ColumnIndex => _columnIndex;

    /// <summary>[columns + 1]: column c owns the entries of the index by column from ColumnStart[c] to before ColumnStart[c + 1].</summary>
    public ReadOnlySpan<int> ColumnStart => _columnStart;

    /// <summary>[count]: the row of each entry of the index by column; ascending within a column.</summary>
    public ReadOnlySpan<int> RowIndex => _rowIndex;

    /// <summary>[count]: where in <see cref="Values"/> the value of each entry of the index by column is.</summary>
    public ReadOnlySpan<int> ValuePosition => _valuePosition;

    /// <summary>Keeps the elements at given positions.</summary>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="columns">Number of columns, 0 or more.</param>
    /// <param name="kept">Flat row-major indices (row * columns + column), strictly ascending.</param>
    /// <param name="values">The kept values in the same order; empty for zeros.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or an index outside the matrix.</exception>
    /// <exception cref="ArgumentException">The indices do not ascend, or the values are not as many.</exception>
    public static SparseMatrix FromKept(int rows, int columns, ReadOnlySpan<int> kept, ReadOnlySpan<float> values)
    {
        CheckShape(rows, columns);
        if (values.Length != 0 && values.Length != kept.Length)
            throw new ArgumentException($"values has {values.Length} elements; it must be empty or have {kept.Length}, as kept has.", nameof(values));
        int size = rows * columns;
        var rowStart = new int[rows + 1];
        var columnIndex = new int[kept.Length];
        int previous = -1;
        for (int e = 0; e < kept.Length; e++)
        {
            int index = kept[e];
            if ((uint)index >= (uint)size)
                throw new ArgumentOutOfRangeException(nameof(kept), index, $"Element {e} of kept must be from 0 to {size - 1}.");
            if (index <= previous)
                throw new ArgumentException($"Element {e} of kept is {index} after {previous}; the indices must ascend.", nameof(kept));
            previous = index;
            (int row, columnIndex[e]) = Math.DivRem(index, columns);
            rowStart[row + 1]++;
        }
        for (int row = 0; row < rows; row++)
            rowStart[row + 1] += rowStart[row];
        return new SparseMatrix(rows, columns, rowStart, columnIndex, values.Length == 0 ? new float[kept.Length] : values.ToArray());
    }

    /// <summary>As <see cref="FromKept"/>, over the array given: changing it changes the matrix.</summary>
    internal static SparseMatrix OverKept(int rows, int columns, ReadOnlySpan<int> kept, float[] values)
        => FromKept(rows, columns, kept, values).OverValues(values);

    /// <summary>The same structure over another array of values (not copied), one for each kept element.</summary>
    internal SparseMatrix OverValues(float[] values) => new(this, values);

    /// <summary>Keeps the elements of a dense matrix that a condition on their position selects.</summary>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="columns">Number of columns, 0 or more.</param>
    /// <param name="dense">The dense matrix, row-major, rows * columns elements.</param>
    /// <param name="isKept">Whether the element at a flat row-major index is kept.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the matrix has 2^31 elements or more.</exception>
    /// <exception cref="ArgumentException"><paramref name="dense"/> is of another size.</exception>
    public static SparseMatrix FromDense(int rows, int columns, ReadOnlySpan<float> dense, Func<int, bool> isKept)
    {
        ArgumentNullException.ThrowIfNull(isKept);
        CheckShape(rows, columns);
        CheckDense(dense.Length, rows, columns);
        var kept = new List<int>();
        var values = new List<float>();
        for (int i = 0; i < dense.Length; i++)
        {
            if (!isKept(i))
                continue;
            kept.Add(i);
            values.Add(dense[i]);
        }
        return FromKept(rows, columns, CollectionsMarshal.AsSpan(kept), CollectionsMarshal.AsSpan(values));
    }

    /// <summary>Writes the matrix out with zeros where nothing is kept.</summary>
    /// <param name="dense">Receives rows * columns elements, row-major.</param>
    /// <exception cref="ArgumentException"><paramref name="dense"/> is of another size.</exception>
    public void CopyTo(Span<float> dense)
    {
        CheckDense(dense.Length, Rows, Columns);
        dense.Clear();
        for (int row = 0; row < Rows; row++)
            for (int e = _rowStart[row]; e < _rowStart[row + 1]; e++)
                dense[row * Columns + _columnIndex[e]] = Values[e];
    }

    /// <summary>Takes the values at the kept positions from a dense matrix; what it holds elsewhere is not looked at.</summary>
    /// <param name="dense">rows * columns elements, row-major.</param>
    /// <exception cref="ArgumentException"><paramref name="dense"/> is of another size.</exception>
    public void CopyFrom(ReadOnlySpan<float> dense)
    {
        CheckDense(dense.Length, Rows, Columns);
        for (int row = 0; row < Rows; row++)
            for (int e = _rowStart[row]; e < _rowStart[row + 1]; e++)
                Values[e] = dense[row * Columns + _columnIndex[e]];
    }

    /// <summary>Adds what a dense matrix holds at the kept positions: target[e] += dense[position of e].</summary>
    internal void AddKeptOf(ReadOnlySpan<float> dense, Span<float> target)
    {
        CheckDense(dense.Length, Rows, Columns);
        for (int row = 0; row < Rows; row++)
            for (int e = _rowStart[row]; e < _rowStart[row + 1]; e++)
                target[e] += dense[row * Columns + _columnIndex[e]];
    }

    private static void CheckShape(int rows, int columns)
    {
        MatrixArgument.CheckSize(rows, nameof(rows));
        MatrixArgument.CheckSize(columns, nameof(columns));
        if ((long)rows * columns > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(columns), columns, $"rows * columns must be at most {int.MaxValue}; rows is {rows}.");
    }

    private static void CheckDense(int length, int rows, int columns, string name = "dense")
    {
        if (length != rows * columns)
            throw new ArgumentException($"dense has {length} elements; a {rows} x {columns} matrix has {rows * columns}.", name);
    }

    private void IndexByColumn()
    {
        foreach (int column in _columnIndex)
            _columnStart[column + 1]++;
        for (int column = 0; column < Columns; column++)
            _columnStart[column + 1] += _columnStart[column];
        int[] next = _columnStart[..Columns];
        for (int row = 0; row < Rows; row++)
        {
            for (int e = _rowStart[row]; e < _rowStart[row + 1]; e++)
            {
                int entry = next[_columnIndex[e]]++;
                _rowIndex[entry] = row;
                _valuePosition[entry] = e;
            }
        }
    }
}
