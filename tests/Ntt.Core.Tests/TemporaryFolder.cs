namespace Ntt.Core.Tests;

/// <summary>An empty folder that is gone with all it holds when disposed of.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("ntt-data-").FullName;

    /// <summary>Writes a file of a name with '/' between folders; its path, written as this system writes paths.</summary>
    public string Write(string name, byte[] bytes)
    {
        string path = Path.GetFullPath(Path.Combine(FullPath, name));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
