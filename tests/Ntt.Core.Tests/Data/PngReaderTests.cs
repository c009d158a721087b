using Ntt.Data;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class PngReaderTests
{
    private static readonly byte[][] s_gray = [[10, 20, 250], [0, 255, 7]];

    [TestMethod]
    public void TheCheckIsThatOfTheStandard() => Assert.AreEqual(0xCBF43926, Crc32.Of("123456789"u8));

    [TestMethod]
    public void AFileFromElsewhere_IsRead()
    {
        // 2 x 2 pixels in colour, red and green above blue and white, as zlib and the CRC of another program wrote it.
        byte[] file = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEklEQVR42mP4z8DAAMIM/4EAAB/uBfvxq7p3AAAAAElFTkSuQmCC");
        DecodedImage image = PngReader.Read(file, "file");
        Assert.AreEqual(new TensorShape(3, 2, 2), image.Shape);
        CollectionAssert.AreEqual(new byte[] { 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255 }, image.Pixels);
    }

    [TestMethod]
    [DataRow(0, 1, 1)]
    [DataRow(2, 3, 3)]
    [DataRow(4, 2, 1)]
    [DataRow(6, 4, 3)]
    public void EveryFilter_IsUndone_ForEveryKindOfPixels(int color, int samples, int channels)
    {
        const int Width = 7, Height = 11;
        var random = new Random(color);
        byte[][] rows = new byte[Height][];
        for (int y = 0; y < Height; y++)
        {
            rows[y] = new byte[Width * samples];
            random.NextBytes(rows[y]);
            for (int i = samples - 1; samples % 2 == 0 && i < rows[y].Length; i += samples)
                rows[y][i] = 255;
        }
        foreach (int[] filters in new int[][] { [0], [1], [2], [3], [4], [4, 3, 2, 1, 0] })
        {
            DecodedImage image = Read(new PngFile(Width, Height, color) { Rows = rows, Filters = filters, Step = samples, DataChunks = 3 });
            Assert.AreEqual(new TensorShape(channels, Height, Width), image.Shape);
            for (int pixel = 0; pixel < Width * Height * channels; pixel++)
            {
                int channel = pixel / (Width * Height), y = pixel / Width % Height, x = pixel % Width;
                Assert.AreEqual(rows[y][(x * samples) + channel], image.Pixels[pixel], $"filters {string.Join(' ', filters)}, {x}, {y}, channel {channel}");
            }
        }
    }

    [TestMethod]
    [DataRow(1, new byte[] { 0b10110000, 0b01000000 }, new byte[] { 255, 0, 255, 255, 0, 0, 0, 0, 0, 255 })]
    [DataRow(2, new byte[] { 0b00011011, 0b11100100, 0b01110000 }, new byte[] { 0, 85, 170, 255, 255, 170, 85, 0, 85, 255 })]
    [DataRow(4, new byte[] { 0x01, 0x2F, 0xE3, 0x40, 0x5A }, new byte[] { 0, 17, 34, 255, 238, 51, 68, 0, 85, 170 })]
    public void FewBitsASample_AreUnpacked(int depth, byte[] row, byte[] expected)
    {
        CollectionAssert.AreEqual(expected, Read(new PngFile(10, 1, color: 0, depth) { Rows = [row] }).Pixels);
        byte[] palette = [.. Enumerable.Range(0, 1 << depth).SelectMany(index => new[] { (byte)(3 * index), (byte)(100 + index), (byte)(200 - index) })];
        byte[] colors = Read(new PngFile(10, 1, color: 3, depth) { Rows = [row], Palette = palette, Opacities = [255] }).Pixels;
        byte[] indices = [.. expected.Select(value => (byte)(value * ((1 << depth) - 1) / 255))];
        CollectionAssert.AreEqual(
            indices.Select(index => (byte)(3 * index)).Concat(indices.Select(index => (byte)(100 + index))).Concat(indices.Select(index => (byte)(200 - index))).ToArray(),
            colors);
    }

    [TestMethod]
    public void ChunksThatMayBePassedOver_Are()
        => CollectionAssert.AreEqual(s_gray.SelectMany(row => row).ToArray(), Read(Gray(("gAMA", [0, 0, 1, 2]), ("tEXt", [65, 0, 66]))).Pixels);

    [TestMethod]
    public void WhatIsNoPng_IsRefused()
    {
        Refused([], 0, "the signature of a PNG file", "an empty file");
        Refused("GIF89a 0123"u8.ToArray(), 0, "the signature of a PNG file", "4749463839612030");
    }

    [TestMethod]
    public void EveryTruncation_IsFound()
    {
        byte[] file = Gray().ToArray();
        for (int length = 0; length < file.Length; length++)
            Assert.ThrowsExactly<FileContentException>(() => PngReader.Read(file.AsMemory(0, length), "file"), $"{length} bytes");
        Refused(file[..45], 33, "bytes of the chunk IDAT and its check", "the end of the file after", orStartsWith: true);
    }

    [TestMethod]
    public void EveryFlippedBit_IsFound()
    {
        byte[] file = Gray().ToArray();
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            byte[] damaged = (byte[])file.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsExactly<FileContentException>(() => PngReader.Read(damaged, "file"), $"bit {bit}");
        }
    }

    [TestMethod]
    [DataRow(0, new byte[] { 0, 0, 0, 0 }, "a width and a height of 1 to 65535 pixels", "0 x 2", 16)]
    [DataRow(0, new byte[] { 0, 1, 0, 0 }, "a width and a height of 1 to 65535 pixels", "65536 x 2", 16)]
    [DataRow(8, new byte[] { 16 }, "at most 8 bits a sample", "16, which is not read; convert the image to 8", 24)]
    [DataRow(8, new byte[] { 3 }, "a bit depth that colour type 0 has", "3", 24)]
    [DataRow(8, new byte[] { 4, 2 }, "a bit depth that colour type 2 has", "4", 24)]
    [DataRow(9, new byte[] { 1 }, "a colour type of 0, 2, 3, 4 or 6", "1", 25)]
    [DataRow(10, new byte[] { 1 }, "compression and filter method 0", "1 and 0", 26)]
    [DataRow(12, new byte[] { 1 }, "no interlacing", "Adam7, which is not read; save the image without interlacing", 28)]
    public void HeadersThatAreNotRead_AreNamed(int at, byte[] bytes, string expected, string found, int offset)
    {
        PngFile file = Gray();
        bytes.CopyTo(file.Header, at);
        Refused(file.ToArray(), offset, expected, found);
    }

    [TestMethod]
    public void TransparentPixels_AreRefused()
    {
        Refused(new PngFile(2, 1, 4) { Rows = [[9, 255, 9, 254]] }.ToArray(), 33, "an image without transparent pixels", "opacity 254 of 255 at pixel 1, 0");
        Refused(new PngFile(1, 2, 6) { Rows = [[1, 2, 3, 255], [1, 2, 3, 0]] }.ToArray(), 33, "an image without transparent pixels", "opacity 0 of 255 at pixel 0, 1");
        Refused(new PngFile(3, 2, 0) { Rows = s_gray, Opacities = [0, 7] }.ToArray(), 33, "an image without transparent pixels", "a transparent colour (chunk tRNS)");
        var palette = new PngFile(2, 1, 3) { Rows = [[0, 1]], Palette = [1, 2, 3, 4, 5, 6], Opacities = [255, 0] };
        Refused(palette.ToArray(), 65, "an image without transparent pixels", "opacity 0 of 255 at pixel 1, 0");
    }

    [TestMethod]
    public void PalettesThatDoNotServe_AreRefused()
    {
        Refused(new PngFile(2, 1, 3) { Rows = [[0, 2]], Palette = [1, 2, 3, 4, 5, 6] }.ToArray(), 51, "a colour of the palette, 0 to 1, at pixel 1, 0", "2");
        Refused(new PngFile(2, 1, 3) { Rows = [[0, 2]] }.ToArray(), 33, "a palette (chunk PLTE) before the image data", "none");
        Refused(new PngFile(2, 1, 3) { Rows = [[0, 2]], Palette = [1, 2] }.ToArray(), 33, "a chunk that is known and in its place", "PLTE of 2 bytes");
    }

    [TestMethod]
    public void ImageDataThatDoNotFit_AreRefused()
    {
        PngFile file = Gray();
        byte[] rows = file.Filtered();
        Refused(file.ToArray(PngFile.Compress(rows[..^1])), 33, "8 bytes of image data", "their end after 7 bytes");
        Refused(file.ToArray(PngFile.Compress([.. rows, 0])), 33, "8 bytes of image data", "more bytes");
        Refused(file.ToArray([1, 2, 3, 4]), 33, "image data compressed by zlib", "broken compressed data", orStartsWith: true);
        Refused(file.ToArray([]), 33, "image data (chunk IDAT) before the end", "IEND");
        Refused(new PngFile(3, 2, 0) { Rows = s_gray, Filters = [0, 5] }.ToArray(), 33, "the filter of row 1, 0 to 4", "5");
        Refused(Gray(("ABCD", [])).ToArray(), 33, "a chunk that is known and in its place", "ABCD of 0 bytes");
        Refused(Gray(("IHDR", new byte[13])).ToArray(), 33, "a chunk that is known and in its place", "IHDR of 13 bytes");
        Refused(new PngFile(20000, 20000, 2) { Rows = s_gray }.ToArray(), 33, "image data of 20000 x 20000 pixels", "compressed bytes, which cannot hold them", orStartsWith: true);
        Refused(new PngFile(30000, 30000, 2) { Rows = s_gray }.ToArray(), 33, "an image of at most 2147483591 bytes", "one of 30000 x 30000 pixels, 2700030000 bytes");
        Refused(new PngFile(30000, 30000, 3) { Rows = s_gray, Palette = [1, 2, 3] }.ToArray(), 48, "an image of at most 2147483591 bytes", "one of 30000 x 30000 pixels, 2700000000 bytes");
    }

    private static PngFile Gray(params (string, byte[])[] extra) => new(3, 2, color: 0) { Rows = s_gray, Extra = extra };

    private static DecodedImage Read(PngFile file) => PngReader.Read(file.ToArray(), "file");

    private static void Refused(byte[] file, long offset, string expected, string found, bool orStartsWith = false)
    {
        var problem = Assert.ThrowsExactly<FileContentException>(() => PngReader.Read(file, "some file"));
        Assert.AreEqual("some file", problem.FileName);
        Assert.AreEqual(offset, problem.Offset, problem.Message);
        if (orStartsWith)
        {
            StringAssert.Contains(problem.Expected, expected);
            StringAssert.Contains(problem.Found, found);
            return;
        }
        Assert.AreEqual((expected, found), (problem.Expected, problem.Found));
    }
}
