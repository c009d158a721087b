using Ntt.Cli.Grids;

namespace Ntt.Cli.Results;

/// <summary>Reads what <c>ntt run</c> wrote.</summary>
internal static class RunResultFile
{
    /// <summary>The result in a file.</summary>
    /// <exception cref="IOException">It cannot be read or is no result; the message names the file and the place.</exception>
    public static RunResult Read(string path) => ResultFiles.Read(path, ResultJson.Default.RunResult, "ntt run");
}
