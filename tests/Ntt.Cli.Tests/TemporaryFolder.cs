namespace Ntt.Cli.Tests;

/// <summary>An empty folder that is gone with all it holds when disposed of.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("ntt-cli-").FullName;

    /// <summary>What is in it, folders' content included.</summary>
    public string[] Content => Directory.GetFileSystemEntries(FullPath, "*", SearchOption.AllDirectories);

    /// <summary>The path of what lies in it by a name with '/' between folders, written as this system writes paths.</summary>
    public string this[string name] => Path.GetFullPath(Path.Combine(FullPath, name));

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
