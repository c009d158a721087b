using Ntt.Data;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class SvhnReaderTests
{
    private static readonly int[] s_digits = [0, 1, 9, 5];

    // Written by SciPy 1.10.1, which knows nothing of this reader:
    //   h, w, c, n = np.indices((32, 32, 3, 4)); X = ((7*h + 3*w + 50*c + 11*n) % 256).astype('uint8'); y = np.array([[10], [1], [9], [5]])
    //   savemat('svhn-compressed.mat', {'X': X, 'y': y.astype('uint8')}, do_compression=True)
    //   savemat('svhn-plain.mat', {'y': y.astype('float64'), 'X': X})
    [TestMethod]
    [DataRow("svhn-compressed.mat")]
    [DataRow("svhn-plain.mat")]
    public void Read_TakesWhatSciPyWrites(string name)
    {
        using Stream stream = typeof(SvhnReaderTests).Assembly.GetManifestResourceStream(name)!;
        AssertIsTheTestSet(SvhnReader.Read(stream));
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public void Read_TakesBothByteOrdersCompressedOrNot(bool isBigEndian, bool compress)
    {
        using var folder = new TemporaryFolder();
        AssertIsTheTestSet(SvhnReader.Read(folder.Write("train_32x32.mat", TestSet(isBigEndian, compress))));
    }

    [TestMethod]
    public void Read_SkipsVariablesThatAreNotOfTheSet()
    {
        var builder = new MatFileBuilder();
        builder.Add(builder.Matrix("note", 4, [1, 2], builder.Element(4, [65, 0, 66, 0])))
            .Add(builder.Matrix("cells", 1, [0, 0], []), compress: true)
            .Add(builder.Element(14, builder.Element(6, [17, 0, 0, 0, 0, 0, 0, 0])))
            .Add(builder.Element(2, [1, 2, 3, 4, 5]));
        AddTestSet(builder, compress: true);
        AssertIsTheTestSet(SvhnReader.Read(new MemoryStream(builder.ToArray())));
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 1)]
    [DataRow(3, 2)]
    [DataRow(4, 2)]
    [DataRow(5, 4)]
    [DataRow(6, 4)]
    [DataRow(12, 8)]
    [DataRow(13, 8)]
    public void Labels_MayBeOfAnyIntegerType(int type, int size)
    {
        foreach (bool isBigEndian in new[] { false, true })
        {
            var builder = new MatFileBuilder(isBigEndian);
            byte[] labels = [.. new[] { 10, 1, 9, 5 }.SelectMany(label => builder.Number((ulong)label, size))];
            builder.Add(Images(builder)).Add(builder.Matrix("y", 8, [1, 4], builder.Element(type, labels)));
            AssertIsTheTestSet(SvhnReader.Read(new MemoryStream(builder.ToArray())));
        }
    }

    [TestMethod]
    public void Labels_MayBeOfEitherFloatingType()
    {
        foreach (bool isBigEndian in new[] { false, true })
        {
            var builder = new MatFileBuilder(isBigEndian);
            byte[] labels = [.. new[] { 10f, 1, 9, 5 }.SelectMany(label => builder.Number(BitConverter.SingleToUInt32Bits(label), 4))];
            builder.Add(Images(builder)).Add(builder.Matrix("y", 7, [4, 1], builder.Element(7, labels)));
            AssertIsTheTestSet(SvhnReader.Read(new MemoryStream(builder.ToArray())));
        }
    }

    [TestMethod]
    public void ASingleImage_MayHaveThreeDimensions()
    {
        var builder = new MatFileBuilder();
        builder.Add(builder.Matrix("X", MatFileBuilder.UInt8Class, [32, 32, 3], builder.Element(2, Pixels(1)))).Add(Labels(builder, 7));
        LabeledImages images = SvhnReader.Read(new MemoryStream(builder.ToArray()));
        Assert.AreEqual(1, images.Count);
        Assert.AreEqual(7, images.Labels[0]);
    }

    [TestMethod]
    public void Version73_IsRefused()
    {
        AssertRefused(new MatFileBuilder(version: 0x0200).ToArray(), 124, "version 0x0100", "MATLAB 7.3, HDF5");
        AssertRefused([0x89, (byte)'H', (byte)'D', (byte)'F', .. new byte[200]], 0, "version 5", "HDF5");
    }

    [TestMethod]
    public void WhatIsNoMatFile_IsRefused()
    {
        AssertRefused([], 0, "the header of a MAT file (128 bytes)", "an empty file");
        AssertRefused(new byte[100], 0, "the header of a MAT file (128 bytes)", "100 bytes");
        AssertRefused(new byte[200], 126, "\"IM\" or \"MI\"", "0x00 0x00");
        AssertRefused(new MatFileBuilder(version: 0x0400).ToArray(), 124, "version 0x0100", "version 0x0400");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void AFileThatEndsEarly_IsRefusedWhereverItEnds(bool compress)
    {
        byte[] file = TestSet(isBigEndian: false, compress);
        for (int length = 128; length < file.Length; length += compress ? 1 : 101)
            Assert.ThrowsExactly<FileContentException>(() => SvhnReader.Read(new MemoryStream(file[..length])), $"{length} bytes");
        byte[] cut = file[..(file.Length / 2)];
        FileContentException error = Assert.ThrowsExactly<FileContentException>(() => SvhnReader.Read(new MemoryStream(cut)));
        StringAssert.Contains(error.Found, $"the end of the file after {cut.Length - 136} bytes");
        Assert.AreEqual(136, error.Offset);
    }

    [TestMethod]
    public void CompressedDataThatAreBroken_AreRefused()
    {
        byte[] file = TestSet(isBigEndian: false, compress: true);
        // From the zlib header of X on to its checksum.
        int end = 136 + BitConverter.ToInt32(file, 132);
        for (int at = 136; at < end; at += 7)
        {
            byte[] broken = [.. file];
            broken[at] ^= 0xFF;
            Assert.ThrowsExactly<FileContentException>(() => SvhnReader.Read(new MemoryStream(broken)), $"byte {at}");
        }
        file[end - 1] ^= 1;
        var error = Assert.ThrowsExactly<FileContentException>(() => SvhnReader.Read(new MemoryStream(file), "train.mat"));
        Assert.AreEqual("train.mat (in the compressed element at offset 128)", error.FileName);
        StringAssert.Contains(error.Found, "broken compressed data");
    }

    [TestMethod]
    public void OtherVariables_AreRefusedWithTheirNames()
    {
        var builder = new MatFileBuilder();
        AssertRefused(builder.ToArray(), 128, "the variables \"X\" and \"y\"", "no variables");
        builder.Add(Labels(builder, 1)).Add(builder.Matrix("images", MatFileBuilder.UInt8Class, [1, 1], builder.Element(2, [1])));
        byte[] file = builder.ToArray();
        AssertRefused(file, file.Length, "the variables \"X\" and \"y\"", "only \"y\", \"images\"");
    }

    [TestMethod]
    [DataRow(MatFileBuilder.DoubleClass, 0, new[] { 32, 32, 3, 4 }, "double [32 x 32 x 3 x 4]")]
    [DataRow(MatFileBuilder.UInt8Class, 8, new[] { 32, 32, 3, 4 }, "complex uint8 [32 x 32 x 3 x 4]")]
    [DataRow(MatFileBuilder.UInt8Class, 0, new[] { 4, 3, 32, 32 }, "uint8 [4 x 3 x 32 x 32]")]
    [DataRow(MatFileBuilder.UInt8Class, 0, new[] { 32, 32, 12 }, "uint8 [32 x 32 x 12]")]
    [DataRow(MatFileBuilder.UInt8Class, 0, new[] { 32, 32, 3, 0 }, "uint8 [32 x 32 x 3 x 0]")]
    [DataRow(MatFileBuilder.UInt8Class, 0, new[] { 32, 32, 3, 2_000_000_000 }, "uint8 [32 x 32 x 3 x 2000000000]")]
    public void ImagesOfAWrongTypeOrShape_AreRefused(int arrayClass, int flags, int[] dimensions, string found)
    {
        var builder = new MatFileBuilder();
        builder.Add(builder.Matrix("X", arrayClass, dimensions, builder.Element(2, Pixels(4)), flags)).Add(Labels(builder, 10, 1, 9, 5));
        AssertRefused(builder.ToArray(), 136, "\"X\" as uint8 [32 x 32 x 3 x images]", found);
    }

    [TestMethod]
    [DataRow(4, new[] { 4, 1 }, "char [4 x 1]")]
    [DataRow(MatFileBuilder.UInt8Class, new[] { 2, 2 }, "uint8 [2 x 2]")]
    [DataRow(MatFileBuilder.UInt8Class, new[] { 4, 1, 1 }, "uint8 [4 x 1 x 1]")]
    public void LabelsOfAWrongTypeOrShape_AreRefused(int arrayClass, int[] dimensions, string found)
    {
        var builder = new MatFileBuilder();
        builder.Add(builder.Matrix("y", arrayClass, dimensions, builder.Element(2, [10, 1, 9, 5]))).Add(Images(builder));
        AssertRefused(builder.ToArray(), 136, "\"y\" as real numbers [images x 1]", found);
    }

    [TestMethod]
    [DataRow(0.0, "0")]
    [DataRow(11.0, "11")]
    [DataRow(1.5, "1.5")]
    [DataRow(double.NaN, "NaN")]
    public void ALabelOutside1To10_IsRefused(double label, string found)
    {
        var builder = new MatFileBuilder();
        byte[] labels = [.. new[] { 10, label, 9, 5 }.SelectMany(value => builder.Number(BitConverter.DoubleToUInt64Bits(value), 8))];
        builder.Add(builder.Matrix("y", MatFileBuilder.DoubleClass, [4, 1], builder.Element(9, labels))).Add(Images(builder));
        AssertRefused(builder.ToArray(), 136, "a label of 1 to 10 for image 1", found);
    }

    [TestMethod]
    public void CountsThatDisagree_AreRefused()
    {
        var builder = new MatFileBuilder();
        byte[] file = builder.Add(Images(builder)).Add(Labels(builder, 10, 1, 9)).ToArray();
        AssertRefused(file, file.Length, "4 labels in \"y\"", "3 labels");
    }

    [TestMethod]
    public void ElementsWhoseLengthsDisagree_AreRefused()
    {
        foreach (bool compress in new[] { false, true })
        {
            int start = compress ? 0 : 128;
            var builder = new MatFileBuilder();
            builder.Add(builder.Matrix("X", MatFileBuilder.UInt8Class, [32, 32, 3, 4], builder.Element(2, Pixels(3))), compress);
            AssertRefused(builder.ToArray(), start + 64, "12288 bytes of \"X\"", "9216 bytes of data type 2");

            builder = new MatFileBuilder();
            builder.Add(builder.Matrix("y", MatFileBuilder.UInt8Class, [4, 1], [.. builder.Number(9, 4), .. builder.Number(32, 4), 1, 2, 3, 4]), compress);
            AssertRefused(builder.ToArray(), start + 56, "at most 4 bytes of data, the rest of \"y\"", "32 bytes");

            builder = new MatFileBuilder();
            builder.Add(builder.Element(14, builder.Element(6, [9, 0, 0, 0])), compress);
            AssertRefused(builder.ToArray(), start + 16, "array flags of 8 bytes", "4 bytes");

            builder = new MatFileBuilder();
            builder.Add(builder.Element(14, builder.Element(5, new byte[8])), compress);
            AssertRefused(builder.ToArray(), start + 16, "the array flags of data type 6", "data type 5");

            builder = new MatFileBuilder();
            builder.Add(builder.Matrix("X", MatFileBuilder.UInt8Class, [32], []), compress);
            AssertRefused(builder.ToArray(), start + 32, "at least two dimensions of 4 bytes", "4 bytes");

            builder = new MatFileBuilder();
            builder.Add(builder.Matrix("X", MatFileBuilder.UInt8Class, [32, -1], []), compress);
            AssertRefused(builder.ToArray(), start + 40, "dimensions of 0 to", "-1");
        }
    }

    [TestMethod]
    public void AStreamThatCannotSeek_IsRefused()
    {
        using var stream = new System.IO.Compression.ZLibStream(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress);
        Assert.AreEqual("stream", Assert.ThrowsExactly<ArgumentException>(() => SvhnReader.Read(stream)).ParamName);
    }

    internal static byte[] TestSet(bool isBigEndian = false, bool compress = true)
    {
        var builder = new MatFileBuilder(isBigEndian);
        AddTestSet(builder, compress);
        return builder.ToArray();
    }

    private static void AddTestSet(MatFileBuilder builder, bool compress) =>
        builder.Add(Images(builder), compress).Add(Labels(builder, 10, 1, 9, 5), compress);

    private static byte[] Images(MatFileBuilder builder) =>
        builder.Matrix("X", MatFileBuilder.UInt8Class, [32, 32, 3, 4], builder.Element(2, Pixels(4)));

    private static byte[] Labels(MatFileBuilder builder, params byte[] labels) =>
        builder.Matrix("y", MatFileBuilder.UInt8Class, [labels.Length, 1], builder.Element(2, labels));

    /// <summary>Column-major: the row is the fastest index, the image the slowest.</summary>
    private static byte[] Pixels(int count)
    {
        var pixels = new byte[count * 3072];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = Pixel(i / 3072, i / 1024 % 3, i % 32, i / 32 % 32);
        return pixels;
    }

    private static byte Pixel(int image, int channel, int row, int column) => (byte)(7 * row + 3 * column + 50 * channel + 11 * image);

    private static void AssertIsTheTestSet(LabeledImages images)
    {
        Assert.AreEqual(new TensorShape(3, 32, 32), images.Shape);
        CollectionAssert.AreEqual(s_digits, images.Labels);
        Assert.AreEqual("0", images.ClassNames[0]);
        for (int image = 0; image < 4; image++)
        {
            ReadOnlySpan<byte> pixels = images.Image(image);
            for (int i = 0; i < pixels.Length; i++)
                Assert.AreEqual(Pixel(image, i / 1024, i / 32 % 32, i % 32), pixels[i]);
        }
    }

    private static void AssertRefused(byte[] file, long offset, string expected, string found)
    {
        var error = Assert.ThrowsExactly<FileContentException>(() => SvhnReader.Read(new MemoryStream(file), "train.mat"));
        StringAssert.StartsWith(error.FileName, "train.mat");
        StringAssert.Contains(error.Expected, expected);
        StringAssert.Contains(error.Found, found);
        Assert.AreEqual(offset, error.Offset, error.Message);
    }
}
