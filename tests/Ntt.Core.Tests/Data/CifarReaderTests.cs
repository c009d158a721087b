using Ntt.Data;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class CifarReaderTests
{
    private const int ImageBytes = 3072;

    internal static byte[] Cifar10(params byte[] labels) => [.. labels.SelectMany((label, i) => (byte[])[label, .. Image(i)])];

    internal static byte[] Cifar100(params (byte Coarse, byte Fine)[] labels) =>
        [.. labels.SelectMany((label, i) => (byte[])[label.Coarse, label.Fine, .. Image(i)])];

    [TestMethod]
    public void ReadCifar10_JoinsTheFiles()
    {
        using var folder = new TemporaryFolder();
        LabeledImages images = CifarReader.ReadCifar10(folder.Write("1.bin", Cifar10(9, 0)), folder.Write("2.bin", Cifar10(4)));
        Assert.AreEqual(new TensorShape(3, 32, 32), images.Shape);
        CollectionAssert.AreEqual(new[] { 9, 0, 4 }, images.Labels);
        CollectionAssert.AreEqual(Image(1), images.Image(1).ToArray());
        CollectionAssert.AreEqual(Image(0), images.Image(2).ToArray());
        Assert.AreEqual("truck", images.ClassNames[9]);
    }

    [TestMethod]
    public void ReadCifar100_TakesTheFineLabels()
    {
        using var folder = new TemporaryFolder();
        LabeledImages images = CifarReader.ReadCifar100(folder.Write("train.bin", Cifar100((19, 99), (0, 42))));
        CollectionAssert.AreEqual(new[] { 99, 42 }, images.Labels);
        CollectionAssert.AreEqual(Image(1), images.Image(1).ToArray());
        Assert.HasCount(100, images.ClassNames.Distinct());
        Assert.AreEqual("worm", images.ClassNames[99]);
        CollectionAssert.AreEqual(images.ClassNames.Order(StringComparer.Ordinal).ToArray(), images.ClassNames.ToArray());
    }

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(3072, 0)]
    [DataRow(3074, 3073)]
    [DataRow(6145, 3073)]
    public void AFileOfTheWrongLength_IsRefused(int length, int offset)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("short.bin", Cifar10(1, 2)[..length]);
        FileContentException error = AssertRefused(() => CifarReader.ReadCifar10(path), path, offset);
        StringAssert.Contains(error.Expected, "records of 3073 bytes");
        StringAssert.Contains(error.Found, $"the file has {length} bytes");
    }

    [TestMethod]
    public void AnEmptyFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string whole = folder.Write("whole.bin", Cifar10(1));
        string path = folder.Write("empty.bin", []);
        Assert.AreEqual("an empty file", AssertRefused(() => CifarReader.ReadCifar10(whole, path), path, 0).Found);
    }

    [TestMethod]
    public void ACifar10LabelAbove9_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.bin", Cifar10(9, 10));
        FileContentException error = AssertRefused(() => CifarReader.ReadCifar10(path), path, 3073);
        Assert.AreEqual("a label of 0 to 9", error.Expected);
        Assert.AreEqual("10", error.Found);
    }

    [TestMethod]
    [DataRow(19, 100, 3075, "a fine label of 0 to 99", "100")]
    [DataRow(20, 99, 3074, "a coarse label of 0 to 19", "20")]
    public void ACifar100LabelAboveItsRange_IsRefused(int coarse, int fine, int offset, string expected, string found)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.bin", Cifar100((0, 0), ((byte)coarse, (byte)fine)));
        FileContentException error = AssertRefused(() => CifarReader.ReadCifar100(path), path, offset);
        Assert.AreEqual(expected, error.Expected);
        Assert.AreEqual(found, error.Found);
    }

    [TestMethod]
    public void NoFiles_AreRefused()
    {
        Assert.AreEqual("paths", Assert.ThrowsExactly<ArgumentException>(() => CifarReader.ReadCifar10()).ParamName);
        using var folder = new TemporaryFolder();
        string missing = Path.Combine(folder.FullPath, "missing.bin");
        Assert.AreEqual(missing, Assert.ThrowsExactly<FileNotFoundException>(() => CifarReader.ReadCifar100(missing)).FileName);
    }

    private static byte[] Image(int index) => [.. Enumerable.Range(0, ImageBytes).Select(i => (byte)(i * 31 + index * 97))];

    private static FileContentException AssertRefused(Func<object> read, string path, long offset)
    {
        var error = Assert.ThrowsExactly<FileContentException>(() => read());
        Assert.AreEqual(path, error.FileName);
        Assert.AreEqual(offset, error.Offset);
        return error;
    }
}
