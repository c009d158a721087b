using Ntt.Cli.CommandLine;
using Ntt.Cli.Results;
using Ntt.Cli.Running;
using Ntt.Pruning;

namespace Ntt.Cli.Grids;

/// <summary>One result of a study, a file of its own. Cells do not depend on each other. What kind of computation one is, is its own affair.</summary>
/// <param name="Name">Its name, which no other cell of the study has; the name of its file without the ending.</param>
internal abstract record Cell(string Name)
{
    /// <summary>What cells that take about as long as this one have in common, to tell how much time is left.</summary>
    public abstract string Cost { get; }

    /// <summary>Computes the result.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract (CellOutcome Outcome, byte[] Content) Run(CellContext context);

    /// <summary>Reads the result that an earlier run wrote.</summary>
    /// <exception cref="IOException">The file is no result, or that of something else; the message says what to do.</exception>
    public abstract CellOutcome Read(string file, Terminal terminal);

    /// <summary>Checks that a file holds what is asked for.</summary>
    /// <param name="file">The file.</param>
    /// <param name="command">The command that computes such cells.</param>
    /// <param name="found">The arguments of the result in the file.</param>
    /// <param name="asked">Those of this cell.</param>
    /// <exception cref="IOException">They differ; the message says what to do.</exception>
    protected static void ThrowIfOther(string file, string command, IReadOnlyList<string> found, IReadOnlyList<string> asked)
    {
        if (!found.SequenceEqual(asked))
        {
            throw new IOException(
                $"'{file}' is the result of '{ShellLine.Of(command, found)}'; '{ShellLine.Of(command, asked)}' is asked for. Name an empty folder, or remove the file.");
        }
    }
}

/// <summary>What is told of a result.</summary>
/// <param name="Summary">What came out, in a few words.</param>
/// <param name="Times">How long its stages took, in words.</param>
/// <param name="Seconds">How long all of them took.</param>
internal sealed record CellOutcome(string Summary, string Times, double Seconds);

/// <summary>What all cells of a study are computed with.</summary>
/// <param name="DataFolder">Where data sets are looked for first.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Teacher">Cells that differ in density alone have the same teacher.</param>
/// <param name="Check">Is given the data before anything is computed on it; throws an <see cref="IOException"/> where other results are on other images.</param>
/// <param name="Display">Shows how far the cell is.</param>
/// <param name="Terminal">What ends it early.</param>
internal sealed record CellContext(
    string? DataFolder, int Threads, TeacherCache Teacher, Action<DataFacts> Check, IRunDisplay Display, Terminal Terminal)
{
    /// <summary>Arguments with those that say where data is and how many threads work, which no result depends on.</summary>
    public IReadOnlyList<string> Complete(IReadOnlyList<string> arguments)
        => [.. arguments, "--threads", $"{Threads}", .. DataFolder is { } folder ? (string[])["--data-dir", folder] : []];
}
