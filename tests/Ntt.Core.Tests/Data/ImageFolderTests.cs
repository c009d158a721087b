using Ntt.Data;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class ImageFolderTests
{
    private readonly string _root = Directory.CreateTempSubdirectory("images").FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void FoldersAreClasses_InOrdinalOrder_AndSoAreFiles()
    {
        Write("b/2.png", Gray(5));
        Write("b/10.PNG", Gray(4));
        Write("Z/deep/er/1.pgm", [.. "P5 2 1 255\n"u8, 1, 2]);
        Write("a/1.png", Gray(3));
        Write("a/notes.txt", [1]);
        Write("a/.hidden.png", [1]);
        Write(".git/1.png", [1]);
        Write("a/.cache/1.png", [1]);
        Write("readme.md", [1]);
        LabeledImages images = ImageFolder.Read(_root);
        Assert.AreEqual(new TensorShape(1, 1, 2), images.Shape);
        CollectionAssert.AreEqual(new[] { "Z", "a", "b" }, images.ClassNames.ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 2 }, images.Labels);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 4, 5, 5, 6 }, images.Pixels.ToArray());
    }

    [TestMethod]
    public void GrayImagesAmongColoredOnes_GetThreeChannels()
    {
        Write("a/1.png", Gray(3));
        Write("b/1.png", Color(10));
        LabeledImages images = ImageFolder.Read(_root);
        Assert.AreEqual(new TensorShape(3, 1, 2), images.Shape);
        CollectionAssert.AreEqual(new byte[] { 3, 4, 3, 4, 3, 4, 10, 13, 11, 14, 12, 15 }, images.Pixels.ToArray());
        CollectionAssert.AreEqual(images.Pixels.ToArray(), ImageFolder.Read(_root, channels: 3).Pixels.ToArray());
        Refused(() => ImageFolder.Read(_root, channels: 1), "b/1.png", "a grey image, for 1 channel was asked for", "one in colour");
        Assert.AreEqual("channels", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageFolder.Read(_root, channels: 2)).ParamName);
        Directory.Delete(Path.Combine(_root, "b"), recursive: true);
        CollectionAssert.AreEqual(new byte[] { 3, 4, 3, 4, 3, 4 }, ImageFolder.Read(_root, channels: 3).Pixels.ToArray());
    }

    [TestMethod]
    public void ClassesCanBeGiven()
    {
        Write("b/1.png", Gray(3));
        Write("a/1.png", Gray(5));
        LabeledImages images = ImageFolder.Read(_root, classNames: ["b", "c", "a"]);
        CollectionAssert.AreEqual(new[] { 0, 2 }, images.Labels);
        CollectionAssert.AreEqual(new[] { "b", "c", "a" }, images.ClassNames.ToArray());
        Refused(() => ImageFolder.Read(_root, classNames: ["a"]), "b", "a folder of the classes a", "'b'");
    }

    [TestMethod]
    public void FoldersWithoutImages_AreRefused()
    {
        StringAssert.Contains(Assert.ThrowsExactly<DirectoryNotFoundException>(() => ImageFolder.Read(Path.Combine(_root, "none"))).Message, "none'");
        Refused(() => ImageFolder.Read(_root), "", "a folder of images for every class", "no folder");
        Write("a/1.png", Gray(3));
        Write("b/1.txt", [1]);
        Refused(() => ImageFolder.Read(_root), "b", "at least one PNG or PGM file", "none");
        Write("1.png", Gray(3));
        Refused(() => ImageFolder.Read(_root), "1.png", $"images in a folder a class of '{_root}'", "an image outside them");
    }

    [TestMethod]
    public void FilesThatDoNotBelong_AreNamed()
    {
        Write("a/1.png", Gray(3));
        Write("b/1.png", new PngFile(1, 2, 0) { Rows = [[1], [2]] }.ToArray());
        string first = Path.Combine(_root, "a", "1.png");
        Refused(() => ImageFolder.Read(_root), "b/1.png", $"2 x 1 pixels, as {first} has", "1 x 2; all images must be of one size");
        Write("b/1.png", [1, 2, 3]);
        Refused(() => ImageFolder.Read(_root), "b/1.png", "the signature of a PNG file", "010203");
        Write("b/1.png", Gray(3)[..50]);
        Refused(() => ImageFolder.Read(_root), "b/1.png", "bytes of the chunk IDAT and its check", "the end of the file after");
        File.Delete(Path.Combine(_root, "b", "1.png"));
        Write("b/1.jpg", [0xFF, 0xD8]);
        Refused(() => ImageFolder.Read(_root), "b/1.jpg", "a PNG or PGM file", "one named .jpg, which is not read; convert it, or load it by ML.NET's LoadImages");
    }

    private static byte[] Gray(byte first) => new PngFile(2, 1, 0) { Rows = [[first, (byte)(first + 1)]] }.ToArray();

    private static byte[] Color(byte first) => new PngFile(2, 1, 2) { Rows = [[.. Enumerable.Range(first, 6).Select(value => (byte)value)]] }.ToArray();

    private void Write(string name, byte[] content)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private void Refused(Func<LabeledImages> read, string file, string expected, string found)
    {
        var problem = Assert.ThrowsExactly<FileContentException>(read);
        Assert.AreEqual(Path.GetFullPath(Path.Combine(_root, file)), problem.FileName);
        StringAssert.Contains(problem.Expected, expected);
        StringAssert.Contains(problem.Found, found);
    }
}
