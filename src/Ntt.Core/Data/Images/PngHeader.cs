using System.Buffers.Binary;
using Ntt.Diagnostics;

namespace Ntt.Data;

/// <summary>The kinds of pixels of a PNG file, with the numbers of the format.</summary>
internal enum PngColor
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    RgbAlpha = 6,
}

/// <summary>What a PNG file says of itself in its first chunk.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="BitDepth">Bits a sample: 1, 2, 4 or 8.</param>
/// <param name="Color">The kind of pixels.</param>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColor Color)
{
    private const int Length = 13;

    /// <summary>Samples a pixel, an opacity included.</summary>
    public int Samples => Color switch
    {
        PngColor.Gray or PngColor.Palette => 1,
        PngColor.GrayAlpha => 2,
        PngColor.Rgb => 3,
        _ => 4,
    };

    /// <summary>Channels of the decoded image.</summary>
    public int Channels => Color is PngColor.Gray or PngColor.GrayAlpha ? 1 : 3;

    /// <summary>Bytes of a row, without the byte before it that names its filter.</summary>
    public int RowBytes => (int)(((long)Width * Samples * BitDepth + 7) / 8);

    /// <summary>Reads the chunk.</summary>
    /// <exception cref="FileContentException">It is none, or of a kind that is not read.</exception>
    public static PngHeader Read(PngChunk chunk, string source)
    {
        if (chunk.Type != "IHDR" || chunk.Data.Length != Length)
            throw new FileContentException(source, chunk.Offset, $"the chunk IHDR of {Length} bytes", $"{chunk.Type} of {chunk.Data.Length} bytes");
        ReadOnlySpan<byte> data = chunk.Data.Span;
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        long start = chunk.Offset + PngChunk.PrefixBytes;
        if (width is 0 or > ushort.MaxValue || height is 0 or > ushort.MaxValue)
            throw new FileContentException(source, start, $"a width and a height of 1 to {ushort.MaxValue} pixels", $"{width} x {height}");
        int depth = data[8];
        var color = (PngColor)data[9];
        if (!Enum.IsDefined(color))
            throw new FileContentException(source, start + 9, "a colour type of 0, 2, 3, 4 or 6", $"{data[9]}");
        if (depth == 16)
            throw new FileContentException(source, start + 8, "at most 8 bits a sample", "16, which is not read; convert the image to 8");
        if (depth != 8 && !(depth is 1 or 2 or 4 && color is PngColor.Gray or PngColor.Palette))
            throw new FileContentException(source, start + 8, $"a bit depth that colour type {data[9]} has", $"{depth}");
        if (data[10] != 0 || data[11] != 0)
            throw new FileContentException(source, start + 10, "compression and filter method 0", $"{data[10]} and {data[11]}");
        if (data[12] != 0)
            throw new FileContentException(source, start + 12, "no interlacing", data[12] == 1 ? "Adam7, which is not read; save the image without interlacing" : $"{data[12]}");
        return new PngHeader((int)width, (int)height, depth, color);
    }
}
