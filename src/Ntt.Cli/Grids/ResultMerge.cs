using System.Text.Json.Nodes;
using Ntt.Cli.Paper;
using Ntt.Cli.Results;
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
    /// <exception cref="IOException">A folder is missing or without results, a file is no result, two results of one cell differ or are on other images, or the target holds something; nothing is written.</exception>
    public static int Run(IReadOnlyList<string> folders, string target)
    {
        ThrowIfFull(target);
        var results = Read(folders);
        var beside = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(target))}.{Guid.NewGuid():N}.part";
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
        var counts = new Dictionary<string, DataCounts>();
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
                if (result.Data is { } data)
                {
                    counts.TryAdd(place, new DataCounts());
                    counts[place].Add(file, data);
                }
            }
        }

        return all;
    }

    private static Result Read(string file)
    {
        var isToy = ToyResultFile.IsOne(file);
        var toy = isToy ? ToyResultFile.Read(file) : null;
        var run = isToy ? null : RunResultFile.Read(file);
        var content = File.ReadAllBytes(file);
        return new Result(file, content, JsonNode.Parse(content)!.AsObject(), toy?.Budget ?? run?.Budget, run?.Data);
    }

    /// <summary>A result; a toy problem has no data, as it takes a few images of a set.</summary>
    private sealed record Result(string File, byte[] Content, JsonObject Fields, string? Budget, DataFacts? Data);
}
