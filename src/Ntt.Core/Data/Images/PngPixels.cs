using Ntt.Diagnostics;

namespace Ntt.Data;

/// <summary>Turns the rows of a PNG image into planes of bytes.</summary>
internal sealed class PngPixels(PngHeader header, byte[]? palette, byte[]? opacities, string source, int offset)
{
    /// <summary>Unpacks rows without filters.</summary>
    /// <exception cref="FileContentException">A pixel is transparent or has no colour in the palette.</exception>
    public void Unpack(ReadOnlySpan<byte> rows, Span<byte> planes)
    {
        int size = header.Width * header.Height;
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = rows.Slice((y * (header.RowBytes + 1)) + 1, header.RowBytes);
            for (int x = 0; x < header.Width; x++)
            {
                int pixel = (y * header.Width) + x;
                if (header.Color == PngColor.Palette)
                {
                    int index = Sample(row, x);
                    RequireColor(index, x, y);
                    for (int channel = 0; channel < 3; channel++)
                        planes[(channel * size) + pixel] = palette![(3 * index) + channel];
                    continue;
                }
                if (header.Color is PngColor.GrayAlpha or PngColor.RgbAlpha && row[(header.Samples * (x + 1)) - 1] != byte.MaxValue)
                    throw Transparent(x, y, row[(header.Samples * (x + 1)) - 1]);
                for (int channel = 0; channel < header.Channels; channel++)
                    planes[(channel * size) + pixel] = header.BitDepth == 8 ? row[(header.Samples * x) + channel] : Gray(Sample(row, x));
            }
        }
    }

    /// <summary>A sample of a row with one sample a pixel; several share a byte, the first in its highest bits.</summary>
    private int Sample(ReadOnlySpan<byte> row, int x)
    {
        int bits = header.BitDepth, first = x * bits;
        return (row[first / 8] >> (8 - bits - (first % 8))) & ((1 << bits) - 1);
    }

    private byte Gray(int sample) => (byte)(sample * byte.MaxValue / ((1 << header.BitDepth) - 1));

    private void RequireColor(int index, int x, int y)
    {
        if (3 * index >= palette!.Length)
            throw new FileContentException(source, offset, $"a colour of the palette, 0 to {(palette.Length / 3) - 1}, at pixel {x}, {y}", $"{index}");
        if (opacities is not null && index < opacities.Length && opacities[index] != byte.MaxValue)
            throw Transparent(x, y, opacities[index]);
    }

    private FileContentException Transparent(int x, int y, int opacity)
        => new(source, offset, "an image without transparent pixels", $"opacity {opacity} of 255 at pixel {x}, {y}");
}
