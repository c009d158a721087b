namespace Ntt.Files;

/// <summary>The bytes of a network cannot be read. The message names the source, the offset, what was found and what was expected.</summary>
public sealed class NetworkFileException : IOException
{
    /// <summary>A problem at one place of a source.</summary>
    /// <param name="source">The file's path, or another name for where the bytes come from.</param>
    /// <param name="offset">Offset in bytes from the source's start.</param>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What should be there.</param>
    public NetworkFileException(string source, long offset, string found, string expected)
        : base($"{source}, offset {offset}: found {found}, expected {expected}.")
    {
        SourceName = source;
        Offset = offset;
    }

    /// <summary>Where the bytes come from.</summary>
    public string SourceName { get; }

    /// <summary>Offset in bytes from the source's start.</summary>
    public long Offset { get; }
}
