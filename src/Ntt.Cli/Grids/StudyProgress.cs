using Ntt.Cli.CommandLine;
using Ntt.Cli.Running;

namespace Ntt.Cli.Grids;

/// <summary>Shows how far a study is: a line a cell, bars under the last on a terminal, a line a minute of it where the output is redirected; nothing when quiet.</summary>
internal sealed class StudyProgress(Terminal terminal, bool quiet, IReadOnlyList<Cell> cells)
{
    private static readonly TimeSpan s_lineInterval = TimeSpan.FromMinutes(1);

    private readonly TimeLeft _timeLeft = new(cells);
    private int _done;

    /// <summary>The result of a cell was there.</summary>
    public void Found(Cell cell, CellOutcome outcome) => Add(cell, outcome, $"{outcome.Summary}, there already");

    /// <summary>A cell is being computed.</summary>
    /// <returns>What shows how far it is.</returns>
    public IRunDisplay Began(Cell cell) => (quiet, terminal.IsInteractive) switch
    {
        (true, _) => new NoRunDisplay(),
        (false, true) => new CellBars(terminal, _done, cells.Count, $"{cell.Name}{_timeLeft}"),
        _ => new RunLines(terminal.Output, $"{_done + 1}/{cells.Count} {cell.Name}", s_lineInterval, withEnds: false, TimeProvider.System),
    };

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
