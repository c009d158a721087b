namespace Ntt.Files;

/// <summary>Writes whole files or none.</summary>
public static class AtomicFile
{
    // On Windows, a file that is being replaced cannot be replaced by another at the same time.
    private static readonly Lock s_move = new();

    /// <summary>
    /// Writes the bytes beside the file and renames the result; on failure the old file stays and nothing is left beside it. Several threads of a
    /// process may write the same file at once, each whole; the last one stays. So may several processes, but for Windows, which may refuse one of
    /// them, with the exceptions below, while another replaces the file.
    /// </summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="bytes">Its content.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var beside = $"{path}.{Guid.NewGuid():N}.part";
        var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write);
        try
        {
            using (stream)
            {
                stream.Write(bytes);
            }

            lock (s_move)
            {
                File.Move(beside, path, overwrite: true);
            }
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
