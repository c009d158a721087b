using System.Text.Json;

namespace Ntt.Cli.Results;

/// <summary>Reads what <c>ntt run</c> wrote.</summary>
internal static class RunResultFile
{
    /// <summary>The result in a file.</summary>
    /// <exception cref="IOException">It cannot be read or is no result; the message names the file and the place.</exception>
    public static RunResult Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        try
        {
            return JsonSerializer.Deserialize(bytes, ResultJson.Default.RunResult) ?? throw new JsonException("It is null.");
        }
        catch (JsonException problem)
        {
            throw new IOException($"'{path}' is no result of 'ntt run': {problem.Message}", problem);
        }
    }
}
