using Ntt.Files;

namespace Ntt.Cli.Results;

/// <summary>A file that a command writes at its end, whole or not at all.</summary>
/// <param name="Option">The option that names it.</param>
/// <param name="Path">Where it goes.</param>
internal sealed record OutputFile(string Option, string Path)
{
    /// <summary>The path from the root.</summary>
    public string FullPath => System.IO.Path.GetFullPath(Path);

    /// <summary>The file that an option names, or null for none. It is tried at once: a wrong path must not cost the work of hours.</summary>
    /// <exception cref="IOException">It cannot be written; the message says what to do.</exception>
    public static OutputFile? Open(string option, string? path)
    {
        if (path is null)
            return null;
        var file = new OutputFile(option, path);
        file.Guard(() =>
        {
            if (Directory.Exists(file.FullPath))
                throw new IOException("It is a folder.");
            var probe = $"{path}.{Environment.ProcessId}.try";
            File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        });
        return file;
    }

    /// <summary>Writes the file beside itself and renames it.</summary>
    /// <exception cref="IOException">It cannot be written; the message says what to do.</exception>
    public void Write(byte[] content) => Guard(() => AtomicFile.Write(Path, content));

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var advice = "Name a file in a folder that exists and may be written to.";
            throw new IOException($"{Option} '{Path}' cannot be written: {problem.Message} {advice}", problem);
        }
    }
}
