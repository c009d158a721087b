using Ntt.Data;
using Ntt.Diagnostics;

namespace Ntt.Core.Tests.Data;

[TestClass]
public sealed class DataSetsTests
{
    private static readonly string[] s_idxFiles =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    [TestMethod]
    [DataRow("mnist", true, "4")]
    [DataRow("mnist", false, "4")]
    [DataRow("fashion-mnist", true, "Coat")]
    public void IdxSets_AreReadPlainOrCompressed(string name, bool compress, string className)
    {
        using var folder = new TemporaryFolder();
        WriteIdxSet(folder, name, compress);
        DataSet set = DataSets.Load(name, [folder.FullPath]);
        Assert.AreEqual(name, set.Name);
        Assert.AreEqual(Path.Combine(folder.FullPath, name), set.Folder);
        CollectionAssert.AreEqual(new[] { 4, 1, 7 }, set.Train.Labels);
        CollectionAssert.AreEqual(new[] { 9, 4 }, set.Test.Labels);
        Assert.AreEqual(className, set.Train.ClassNames[4]);
        Assert.AreEqual(className, set.Test.ClassNames[4]);
    }

    [TestMethod]
    public void Locate_FindsWholeSetsAlone()
    {
        using var folder = new TemporaryFolder();
        WriteIdxSet(folder, "mnist", compress: true);
        folder.Write("cifar100/train.bin", CifarReaderTests.Cifar100((1, 77)));
        Assert.AreEqual(Path.Combine(folder.FullPath, "mnist"), DataSets.Locate("mnist", folder.FullPath));
        Assert.IsNull(DataSets.Locate("cifar100", folder.FullPath));
        Assert.IsNull(DataSets.Locate(DataSets.Digits, folder.FullPath));
        Assert.Contains("\"nist\"", Assert.ThrowsExactly<ArgumentException>(() => DataSets.Locate("nist", folder.FullPath)).Message);
    }

    [TestMethod]
    public void Cifar10_IsReadFromItsSixFiles()
    {
        using var folder = new TemporaryFolder();
        for (byte batch = 1; batch <= 5; batch++)
            folder.Write($"cifar10/data_batch_{batch}.bin", CifarReaderTests.Cifar10(batch));
        folder.Write("cifar10/test_batch.bin", CifarReaderTests.Cifar10(9, 8));
        DataSet set = DataSets.Load("cifar10", [folder.FullPath]);
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, 5 }, set.Train.Labels);
        CollectionAssert.AreEqual(new[] { 9, 8 }, set.Test.Labels);
    }

    [TestMethod]
    public void Cifar100_IsReadFromItsTwoFiles()
    {
        using var folder = new TemporaryFolder();
        folder.Write("cifar100/train.bin", CifarReaderTests.Cifar100((1, 77), (2, 3)));
        folder.Write("cifar100/test.bin", CifarReaderTests.Cifar100((1, 99)));
        DataSet set = DataSets.Load("cifar100", [folder.FullPath]);
        CollectionAssert.AreEqual(new[] { 77, 3 }, set.Train.Labels);
        CollectionAssert.AreEqual(new[] { 99 }, set.Test.Labels);
    }

    [TestMethod]
    public void Svhn_IsReadFromItsTwoFiles()
    {
        using var folder = new TemporaryFolder();
        folder.Write("svhn/train_32x32.mat", SvhnReaderTests.TestSet());
        folder.Write("svhn/test_32x32.mat", SvhnReaderTests.TestSet(compress: false));
        DataSet set = DataSets.Load("svhn", [folder.FullPath]);
        CollectionAssert.AreEqual(new[] { 0, 1, 9, 5 }, set.Train.Labels);
        CollectionAssert.AreEqual(new[] { 0, 1, 9, 5 }, set.Test.Labels);
    }

    [TestMethod]
    public void Digits_NeedNoFiles()
    {
        DataSet set = DataSets.Load(DataSets.Digits, []);
        Assert.IsNull(set.Folder);
        Assert.AreEqual(10_000, set.Train.Count);
        Assert.AreEqual(2_000, set.Test.Count);
        Assert.IsFalse(set.Train.Image(0).SequenceEqual(set.Test.Image(0)));
    }

    [TestMethod]
    public void TheFirstFolderWithAllFiles_IsTaken()
    {
        using var empty = new TemporaryFolder();
        using var partial = new TemporaryFolder();
        using var whole = new TemporaryFolder();
        partial.Write($"mnist/{s_idxFiles[0]}", IdxReaderTests.Images());
        WriteIdxSet(whole, "mnist", compress: true);
        DataSet set = DataSets.Load("mnist", [empty.FullPath, partial.FullPath, whole.FullPath]);
        Assert.AreEqual(Path.Combine(whole.FullPath, "mnist"), set.Folder);
    }

    [TestMethod]
    public void AMissingSet_IsAnErrorThatListsFoldersAndFiles()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        first.Write("cifar10/data_batch_1.bin", CifarReaderTests.Cifar10(1));
        var error = Assert.ThrowsExactly<FileNotFoundException>(() => DataSets.Load("cifar10", [first.FullPath, second.FullPath]));
        foreach (string part in new[]
        {
            "\"cifar10\"", Path.Combine(first.FullPath, "cifar10"), Path.Combine(second.FullPath, "cifar10"),
            "data_batch_1.bin", "data_batch_5.bin", "test_batch.bin", "NTT_DATA",
        })
        {
            StringAssert.Contains(error.Message, part);
        }
    }

    [TestMethod]
    public void AnExplicitFolder_IsLookedIn()
    {
        using var folder = new TemporaryFolder();
        WriteIdxSet(folder, "fashion-mnist", compress: true);
        Assert.AreEqual(Path.Combine(folder.FullPath, "fashion-mnist"), DataSets.Load("fashion-mnist", folder.FullPath).Folder);
        Assert.IsTrue(DataSets.TryLoad("fashion-mnist", folder.FullPath, out DataSet? set));
        Assert.AreEqual(3, set.Train.Count);
    }

    [TestMethod]
    public void ABrokenFile_IsAnErrorAndNotAMissingSet()
    {
        using var folder = new TemporaryFolder();
        WriteIdxSet(folder, "mnist", compress: false);
        string path = folder.Write($"mnist/{s_idxFiles[3]}", [1, 2, 3]);
        Assert.AreEqual(path, Assert.ThrowsExactly<FileContentException>(() => DataSets.TryLoad("mnist", folder.FullPath, out _)).FileName);
    }

    [TestMethod]
    [DataRow("MNIST")]
    [DataRow("imagenet")]
    public void AnUnknownName_IsAnErrorThatListsTheNames(string name)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => DataSets.Load(name));
        StringAssert.Contains(error.Message, "mnist, fashion-mnist, cifar10, cifar100, svhn, digits");
        CollectionAssert.AreEqual(new[] { "mnist", "fashion-mnist", "cifar10", "cifar100", "svhn", "digits" }, DataSets.Names.ToArray());
    }

    [TestMethod]
    public void Candidates_AreTheFolderGivenTheEnvironmentsAndData()
    {
        string root = Path.GetFullPath("/somewhere");
        string data = Path.Combine(root, "data");
        CollectionAssert.AreEqual(
            new[] { Path.Combine(root, "mine"), Path.Combine(root, "theirs"), data }, DataFolders.Candidates("mine", "theirs", root).ToArray());
        CollectionAssert.AreEqual(new[] { data }, DataFolders.Candidates(null, "", root).ToArray());
        CollectionAssert.AreEqual(new[] { data }, DataFolders.Candidates("data", data, root).ToArray());
        Assert.AreEqual(Path.Combine(Environment.CurrentDirectory, "data"), DataFolders.Candidates()[^1]);
    }

    private static void WriteIdxSet(TemporaryFolder folder, string name, bool compress)
    {
        byte[][] files = [IdxReaderTests.Images(3), IdxReaderTests.Labels(4, 1, 7), IdxReaderTests.Images(2), IdxReaderTests.Labels(9, 4)];
        for (int i = 0; i < files.Length; i++)
            folder.Write($"{name}/{s_idxFiles[i]}{(compress ? ".gz" : "")}", compress ? IdxReaderTests.Gzip(files[i]) : files[i]);
    }
}
