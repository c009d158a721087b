namespace Ntt.Data;

/// <summary>Where data sets are looked for: a folder that is given, the one NTT_DATA names, ./data; in each, a folder a set.</summary>
public static class DataFolders
{
    /// <summary>The environment variable that names a data folder.</summary>
    public const string EnvironmentVariable = "NTT_DATA";

    /// <summary>The data folders in the order in which they are tried.</summary>
    /// <param name="dataFolder">A folder to try first; none when null or empty.</param>
    public static IReadOnlyList<string> Candidates(string? dataFolder = null) =>
        Candidates(dataFolder, Environment.GetEnvironmentVariable(EnvironmentVariable), Environment.CurrentDirectory);

    /// <summary>Looks for the first data folder that has all files of a set.</summary>
    /// <param name="setFolder">The set's folder inside a data folder.</param>
    /// <param name="fileNames">The files; one that ends in ".gz" may also be there without that ending.</param>
    /// <param name="candidates">The data folders to try, in order.</param>
    /// <returns>The paths in the order of <paramref name="fileNames"/>, or null when no folder has them all.</returns>
    internal static string[]? FindFiles(string setFolder, IReadOnlyList<string> fileNames, IReadOnlyList<string> candidates)
    {
        foreach (string candidate in candidates)
        {
            string folder = Path.Combine(candidate, setFolder);
            string?[] paths = [.. fileNames.Select(name => ExistingFile(Path.Combine(folder, name)))];
            if (!paths.Contains(null))
                return paths!;
        }
        return null;
    }

    internal static IReadOnlyList<string> Candidates(string? dataFolder, string? environment, string currentDirectory)
    {
        string?[] folders = [dataFolder, environment, Path.Combine(currentDirectory, "data")];
        return [.. folders.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.GetFullPath(folder!, currentDirectory)).Distinct()];
    }

    private static string? ExistingFile(string path)
    {
        if (File.Exists(path))
            return path;
        string plain = Path.ChangeExtension(path, null);
        return path.EndsWith(".gz", StringComparison.Ordinal) && File.Exists(plain) ? plain : null;
    }
}
