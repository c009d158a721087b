using System.Text.Json;
using Ntt.Cli.Grids;
using Ntt.Cli.Results;

namespace Ntt.Cli.Toy;

/// <summary>Reads what <c>ntt toy</c> wrote.</summary>
internal static class ToyResultFile
{
    /// <summary>Whether a file is a result of <c>ntt toy</c>, by what no other result has.</summary>
    public static bool IsOne(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("networks", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The result in a file.</summary>
    /// <exception cref="IOException">It cannot be read or is no result; the message names the file and the place.</exception>
    public static ToyResult Read(string path) => ResultFiles.Read(path, ResultJson.Default.ToyResult, "ntt toy");
}
