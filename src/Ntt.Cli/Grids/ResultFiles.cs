using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ntt.Cli.Grids;

/// <summary>The files of results, whatever kind of cell they are of.</summary>
internal static class ResultFiles
{
    /// <summary>What their names end with.</summary>
    public const string Ending = ".json";

    /// <summary>What finds them in a folder.</summary>
    public const string Pattern = "*" + Ending;

    /// <summary>The result in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="command">The command that writes such files, for messages.</param>
    /// <exception cref="IOException">It cannot be read or is no such result; the message names the file and the place.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type, string command)
        where T : class
    {
        var bytes = File.ReadAllBytes(path);
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException problem)
        {
            throw new IOException($"'{path}' is no result of '{command}': {problem.Message}", problem);
        }
    }

    /// <summary>The budget that a result bears, null for none.</summary>
    /// <returns>Whether the file is JSON at all; what is wrong with others is told when they are needed.</returns>
    public static bool TryReadBudget(string file, out string? budget)
    {
        budget = null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("budget", out var value))
                budget = value.GetString();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
