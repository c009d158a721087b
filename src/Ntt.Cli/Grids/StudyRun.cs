using Ntt.Cli.CommandLine;
using Ntt.Files;
using Ntt.Pruning;

namespace Ntt.Cli.Grids;

/// <summary>Runs the cells of a study that have no result in a folder yet. Each result is a file of its own, written whole or not at all.</summary>
internal sealed class StudyRun(IStudy study, StudyPlan plan, StudySettings settings, Terminal terminal)
{
    private readonly TeacherCache _teacher = new();
    private readonly DataCounts _counts = new();

    /// <summary>Runs, and makes what is made of the results if that was the last of them. What is done when it is cancelled or a cell fails stays, and the next run goes on from there.</summary>
    /// <exception cref="IOException">The folder holds other results, or none where it should.</exception>
    /// <exception cref="StoppedException">It was cancelled.</exception>
    public void Run()
    {
        ThrowIfOther();
        Directory.CreateDirectory(settings.Folder);
        var cells = plan.Cells.Where((_, index) => index % settings.Shards == settings.Shard - 1).ToArray();
        try
        {
            Run(cells, new StudyProgress(terminal, settings.Quiet, cells));
        }
        catch (OperationCanceledException) when (terminal.Cancellation.IsCancellationRequested)
        {
            throw new StoppedException($"Cancelled; '{settings.Folder}' holds {cells.Count(IsThere)} of {cells.Length} results, and the same command goes on from there.");
        }

        if (!plan.Cells.All(IsThere))
            return;
        foreach (var file in study.Publish(settings.Folder).Where(_ => !settings.Quiet))
            terminal.Output.WriteLine($"Written: {file}");
    }

    private void Run(Cell[] cells, StudyProgress progress)
    {
        foreach (var cell in cells)
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            if (IsThere(cell))
            {
                progress.Found(cell, cell.Read(FileOf(cell), terminal));
                continue;
            }

            var (outcome, content) = cell.Run(new CellContext(
                settings.DataFolder, settings.Threads, _teacher, data => _counts.Add(FileOf(cell), data), progress.Began(cell), terminal));
            AtomicFile.Write(FileOf(cell), content);
            progress.Ended(cell, outcome);
        }
    }

    private bool IsThere(Cell cell) => File.Exists(FileOf(cell));

    private string FileOf(Cell cell) => Path.Combine(settings.Folder, $"{cell.Name}{ResultFiles.Ending}");

    /// <summary>A folder holds results of one budget, and on the same images: what is shown of it must not be a mixture.</summary>
    private void ThrowIfOther()
    {
        string[] files = Directory.Exists(settings.Folder) ? [.. Directory.GetFiles(settings.Folder, ResultFiles.Pattern).Order(StringComparer.Ordinal)] : [];
        if (settings.MustResume && files.Length == 0)
            throw new IOException($"--resume: there is no result in '{settings.Folder}' to go on from. Name the folder of the interrupted run, or leave the option out.");
        foreach (var file in files)
        {
            if (!ResultFiles.TryReadHead(file, out var head))
                continue;
            if (head.Budget != plan.Budget)
                throw new IOException($"'{file}' is a result {Words(head.Budget)}; {study.Name} {Words(plan.Budget)} is asked for, and a folder holds results of one budget. Name another folder.");
            if (head.Data is { } data)
                _counts.Add(file, data);
        }
    }

    private static string Words(string? budget) => budget is null ? "without a budget" : $"of the budget '{budget}'";
}

/// <summary>How a study is run.</summary>
/// <param name="Folder">Where its results are and go.</param>
/// <param name="DataFolder">Where data sets are looked for first.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Shard">Which share of the cells is run, from 1.</param>
/// <param name="Shards">Among how many.</param>
/// <param name="Quiet">Whether progress is kept back.</param>
/// <param name="MustResume">Whether a folder without results is a mistake.</param>
internal sealed record StudySettings(string Folder, string? DataFolder, int Threads, int Shard, int Shards, bool Quiet, bool MustResume);
