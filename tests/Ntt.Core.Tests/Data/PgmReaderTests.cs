using System.Text;
using Ntt.Data;
using Ntt.Diagnostics;
using Ntt.Networks;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class PgmReaderTests
{
    [TestMethod]
    [DataRow("P5\n3 2\n255\n")]
    [DataRow("P5 # by hand\n# and more\n 3\t2\r\n255 ")]
    public void HeadersOfEveryForm_AreRead(string header)
    {
        DecodedImage image = PgmReader.Read(File(header, 0, 35, 9, 10, 13, 255), "file");
        Assert.AreEqual(new TensorShape(1, 2, 3), image.Shape);
        CollectionAssert.AreEqual(new byte[] { 0, 35, 9, 10, 13, 255 }, image.Pixels);
    }

    [TestMethod]
    public void ValuesAreStretched()
        => CollectionAssert.AreEqual(new byte[] { 0, 85, 170, 255 }, PgmReader.Read(File("P5 2 2 3\n", 0, 1, 2, 3), "file").Pixels);

    [TestMethod]
    [DataRow("", 0L, "P5, the signature of a binary PGM file", "an empty file")]
    [DataRow("P2 1 1 255\n7", 0L, "P5, the signature of a binary PGM file", "bytes 5032203120312032")]
    [DataRow("P53 1 255\nx", 2L, "the width, 1 to 65535, and a blank", "bytes 33203120323535")]
    [DataRow("P5 0 1 255\nx", 3L, "the width, 1 to 65535, and a blank", "bytes 3020312032353")]
    [DataRow("P5 1 x 255\nx", 5L, "the height, 1 to 65535, and a blank", "bytes 7820323535")]
    [DataRow("P5 1 1 65535\nxx", 7L, "the largest value, 1 to 255, and a blank", "bytes 36353533350A7878")]
    [DataRow("P5 1 1 255", 7L, "the largest value, 1 to 255, and a blank", "bytes 323535")]
    [DataRow("P5 1 1", 5L, "the height, 1 to 65535, and a blank", "bytes 31")]
    [DataRow("P5 1 ", 5L, "the height, 1 to 65535, and a blank", "the end of the file")]
    [DataRow("P5 2 2 255\nxxx", 11L, "4 bytes, 2 x 2 pixels, and the end of the file", "3 bytes")]
    [DataRow("P5 2 2 255\nxxxxx", 11L, "4 bytes, 2 x 2 pixels, and the end of the file", "5 bytes")]
    [DataRow("P5 2 1 9\n\u0009x", 10L, "a value of at most 9", "120")]
    public void DamagedFiles_AreRefused(string file, long offset, string expected, string found)
    {
        var problem = Assert.ThrowsExactly<FileContentException>(() => PgmReader.Read(Encoding.Latin1.GetBytes(file), "some file"));
        Assert.AreEqual("some file", problem.FileName);
        Assert.AreEqual((offset, expected), (problem.Offset, problem.Expected));
        StringAssert.StartsWith(problem.Found, found);
    }

    private static byte[] File(string header, params byte[] pixels) => [.. Encoding.Latin1.GetBytes(header), .. pixels];
}
