namespace Ntt.Compute;

/// <summary>
/// The strips that the positions of an image, times the columns of a batch, are cut into: a run of neighbouring positions that read
/// neighbours through the same taps is contiguous in both images, whatever the channel, and is cut every so many floats.
/// </summary>
internal readonly struct StripGrid
{
    private readonly TapGrid _taps;
    private readonly int _columns;
    private readonly int _strip;
    private readonly int _perRow;

    /// <param name="taps">The axes.</param>
    /// <param name="columns">Columns of the batch, at least 1.</param>
    /// <param name="strip">Longest strip, in floats.</param>
    public StripGrid(in TapGrid taps, int columns, int strip)
    {
        _taps = taps;
        _columns = columns;
        _strip = strip;
        ShortestRun = int.MaxValue;
        for (int column = 0, end; column < taps.Columns.Targets; column = end)
        {
            end = taps.Columns.RunEnd(column);
            _perRow += Strips(end - column);
            ShortestRun = Math.Min(ShortestRun, (end - column) * columns);
        }
    }

    /// <summary>Number of strips.</summary>
    public int Count => _taps.Rows.Targets * _perRow;

    /// <summary>Floats in the shortest run.</summary>
    public int ShortestRun { get; }

    /// <summary>A cursor on the given strip.</summary>
    public StripCursor At(int index)
    {
        (int row, int left) = Math.DivRem(index, _perRow);
        int column = 0, end;
        while (left >= Strips((end = _taps.Columns.RunEnd(column)) - column))
        {
            left -= Strips(end - column);
            column = end;
        }
        return new StripCursor(_taps, _columns, _strip, row, column, end, left * _strip);
    }

    private int Strips(int positions) => (positions * _columns + _strip - 1) / _strip;
}

/// <summary>Goes from strip to strip.</summary>
internal struct StripCursor(TapGrid taps, int columns, int strip, int row, int column, int runEnd, int start)
{
    private readonly TapGrid _taps = taps;
    private int _runEnd = runEnd;
    private int _start = start;

    /// <summary>Row of the run.</summary>
    public int Row { get; private set; } = row;

    /// <summary>Column of the run's first position.</summary>
    public int Column { get; private set; } = column;

    /// <summary>Floats in the strip.</summary>
    public readonly int Length => Math.Min(strip, (_runEnd - Column) * columns - _start);

    /// <summary>The strip's first float in a channel of the image that is written.</summary>
    public readonly nint Target => (nint)(Row * _taps.Columns.Targets + Column) * columns + _start;

    /// <summary>The float that tap 0 of the strip's first float would read in a channel of the image that is read.</summary>
    public readonly nint Source => (nint)_taps.Base(Row, Column) * columns + _start;

    /// <summary>Goes to the next strip and tells whether it belongs to another run.</summary>
    public bool MoveNext()
    {
        _start += strip;
        if (_start < (_runEnd - Column) * columns)
            return false;
        _start = 0;
        Column = _runEnd;
        if (Column == _taps.Columns.Targets)
        {
            Column = 0;
            Row++;
        }
        _runEnd = _taps.Columns.RunEnd(Column);
        return true;
    }
}
