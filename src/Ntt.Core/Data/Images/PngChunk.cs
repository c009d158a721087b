using System.Buffers.Binary;
using System.Text;
using Ntt.Diagnostics;

namespace Ntt.Data;

/// <summary>A chunk of a PNG file.</summary>
/// <param name="Type">Four letters.</param>
/// <param name="Offset">Where in the file the chunk begins, with its length.</param>
/// <param name="Data">Its content, whose check has been made.</param>
internal readonly record struct PngChunk(string Type, int Offset, ReadOnlyMemory<byte> Data)
{
    /// <summary>Bytes before the content: length and type.</summary>
    public const int PrefixBytes = 8;

    private const int CheckBytes = 4;

    /// <summary>Whether a reader that does not know the chunk may pass over it.</summary>
    public bool IsAncillary => char.IsAsciiLetterLower(Type[0]);

    /// <summary>Where the next chunk begins.</summary>
    public int End => Offset + PrefixBytes + Data.Length + CheckBytes;

    /// <summary>Reads the chunk at an offset.</summary>
    /// <exception cref="FileContentException">The file ends early, or the chunk is damaged.</exception>
    public static PngChunk Read(ReadOnlyMemory<byte> file, int offset, string source)
    {
        ReadOnlySpan<byte> rest = file.Span[offset..];
        if (rest.Length < PrefixBytes)
            throw new FileContentException(source, offset, "a chunk, for there was no IEND yet", $"the end of the file after {rest.Length} bytes");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        ReadOnlySpan<byte> letters = rest[4..PrefixBytes];
        foreach (byte letter in letters)
        {
            if (!char.IsAsciiLetter((char)letter))
                throw new FileContentException(source, offset + 4, "four letters, the type of a chunk", Convert.ToHexString(letters));
        }
        string type = Encoding.ASCII.GetString(letters);
        if (length + (long)(PrefixBytes + CheckBytes) > rest.Length)
            throw new FileContentException(source, offset, $"{length} bytes of the chunk {type} and its check", $"the end of the file after {rest.Length - PrefixBytes} bytes");
        uint expected = BinaryPrimitives.ReadUInt32BigEndian(rest[(PrefixBytes + (int)length)..]);
        uint actual = Crc32.Of(rest[4..(PrefixBytes + (int)length)]);
        if (actual != expected)
            throw new FileContentException(source, offset, $"a chunk {type} with the check {expected:X8}", $"bytes whose check is {actual:X8}");
        return new PngChunk(type, offset, file.Slice(offset + PrefixBytes, (int)length));
    }
}
