using Ntt.Cli.Running;

namespace Ntt.Cli.Grids;

/// <summary>How much longer a study takes, by the cells that are done: one still to come is expected to take as long as those of its cost, or of all costs where none is known.</summary>
internal sealed class TimeLeft(IEnumerable<Cell> cells)
{
    private readonly List<Cell> _waiting = [.. cells];
    private readonly Dictionary<string, (int Count, double Seconds)> _known = [];

    /// <summary>Notes that a cell is done.</summary>
    public void Add(Cell cell, double seconds)
    {
        _waiting.Remove(cell);
        var before = _known.GetValueOrDefault(cell.Cost);
        _known[cell.Cost] = (before.Count + 1, before.Seconds + seconds);
    }

    /// <summary>Seconds left; 0 when nothing is known.</summary>
    public double Seconds
    {
        get
        {
            var (count, seconds) = (_known.Values.Sum(known => known.Count), _known.Values.Sum(known => known.Seconds));
            var average = count == 0 ? 0 : seconds / count;
            return _waiting.Sum(cell => _known.TryGetValue(cell.Cost, out var known) ? known.Seconds / known.Count : average);
        }
    }

    /// <summary>What stands at the end of a line of progress; nothing for less than a minute.</summary>
    public override string ToString() => TimeWords.Left(Seconds);
}
