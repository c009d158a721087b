using System.Text.Json.Nodes;

namespace Ntt.Cli.Grids;

/// <summary>What two results of one cell differ in. Where and how fast a cell is computed never changes what comes out, and is passed over.</summary>
internal static class ResultDifference
{
    // The zip of a model holds the time at which it was made, and its length depends on it.
    private static readonly string[] s_circumstances = ["threads", "machine", "model"];

    /// <summary>The first field that differs, with both values; null if none does.</summary>
    public static string? Between(JsonObject first, JsonObject second)
    {
        bool Counts(string name) => !s_circumstances.Contains(name);

        return First(first.Where(field => Counts(field.Key)), second.Where(field => Counts(field.Key)), "");
    }

    private static string? First(IEnumerable<KeyValuePair<string, JsonNode?>> first, IEnumerable<KeyValuePair<string, JsonNode?>> second, string prefix)
    {
        var (left, right) = (Fields(first), Fields(second));
        return left.Keys.Union(right.Keys).Select(name => (left.ContainsKey(name), right.ContainsKey(name)) switch
        {
            (true, false) => $"{prefix}{name} is in the first alone",
            (false, true) => $"{prefix}{name} is in the second alone",
            _ => Between(left[name], right[name], $"{prefix}{name}"),
        }).FirstOrDefault(difference => difference is not null);
    }

    private static Dictionary<string, JsonNode?> Fields(IEnumerable<KeyValuePair<string, JsonNode?>> fields)
        => fields.Where(field => !field.Key.EndsWith("seconds", StringComparison.OrdinalIgnoreCase)).ToDictionary(field => field.Key, field => field.Value);

    private static string? Between(JsonNode? first, JsonNode? second, string path) => (first, second) switch
    {
        (JsonObject left, JsonObject right) => First(left, right, $"{path}."),
        (JsonArray left, JsonArray right) when left.Count != right.Count => $"{path} has {left.Count} elements in the first and {right.Count} in the second",
        (JsonArray left, JsonArray right) => left.Zip(right).Select((pair, index) => Between(pair.First, pair.Second, $"{path}[{index}]"))
            .FirstOrDefault(difference => difference is not null),
        _ => JsonNode.DeepEquals(first, second) ? null : $"{path} is {Text(first)} in the first and {Text(second)} in the second",
    };

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
