using Ntt.Files;

namespace Ntt.Core.Tests.Files;

[TestClass]
public sealed class AtomicFileTests
{
    [TestMethod]
    public void SeveralWritersOfOneFile_DoNotDisturbEachOther()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.FullPath, "file");
        byte[][] contents = [.. Enumerable.Range(0, 8).Select(writer => Enumerable.Repeat((byte)writer, 300_000 + writer).ToArray())];
        for (var round = 0; round < 10; round++)
        {
            Parallel.ForEach(contents, content => AtomicFile.Write(path, content));

            var written = File.ReadAllBytes(path);
            CollectionAssert.AreEqual(contents[written[0]], written);
            Assert.HasCount(1, Directory.GetFileSystemEntries(folder.FullPath));
        }
    }
}
