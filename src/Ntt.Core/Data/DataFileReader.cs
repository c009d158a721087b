using Ntt.Diagnostics;
namespace Ntt.Data;

/// <summary>Reads a data file front to back, and turns every early end or broken compression into an error that says where.</summary>
internal sealed class DataFileReader(Stream stream, string source, long offset = 0)
{
    // What a header promises is not believed before the bytes are there: memory grows with what was read.
    private const int GrowthStep = 1 << 24;

    public string Source { get; } = source;

    public long Offset { get; private set; } = offset;

    /// <summary>Fills the buffer.</summary>
    public void ReadExactly(Span<byte> buffer, string what)
    {
        int read = ReadUpTo(buffer, what);
        if (read < buffer.Length)
            throw EndsEarly(buffer.Length, read, what);
        Offset += read;
    }

    public byte[] ReadBytes(int count, string what)
    {
        var bytes = new byte[Math.Min(count, GrowthStep)];
        int filled = 0;
        while (true)
        {
            int read = ReadUpTo(bytes.AsSpan(filled), what);
            if (filled + read < bytes.Length)
                throw EndsEarly(count, filled + read, what);
            filled = bytes.Length;
            if (filled == count)
                break;
            Array.Resize(ref bytes, (int)Math.Min(count, 2L * filled));
        }
        Offset += count;
        return bytes;
    }

    public void ExpectEnd(string afterWhat)
    {
        Span<byte> one = stackalloc byte[1];
        if (ReadUpTo(one, afterWhat) != 0)
            throw Error($"the end of the file after {afterWhat}", "more bytes");
    }

    /// <summary>The error of something at the present offset.</summary>
    public FileContentException Error(string expected, string found) => new(Source, Offset, expected, found);

    private FileContentException EndsEarly(long count, int read, string what) => Offset == 0 && read == 0
        ? Error($"{what} ({count} bytes)", "an empty file")
        : Error($"{what} ({count} bytes)", $"the end of the file after {read} bytes");

    private int ReadUpTo(Span<byte> buffer, string what)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException error)
        {
            throw new FileContentException(Source, Offset, what, $"broken compressed data ({error.Message.TrimEnd('.')})", error);
        }
        catch (EndOfStreamException error)
        {
            throw new FileContentException(Source, Offset, what, "compressed data that end early", error);
        }
    }
}
