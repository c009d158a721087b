namespace Ntt.Diagnostics;

/// <summary>A file, of data or of a network, does not hold what its format asks for.</summary>
public sealed class FileContentException : IOException
{
    /// <summary>Says what is wrong and where.</summary>
    /// <param name="source">The file's path, or another name of where the bytes come from.</param>
    /// <param name="offset">Offset in bytes of what is wrong; in a compressed file, of the decompressed bytes.</param>
    /// <param name="expected">What the format asks for there.</param>
    /// <param name="found">What is there.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public FileContentException(string source, long offset, string expected, string found, Exception? innerException = null)
        : base($"{source}: offset {offset}: expected {expected}, found {found}.", innerException)
    {
        FileName = source;
        Offset = offset;
        Expected = expected;
        Found = found;
    }

    /// <summary>The file's path, or another name of where the bytes come from.</summary>
    public string FileName { get; }

    /// <summary>Offset in bytes of what is wrong; in a compressed file, of the decompressed bytes.</summary>
    public long Offset { get; }

    /// <summary>What the format asks for there.</summary>
    public string Expected { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }
}
