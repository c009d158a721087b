using System.Text.Json;
using System.Text.Json.Nodes;
using Ntt.Cli.Paper;
using Ntt.Cli.Tables;
using Ntt.Cli.Toy;

namespace Ntt.Cli.Grids;

/// <summary>Joins folders of results, such as the shards of a study, into a new one.</summary>
internal static class ResultMerge
{
    /// <summary>Joins folders, with the folders in them. What is made of a figure's results is made anew if all are there.</summary>
    /// <param name="folders">The folders; a cell that several have is taken from the first.</param>
    /// <param name="target">A folder that does not exist yet or is empty.</param>
    /// <returns>The number of results.</returns>
    /// <exception cref="IOException">A folder is missing or without results, two results of one cell differ, or the target holds something; nothing is written.</exception>
    public static int Run(IReadOnlyList<string> folders, string target)
    {
        ThrowIfFull(target);
        var results = Read(folders);
        var beside = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(target))}.{Environment.ProcessId}.part";
        try
        {
            foreach (var (name, result) in results)
            {
                var path = Path.Combine(beside, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, result.Content);
            }

            foreach (var folder in results.Keys.Select(name => Path.Combine(beside, Path.GetDirectoryName(name)!)).Distinct())
            {
                foreach (var figure in FigureResults.Of(ResultFolder.ReadOne(folder)).Where(figure => figure.IsComplete))
                    FigureFiles.Write(figure, folder);
                foreach (var figure in ToyFigure.All)
                    figure.Publish(folder);
            }

            if (Directory.Exists(target))
                Directory.Delete(target);
            Directory.Move(beside, target);
        }
        finally
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
        }

        return results.Count;
    }

    private static void ThrowIfFull(string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new IOException($"--out '{target}' is there and holds something. Name a new folder.");
    }

    /// <summary>All results by their paths seen from their folders.</summary>
    private static SortedDictionary<string, Result> Read(IReadOnlyList<string> folders)
    {
        var all = new SortedDictionary<string, Result>(StringComparer.Ordinal);
        var budgets = new Dictionary<string, Result>();
        foreach (var folder in folders)
        {
            foreach (var file in ResultFolder.Files(folder))
            {
                var (name, result) = (Path.GetRelativePath(folder, file), Read(file));
                var place = Path.GetDirectoryName(name)!;
                if (!budgets.TryAdd(place, result) && budgets[place].Budget != result.Budget)
                    throw new IOException($"'{budgets[place].File}' and '{file}' are of different budgets ({budgets[place].Budget ?? "none"} and {result.Budget ?? "none"}); a folder holds results of one.");
                if (!all.TryAdd(name, result) && ResultDifference.Between(all[name].Fields, result.Fields) is { } difference)
                    throw new IOException($"'{all[name].File}' and '{file}' are different results of one cell: {difference}. Remove the one that is wrong.");
            }
        }

        return all;
    }

    private static Result Read(string file)
    {
        var content = File.ReadAllBytes(file);
        try
        {
            var fields = JsonNode.Parse(content) as JsonObject ?? throw new JsonException("It is no object.");
            return new Result(file, content, fields, (string?)fields["budget"]);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new IOException($"'{file}' is no result: {problem.Message}", problem);
        }
    }

    private sealed record Result(string File, byte[] Content, JsonObject Fields, string? Budget);
}
