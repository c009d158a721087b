using Ntt.Diagnostics;

namespace Ntt.Data;

/// <summary>Undoes the filters of a PNG image's rows, which store each byte as its difference from what its neighbours foretell.</summary>
internal static class PngRows
{
    /// <summary>Undoes them in place.</summary>
    /// <param name="rows">A row after the other, each behind the byte that names its filter.</param>
    /// <param name="header">The image.</param>
    /// <param name="source">What errors call the file.</param>
    /// <param name="offset">Where the image data begin.</param>
    /// <exception cref="FileContentException">A filter is unknown.</exception>
    public static void Unfilter(byte[] rows, PngHeader header, string source, int offset)
    {
        int length = header.RowBytes;
        int step = Math.Max(1, header.Samples * header.BitDepth / 8);
        ReadOnlySpan<byte> above = new byte[length];
        for (int row = 0; row < header.Height; row++)
        {
            int start = row * (length + 1);
            Span<byte> bytes = rows.AsSpan(start + 1, length);
            switch (rows[start])
            {
                case 0:
                    break;
                case 1:
                    for (int i = step; i < length; i++)
                        bytes[i] += bytes[i - step];
                    break;
                case 2:
                    for (int i = 0; i < length; i++)
                        bytes[i] += above[i];
                    break;
                case 3:
                    for (int i = 0; i < length; i++)
                        bytes[i] += (byte)(((i < step ? 0 : bytes[i - step]) + above[i]) / 2);
                    break;
                case 4:
                    for (int i = 0; i < length; i++)
                        bytes[i] += i < step ? above[i] : Paeth(bytes[i - step], above[i], above[i - step]);
                    break;
                default:
                    throw new FileContentException(source, offset, $"the filter of row {row}, 0 to 4", $"{rows[start]}");
            }
            above = bytes;
        }
    }

    /// <summary>Of left, above and above left, the one nearest to left + above - above left; of equally near ones the first.</summary>
    private static byte Paeth(int left, int above, int aboveLeft)
    {
        int fromLeft = Math.Abs(above - aboveLeft), fromAbove = Math.Abs(left - aboveLeft), fromBoth = Math.Abs(left + above - 2 * aboveLeft);
        return (byte)(fromLeft <= fromAbove && fromLeft <= fromBoth ? left : fromAbove <= fromBoth ? above : aboveLeft);
    }
}
