using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ntt.Cli.Results;

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

    /// <summary>What a result tells of itself, whatever kind it is of.</summary>
    /// <param name="file">The file.</param>
    /// <param name="head">The budget that it bears and the data that it is on, each null for none.</param>
    /// <returns>Whether the file is JSON at all; what is wrong with others is told when they are needed.</returns>
    /// <exception cref="IOException">A field of those is none that a result has; the message names the file and the field.</exception>
    public static bool TryReadHead(string file, out (string? Budget, DataFacts? Data) head)
    {
        head = default;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            head = document.RootElement.ValueKind == JsonValueKind.Object ? (BudgetIn(file, document.RootElement), DataIn(file, document.RootElement)) : default;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? BudgetIn(string file, JsonElement result) => !result.TryGetProperty("budget", out var budget) ? null : budget.ValueKind switch
    {
        JsonValueKind.String => budget.GetString(),
        JsonValueKind.Null => null,
        _ => throw new IOException($"'{file}' is no result: its budget is {budget.GetRawText()}; a name was expected."),
    };

    /// <summary>Those of toy problems name the data set alone, of which they take a few images.</summary>
    private static DataFacts? DataIn(string file, JsonElement result)
    {
        if (!result.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
            return null;
        try
        {
            return data.Deserialize(ResultJson.Default.DataFacts);
        }
        catch (JsonException problem)
        {
            throw new IOException($"'{file}' is no result: its data is none: {problem.Message}", problem);
        }
    }
}
