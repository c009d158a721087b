using Ntt.Cli.Grids;
using Ntt.Cli.Results;
using Ntt.Cli.Toy;

namespace Ntt.Cli.Tables;

/// <summary>Results in a folder and the folders in it.</summary>
internal static class ResultFolder
{
    /// <summary>
    /// The results of 'ntt run' in every file *.json, by the folder they lie in (seen from <paramref name="folder"/>), in the order of the paths.
    /// </summary>
    /// <exception cref="IOException">There is no such folder, no result in it, or a file that is no result.</exception>
    public static IReadOnlyList<(string Folder, RunResult Result)> Read(string folder)
        => [.. Files(folder).Where(file => !ToyResultFile.IsOne(file)).Select(file => (NameOf(folder, file), RunResultFile.Read(file)))];

    /// <summary>The results of 'ntt toy', likewise.</summary>
    /// <exception cref="IOException">There is no such folder, no result in it, or a file that is no result.</exception>
    public static IReadOnlyList<(string Folder, ToyResult Result)> ReadToys(string folder)
        => [.. Files(folder).Where(ToyResultFile.IsOne).Select(file => (NameOf(folder, file), ToyResultFile.Read(file)))];

    /// <summary>The paths of all files *.json in a folder and the folders in it, in order.</summary>
    /// <exception cref="IOException">There is no such folder or no such file.</exception>
    public static IReadOnlyList<string> Files(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        var files = Directory.GetFiles(folder, ResultFiles.Pattern, SearchOption.AllDirectories);
        if (files.Length == 0)
            throw new FileNotFoundException($"There is no file {ResultFiles.Pattern} in '{folder}' or the folders in it.");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>The results of 'ntt run' in the files *.json in a folder, not in those in it, in the order of their names.</summary>
    /// <exception cref="IOException">A file is no result.</exception>
    public static IReadOnlyList<RunResult> ReadOne(string folder)
        => [.. Directory.GetFiles(folder, ResultFiles.Pattern).Order(StringComparer.Ordinal).Where(file => !ToyResultFile.IsOne(file)).Select(RunResultFile.Read)];

    private static string NameOf(string folder, string file)
        => Path.GetRelativePath(folder, Path.GetDirectoryName(Path.GetFullPath(file))!).Replace(Path.DirectorySeparatorChar, '/');
}
