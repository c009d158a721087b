using System.Buffers.Binary;
using System.IO.Compression;
using Ntt.Data;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class IdxReaderTests
{
    private const int Count = 5;
    private const int Height = 3;
    private const int Width = 7;

    private static readonly byte[] s_labels = [3, 0, 9, 1, 3];

    internal static byte[] Images(int count = Count, int height = Height, int width = Width) =>
        [.. Words(0x803, count, height, width), .. Enumerable.Range(0, count * height * width).Select(i => (byte)(i * 37))];

    internal static byte[] Labels(params byte[] labels) => [.. Words(0x801, labels.Length), .. labels];

    internal static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);
        return target.ToArray();
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, true)]
    [DataRow(true, false)]
    public void Read_GivesTheImagesAndTheirLabels(bool imagesAreGzip, bool labelsAreGzip)
    {
        byte[] images = Images();
        using var folder = new TemporaryFolder();
        // The names say nothing of the compression: the content does.
        string imagesPath = folder.Write("images", imagesAreGzip ? Gzip(images) : images);
        string labelsPath = folder.Write("labels.gz", labelsAreGzip ? Gzip(Labels(s_labels)) : Labels(s_labels));

        LabeledImages read = IdxReader.Read(imagesPath, labelsPath);

        Assert.AreEqual(new TensorShape(1, Height, Width), read.Shape);
        CollectionAssert.AreEqual(images[16..], read.Pixels.ToArray());
        CollectionAssert.AreEqual(new[] { 3, 0, 9, 1, 3 }, read.Labels);
        CollectionAssert.AreEqual(new[] { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" }, read.ClassNames.ToArray());
    }

    [TestMethod]
    public void Read_TakesStreamsThatCannotSeekAndLeavesThemOpen()
    {
        using var images = new GZipStream(new MemoryStream(Gzip(Gzip(Images()))), CompressionMode.Decompress);
        using var labels = new MemoryStream([1, 2, 3, .. Labels(s_labels)]) { Position = 3 };
        LabeledImages read = IdxReader.Read(images, labels, [.. Enumerable.Range(0, 10).Select(i => $"class {i}")]);
        Assert.AreEqual(Count, read.Count);
        Assert.AreEqual("class 9", read.ClassNames[9]);
        Assert.IsTrue(images.CanRead && labels.CanRead);
    }

    [TestMethod]
    public void Read_TakesMoreBytesThanMemoryGrowsByAtOnce()
    {
        byte[] images = Images(2, 4096, 4099);
        LabeledImages read = Read(images, Labels(1, 2));
        Assert.IsTrue(read.Pixels.SequenceEqual(images.AsSpan(16)));
    }

    [TestMethod]
    [DataRow(0x801u, "0x00000801, which is of labels")]
    [DataRow(0xD03u, "0x00000D03")]
    public void Images_WithAWrongMagicNumber_AreRefused(uint magic, string found)
    {
        byte[] images = Images();
        BinaryPrimitives.WriteUInt32BigEndian(images, magic);
        AssertRefused(images, Labels(s_labels), "images", 0, "0x00000803", found);
    }

    [TestMethod]
    public void Labels_WithAWrongMagicNumber_AreRefused() =>
        AssertRefused(Images(), Images(), "labels", 0, "0x00000801", "0x00000803, which is of images");

    [TestMethod]
    public void AnEmptyFile_IsRefused()
    {
        AssertRefused([], Labels(s_labels), "images", 0, "the magic number", "an empty file");
        AssertRefused(Images(), [], "labels", 0, "the magic number", "an empty file");
        AssertRefused(Gzip([]), Labels(s_labels), "images", 0, "the magic number", "an empty file");
    }

    [TestMethod]
    [DataRow(3, 0, "the magic number (4 bytes)", "3 bytes")]
    [DataRow(13, 12, "the width of the images (4 bytes)", "1 bytes")]
    [DataRow(16, 16, "5 images of 3 x 7 (105 bytes)", "0 bytes")]
    [DataRow(120, 16, "5 images of 3 x 7 (105 bytes)", "104 bytes")]
    public void Images_ThatEndEarly_AreRefused(int length, int offset, string expected, string found)
    {
        AssertRefused(Images()[..length], Labels(s_labels), "images", offset, expected, found);
        AssertRefused(Gzip(Images()[..length]), Labels(s_labels), "images", offset, expected, found);
    }

    [TestMethod]
    public void Labels_ThatEndEarly_AreRefused() =>
        AssertRefused(Images(), Labels(s_labels)[..^1], "labels", 8, "5 labels (5 bytes)", "4 bytes");

    [TestMethod]
    public void AHeaderThatPromisesMoreThanThereIs_TakesNoMemoryForIt() =>
        AssertRefused([.. Words(0x803, 2_000_000, 32, 32), 1, 2], Labels(s_labels), "images", 16, "2000000 images of 32 x 32", "2 bytes");

    [TestMethod]
    public void BytesAfterTheLast_AreRefused()
    {
        AssertRefused([.. Images(), 0], Labels(s_labels), "images", 121, "the end of the file", "more bytes");
        AssertRefused(Images(), [.. Labels(s_labels), 0], "labels", 13, "the end of the file", "more bytes");
        AssertRefused(Gzip([.. Images(), 0]), Labels(s_labels), "images", 121, "the end of the file", "more bytes");
    }

    [TestMethod]
    public void CountsThatDisagree_AreRefused() =>
        AssertRefused(Images(), Labels(1, 2, 3, 4), "labels", 4, "5 labels, one for each image of images", "4 labels");

    [TestMethod]
    [DataRow(0, 28, 28, 4, "the number of images")]
    [DataRow(-1, 28, 28, 4, "the number of images")]
    [DataRow(5, 0, 28, 8, "the height of the images")]
    [DataRow(5, 28, 0, 12, "the width of the images")]
    public void NoImages_AreRefused(int count, int height, int width, int offset, string expected) =>
        AssertRefused(Words(0x803, count, height, width), Labels(), "images", offset, expected, $"{(uint)(offset == 4 ? count : 0)}");

    [TestMethod]
    public void MorePixelsThanAnArrayHolds_AreRefused()
    {
        AssertRefused(Words(0x803, 3, 40_000, 40_000), Labels(s_labels), "images", 16, "at most", "3 images of 40000 x 40000");
        AssertRefused(Words(0x803, int.MaxValue, int.MaxValue, int.MaxValue), Labels(s_labels), "images", 16, "at most", "images of");
    }

    [TestMethod]
    public void ALabelOutsideTheClasses_IsRefused()
    {
        AssertRefused(Images(), Labels(3, 0, 10, 1, 3), "labels", 10, "a label of 0 to 9 for image 2", "10");
        var error = Assert.ThrowsExactly<FileContentException>(
            () => IdxReader.Read(new MemoryStream(Images()), new MemoryStream(Labels(0, 1, 2, 3, 1)), ["a", "b", "c"]));
        Assert.AreEqual(11, error.Offset);
        StringAssert.Contains(error.Expected, "0 to 2");
    }

    [TestMethod]
    public void GzipDataThatAreBroken_AreRefused()
    {
        byte[] gzip = Gzip(Images());
        for (int at = 10; at < gzip.Length; at += 5)
        {
            byte[] broken = [.. gzip];
            broken[at] ^= 0xFF;
            var error = Assert.ThrowsExactly<FileContentException>(() => Read(broken, Labels(s_labels)), $"byte {at}");
            Assert.AreEqual("images", error.FileName);
        }
    }

    [TestMethod]
    public void GzipDataThatEndEarly_AreRefused()
    {
        byte[] gzip = Gzip(Images());
        // The last eight bytes are the checksum and the length: without them the images are still whole.
        for (int length = 2; length < gzip.Length - 8; length++)
        {
            var error = Assert.ThrowsExactly<FileContentException>(() => Read(gzip[..length], Labels(s_labels)), $"{length} bytes");
            Assert.AreEqual("images", error.FileName);
        }
    }

    [TestMethod]
    public void AFileThatIsMissing_IsNamed()
    {
        using var folder = new TemporaryFolder();
        string images = folder.Write("images", Images());
        string missing = Path.Combine(folder.FullPath, "labels");
        Assert.AreEqual(missing, Assert.ThrowsExactly<FileNotFoundException>(() => IdxReader.Read(images, missing)).FileName);
    }

    [TestMethod]
    public void NoClasses_AreRefused() => Assert.AreEqual("classNames",
        Assert.ThrowsExactly<ArgumentException>(() => IdxReader.Read(new MemoryStream(Images()), new MemoryStream(Labels(s_labels)), [])).ParamName);

    private static LabeledImages Read(byte[] images, byte[] labels) => IdxReader.Read(new MemoryStream(images), new MemoryStream(labels));

    private static void AssertRefused(byte[] images, byte[] labels, string file, long offset, string expected, string found)
    {
        var error = Assert.ThrowsExactly<FileContentException>(() => Read(images, labels));
        Assert.AreEqual(file, error.FileName);
        Assert.AreEqual(offset, error.Offset, error.Message);
        StringAssert.Contains(error.Expected, expected);
        StringAssert.Contains(error.Found, found);
        Assert.AreEqual($"{error.FileName}: offset {error.Offset}: expected {error.Expected}, found {error.Found}.", error.Message);
    }

    private static byte[] Words(params int[] words)
    {
        var bytes = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
        return bytes;
    }
}
