using System.Globalization;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Data;

/// <summary>Reads binary PGM images (netpbm's P5): "P5", width, height and largest value as text, then a byte a pixel.</summary>
internal static class PgmReader
{
    /// <summary>Decodes a file.</summary>
    /// <param name="file">All of its bytes.</param>
    /// <param name="source">What errors call it.</param>
    /// <returns>The image, its values stretched to 0 to 255.</returns>
    /// <exception cref="FileContentException">The bytes are no such image.</exception>
    public static DecodedImage Read(ReadOnlySpan<byte> file, string source)
    {
        if (!file.StartsWith("P5"u8))
            throw new FileContentException(source, 0, "P5, the signature of a binary PGM file", file.Length == 0 ? "an empty file" : Describe(file));
        int offset = 2;
        int width = ReadNumber(file, ref offset, "the width", ushort.MaxValue, source);
        int height = ReadNumber(file, ref offset, "the height", ushort.MaxValue, source);
        int largest = ReadNumber(file, ref offset, "the largest value", byte.MaxValue, source);

        // One blank, and one only, stands before the pixels.
        offset++;
        long size = (long)width * height;
        if (size != file.Length - offset)
            throw new FileContentException(source, offset, $"{size} bytes, {width} x {height} pixels, and the end of the file", $"{Math.Max(0, file.Length - offset)} bytes");
        byte[] pixels = file[offset..].ToArray();
        for (int i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] > largest)
                throw new FileContentException(source, offset + i, $"a value of at most {largest}", $"{pixels[i]}");
            pixels[i] = (byte)((pixels[i] * byte.MaxValue + largest / 2) / largest);
        }
        return new DecodedImage(new TensorShape(1, height, width), pixels);
    }

    private static int ReadNumber(ReadOnlySpan<byte> file, ref int offset, string what, int largest, string source)
    {
        int begin = offset;
        while (offset < file.Length && (IsBlank(file[offset]) || file[offset] == '#'))
        {
            if (file[offset] == '#')
            {
                while (offset < file.Length && file[offset] is not ((byte)'\n' or (byte)'\r'))
                    offset++;
            }
            else
            {
                offset++;
            }
        }
        int start = offset;
        while (offset < file.Length && char.IsAsciiDigit((char)file[offset]))
            offset++;
        bool isNumber = start > begin && offset < file.Length && IsBlank(file[offset]);
        return isNumber && int.TryParse(file[start..offset], NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 && value <= largest
            ? value
            : throw new FileContentException(source, start, $"{what}, 1 to {largest}, and a blank", start == file.Length ? "the end of the file" : Describe(file[start..]));
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or >= 9 and <= 13;

    private static string Describe(ReadOnlySpan<byte> bytes) => $"bytes {Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)])}";
}
