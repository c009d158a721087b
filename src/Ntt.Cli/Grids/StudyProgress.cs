using Ntt.Cli.CommandLine;
using Ntt.Cli.Running;

namespace Ntt.Cli.Grids;

/// <summary>Shows how far a study is: a line a cell, on a terminal with bars under the last, nothing when quiet.</summary>
internal sealed class StudyProgress(Terminal terminal, bool quiet, IReadOnlyList<Cell> cells)
{
    private readonly TimeLeft _timeLeft = new(cells);
    private int _done;

    /// <summary>The result of a cell was there.</summary>
    public void Found(Cell cell, CellOutcome outcome) => Add(cell, outcome, $"{outcome.Summary}, there already");

    /// <summary>A cell is being computed.</summary>
    /// <returns>What shows how far it is.</returns>
    public IRunDisplay Began(Cell cell)
        => quiet || !terminal.IsInteractive ? new NoRunDisplay() : new CellBars(terminal, _done, cells.Count, $"{cell.Name}{_timeLeft}");

    /// <summary>A cell has been computed.</summary>
    public void Ended(Cell cell, CellOutcome outcome) => Add(cell, outcome, $"{outcome.Summary}, {outcome.Times}");

    private void Add(Cell cell, CellOutcome outcome, string words)
    {
        _done++;
        _timeLeft.Add(cell, outcome.Seconds);
        if (!quiet)
            terminal.Output.WriteLine($"{_done}/{cells.Count} {cell.Name}: {words}{_timeLeft}");
    }

    /// <summary>Bars of all cells and of the stages of one, gone when that one is done.</summary>
    private sealed class CellBars(Terminal terminal, int done, int count, string description) : IRunDisplay
    {
        public T Show<T>(int pruningSteps, int trainingSteps, Func<RunListeners, T> work)
            => StageBars.Create(terminal, isPassing: true).Start(context =>
            {
                context.AddTask($"{done + 1}/{count} {description}", maxValue: count).Value = done;
                return work(StageBars.Add(context, pruningSteps, trainingSteps));
            });
    }
}
