using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Ntt.Data;

namespace Ntt.Core.Tests.Data;

/// <summary>Writes PNG files, sound ones and such with a fault at will.</summary>
internal sealed class PngFile(int width, int height, int color, int depth = 8)
{
    public byte[] Header { get; } = [.. BigEndian(width), .. BigEndian(height), (byte)depth, (byte)color, 0, 0, 0];

    /// <summary>The rows, packed and unfiltered.</summary>
    public required byte[][] Rows { get; init; }

    /// <summary>The filter of every row, cycled through.</summary>
    public int[] Filters { get; init; } = [0];

    /// <summary>Bytes from a byte to the one left of it.</summary>
    public int Step { get; init; } = 1;

    public byte[]? Palette { get; init; }

    public byte[]? Opacities { get; init; }

    /// <summary>In how many chunks the image data come.</summary>
    public int DataChunks { get; init; } = 1;

    /// <summary>Chunks before the image data, type and content.</summary>
    public (string Type, byte[] Data)[] Extra { get; init; } = [];

    public byte[] ToArray() => ToArray(Compress(Filtered()));

    /// <summary>The same with image data of one's own.</summary>
    public byte[] ToArray(byte[] data)
    {
        List<byte> file = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", Header)];
        if (Palette is not null)
            file.AddRange(Chunk("PLTE", Palette));
        if (Opacities is not null)
            file.AddRange(Chunk("tRNS", Opacities));
        foreach ((string type, byte[] content) in Extra)
            file.AddRange(Chunk(type, content));
        foreach (byte[] part in data.Chunk(Math.Max(1, (data.Length + DataChunks - 1) / DataChunks)))
            file.AddRange(Chunk("IDAT", part));
        return [.. file, .. Chunk("IEND", [])];
    }

    public byte[] Filtered() => [.. Rows.SelectMany((row, index) => Filter(index, Filters[index % Filters.Length]))];

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. BigEndian(data.Length), .. body, .. BigEndian((int)Crc32.Of(body))];
    }

    public static byte[] Compress(byte[] data)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(data);
        return stream.ToArray();
    }

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private byte[] Filter(int row, int filter)
    {
        byte[] filtered = [(byte)filter, .. Rows[row]];
        for (int i = 0; i < Rows[row].Length; i++)
        {
            int left = i < Step ? 0 : Rows[row][i - Step];
            int above = row == 0 ? 0 : Rows[row - 1][i];
            int corner = row == 0 || i < Step ? 0 : Rows[row - 1][i - Step];
            filtered[i + 1] -= (byte)(filter switch { 1 => left, 2 => above, 3 => (left + above) / 2, 4 => Nearest(left + above - corner, left, above, corner), _ => 0 });
        }
        return filtered;
    }

    private static int Nearest(int goal, params int[] candidates) => candidates.MinBy(candidate => Math.Abs(goal - candidate));
}
