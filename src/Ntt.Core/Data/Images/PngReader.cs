using System.IO.Compression;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Data;

/// <summary>
/// Reads PNG images (W3C Portable Network Graphics, third edition) of 1 to 8 bits a sample: grey, colour and palette, with or without an
/// opacity, which must be full everywhere. Strict: every chunk's check is made, and nothing that would change the picture is passed over.
/// Not read, and said so: 16 bits a sample, interlacing, transparent pixels, animations' further frames.
/// </summary>
internal static class PngReader
{
    // What deflate can shrink at most: a header is not believed when so few bytes cannot hold what it promises.
    private const int LargestRatio = 1032;

    private static readonly byte[] s_signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether the bytes begin as a PNG file does.</summary>
    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(s_signature);

    /// <summary>Decodes a file.</summary>
    /// <param name="file">All of its bytes.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="FileContentException">The bytes are no PNG image, damaged, or of a kind that is not read.</exception>
    public static DecodedImage Read(ReadOnlyMemory<byte> file, string source)
    {
        if (!IsPng(file.Span))
            throw new FileContentException(source, 0, "the signature of a PNG file", file.Length == 0 ? "an empty file" : Convert.ToHexString(file.Span[..Math.Min(8, file.Length)]));
        PngChunk chunk = PngChunk.Read(file, s_signature.Length, source);
        PngHeader header = PngHeader.Read(chunk, source);
        byte[]? palette = null, opacities = null;
        int firstData = 0;
        using var compressed = new MemoryStream();
        while (chunk.Type != "IEND")
        {
            int previous = chunk.Type == "IDAT" ? 1 : 0;
            chunk = PngChunk.Read(file, chunk.End, source);
            switch (chunk.Type)
            {
                case "PLTE" when palette is null && firstData == 0 && chunk.Data.Length is >= 3 and <= 768 && chunk.Data.Length % 3 == 0:
                    palette = chunk.Data.ToArray();
                    break;
                case "tRNS" when header.Color == PngColor.Palette && palette is not null && firstData == 0:
                    opacities = chunk.Data.ToArray();
                    break;
                case "tRNS":
                    throw new FileContentException(source, chunk.Offset, "an image without transparent pixels", "a transparent colour (chunk tRNS)");
                case "IDAT" when firstData == 0 || previous == 1:
                    firstData = firstData == 0 ? chunk.Offset : firstData;
                    compressed.Write(chunk.Data.Span);
                    break;
                case "IEND":
                    break;
                default:
                    if (!chunk.IsAncillary)
                        throw new FileContentException(source, chunk.Offset, "a chunk that is known and in its place", $"{chunk.Type} of {chunk.Data.Length} bytes");
                    break;
            }
        }
        if (firstData == 0)
            throw new FileContentException(source, chunk.Offset, "image data (chunk IDAT) before the end", "IEND");
        if (header.Color == PngColor.Palette && palette is null)
            throw new FileContentException(source, firstData, "a palette (chunk PLTE) before the image data", "none");
        compressed.Position = 0;
        byte[] rows = Decompress(compressed, header, source, firstData);
        PngRows.Unfilter(rows, header, source, firstData);
        var image = new DecodedImage(new TensorShape(header.Channels, header.Height, header.Width), new byte[header.Channels * header.Height * header.Width]);
        new PngPixels(header, palette, opacities, source, firstData).Unpack(rows, image.Pixels);
        return image;
    }

    /// <summary>The rows as they were filtered, each with the byte before it that names its filter.</summary>
    private static byte[] Decompress(MemoryStream compressed, PngHeader header, string source, int offset)
    {
        long needed = (long)header.Height * (1 + header.RowBytes);
        long size = Math.Max(needed, (long)header.Channels * header.Height * header.Width);
        if (size > Array.MaxLength)
            throw new FileContentException(source, offset, $"an image of at most {Array.MaxLength} bytes", $"one of {header.Width} x {header.Height} pixels, {size} bytes");
        if (needed / LargestRatio > compressed.Length)
            throw new FileContentException(source, offset, $"image data of {header.Width} x {header.Height} pixels", $"{compressed.Length} compressed bytes, which cannot hold them");
        var rows = new byte[needed];
        try
        {
            using var stream = new ZLibStream(compressed, CompressionMode.Decompress, leaveOpen: true);
            int read = stream.ReadAtLeast(rows, rows.Length, throwOnEndOfStream: false);
            if (read < rows.Length)
                throw new FileContentException(source, offset, $"{needed} bytes of image data", $"their end after {read} bytes");
            if (stream.ReadByte() >= 0)
                throw new FileContentException(source, offset, $"{needed} bytes of image data", "more bytes");
            return rows;
        }
        catch (InvalidDataException error)
        {
            throw new FileContentException(source, offset, "image data compressed by zlib", $"broken compressed data ({error.Message.TrimEnd('.')})", error);
        }
    }
}
