using System.Text.Json;
using Ntt.Cli.CommandLine;
using Ntt.Cli.Results;
using Ntt.Cli.Running;
using Ntt.Files;
using Ntt.Pruning;

namespace Ntt.Cli.Grids;

/// <summary>Runs the cells of a grid that have no result in a folder yet. Each result is a file of its own, written whole or not at all.</summary>
internal sealed class GridRun(Grid grid, GridSettings settings, Terminal terminal)
{
    /// <summary>Cells that differ in density alone have the same teacher.</summary>
    private readonly TeacherCache _teacher = new();

    /// <summary>Runs. What is done when it is cancelled or a cell fails stays, and the next run goes on from there.</summary>
    public void Run()
    {
        Directory.CreateDirectory(settings.Folder);
        var cells = grid.Cells.Where((_, index) => index % settings.Shards == settings.Shard - 1).ToArray();
        for (var index = 0; index < cells.Length; index++)
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            var (cell, file) = (cells[index], FileOf(cells[index]));
            var present = File.Exists(file);
            var result = present ? ReadSame(cell, file) : RunCell(cell);
            if (!present)
                AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(result, ResultJson.OneLine.RunResult));
            terminal.Output.WriteLine($"{index + 1}/{cells.Length} {cell.Name}: accuracy {result.Test.Accuracy:0.00%}"
                + (present ? ", there already" : $", prune {result.Prune.Seconds:0.0} s, train {result.Train.Seconds:0.0} s"));
        }
    }

    private string FileOf(Cell cell) => Path.Combine(settings.Folder, $"{cell.Name}.json");

    private RunResult RunCell(Cell cell)
    {
        string[] where = settings.DataFolder is { } folder ? ["--data-dir", folder] : [];
        string[] manner = ["--quiet", "--threads", $"{settings.Threads}", .. where];
        var run = RunCommand.Read([.. cell.Arguments, .. manner], terminal);
        return new PipelineRun(run with { Pruning = run.Pruning with { TeacherCache = _teacher } }, terminal).Execute().Result;
    }

    private RunResult ReadSame(Cell cell, string file)
    {
        var result = RunResultFile.Read(file);
        var (there, asked) = (string.Join(' ', result.Arguments), string.Join(' ', RunCommand.Read(cell.Arguments, terminal).Arguments));
        return there == asked ? result : throw new IOException(
            $"'{file}' is the result of 'ntt run {there}'; the grid {grid.Name} asks for 'ntt run {asked}'. Name an empty folder, or remove the file.");
    }
}

/// <summary>How a grid is run.</summary>
/// <param name="Folder">Where its results are and go.</param>
/// <param name="DataFolder">Where data sets are looked for first.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Shard">Which share of the cells is run, from 1.</param>
/// <param name="Shards">Among how many.</param>
internal sealed record GridSettings(string Folder, string? DataFolder, int Threads, int Shard, int Shards);
