using System.Text.Json;

namespace Ntt.Cli.Grids;

/// <summary>The files of results, whatever kind of cell they are of.</summary>
internal static class ResultFiles
{
    /// <summary>What their names end with.</summary>
    public const string Ending = ".json";

    /// <summary>What finds them in a folder.</summary>
    public const string Pattern = "*" + Ending;

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
