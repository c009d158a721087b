using System.Buffers.Binary;
using Microsoft.ML;
using Microsoft.ML.Data;
using Ntt.Diagnostics;

namespace Ntt.Pipeline.Tests.Loading;

[TestClass]
public sealed class ImageDataTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void ViewShowsScaledPixelsAndNamedLabels()
    {
        var images = SmallData.Images(7);
        var view = _ml.Data.LoadFromImages(images);
        Assert.AreEqual(7, view.GetRowCount());
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 30), view.Schema["Features"].Type);
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 3), view.Schema["Label"].Type);
        CollectionAssert.AreEqual(SmallData.ClassNames, view.Schema["Label"].Names("KeyValues"));
        CollectionAssert.AreEqual(images.Labels.Select(label => (uint)label + 1).ToArray(), view.Scalars<uint>("Label"));
        CollectionAssert.AreEqual(images.ToSamples().Values, view.Vectors<float>("Features").SelectMany(row => row).ToArray());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(50)]
    public void CursorSetSharesTheRowsOut(int cursors)
    {
        var images = SmallData.Images(201);
        var view = _ml.Data.LoadFromImages(images);
        var rows = new List<(long Batch, ulong Id, uint Label)>();
        foreach (var cursor in view.GetRowCursorSet([view.Schema["Label"]], cursors))
        {
            using (cursor)
            {
                var (getId, getLabel) = (cursor.GetIdGetter(), cursor.GetGetter<uint>(view.Schema["Label"]));
                var (id, label, last) = (default(DataViewRowId), 0u, -1L);
                while (cursor.MoveNext())
                {
                    getId(ref id);
                    getLabel(ref label);
                    Assert.IsGreaterThanOrEqualTo(last, cursor.Batch);
                    last = cursor.Batch;
                    rows.Add((cursor.Batch, id.Low, label));
                }
            }
        }

        var inOrder = rows.OrderBy(row => row.Batch).ThenBy(row => row.Id).ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(0, 201).Select(row => (ulong)row).ToArray(), inOrder.Select(row => row.Id).ToArray());
        CollectionAssert.AreEqual(images.Labels.Select(label => (uint)label + 1).ToArray(), inOrder.Select(row => row.Label).ToArray());
    }

    [TestMethod]
    public void ColumnThatWasNotAskedForIsRefused()
    {
        var view = SmallData.View(_ml, 3);
        using var cursor = view.GetRowCursor([view.Schema["Label"]]);
        Assert.IsTrue(cursor.IsColumnActive(view.Schema["Label"]));
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Features"]));
        var problem = Assert.Throws<ArgumentException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]));
        StringAssert.Contains(problem.Message, "'Features'");
        var wrongType = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Label"]));
        StringAssert.Contains(wrongType.Message, "'Label'");
    }

    [TestMethod]
    public void ReadingBeforeTheFirstRowIsRefused()
    {
        var view = SmallData.View(_ml, 3);
        using var cursor = view.GetRowCursor([view.Schema["Label"]]);
        var getter = cursor.GetGetter<uint>(view.Schema["Label"]);
        Assert.AreEqual(-1, cursor.Position);
        uint label = 0;
        Assert.Throws<InvalidOperationException>(() => getter(ref label));
    }

    [TestMethod]
    public void IdxFilesAreLoaded()
    {
        using var folder = new TemporaryFolder();
        var images = SmallData.Images(4);
        var names = Enumerable.Range(0, 10).Select(index => $"class {index}").ToArray();
        WriteIdx(folder, images.Pixels.ToArray(), images.Labels);
        var view = _ml.Data.LoadFromIdx(folder.File("images"), folder.File("labels"), names);
        CollectionAssert.AreEqual(names, view.Schema["Label"].Names("KeyValues"));
        CollectionAssert.AreEqual(images.ToSamples().Values, view.Vectors<float>("Features").SelectMany(row => row).ToArray());
        Assert.AreEqual(10ul, ((KeyDataViewType)_ml.Data.LoadFromIdx(folder.File("images"), folder.File("labels")).Schema["Label"].Type).Count);
    }

    [TestMethod]
    public void DamagedIdxNamesTheFile()
    {
        using var folder = new TemporaryFolder();
        var images = SmallData.Images(4);
        WriteIdx(folder, images.Pixels[..^1].ToArray(), images.Labels);
        var problem = Assert.Throws<FileContentException>(() => _ml.Data.LoadFromIdx(folder.File("images"), folder.File("labels")));
        StringAssert.Contains(problem.Message, folder.File("images"));
        Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadFromIdx(folder.File("none"), folder.File("labels")));
    }

    [TestMethod]
    public void ImageFoldersAreLoaded()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, value) in new[] { ("night", (byte)51), ("day", (byte)255) })
        {
            Directory.CreateDirectory(folder.File(name));
            File.WriteAllBytes(Path.Combine(folder.File(name), "1.pgm"), [.. "P5 2 1 255\n"u8, value, 0]);
        }

        var view = _ml.Data.LoadFromImageFolder(folder.Path);
        CollectionAssert.AreEqual(new[] { "day", "night" }, view.Schema["Label"].Names("KeyValues"));
        CollectionAssert.AreEqual(new[] { 1u, 2u }, view.Scalars<uint>("Label"));
        CollectionAssert.AreEqual(new[] { 1f, 0f, 51 / 255f, 0f }, view.Vectors<float>("Features").SelectMany(row => row).ToArray());
        var coloured = _ml.Data.LoadFromImageFolder(folder.Path, channels: 3, classNames: ["night", "day"]);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 6), coloured.Schema["Features"].Type);
        CollectionAssert.AreEqual(new[] { 1u, 2u }, coloured.Scalars<uint>("Label"));
        Assert.AreEqual(51 / 255f, coloured.Vectors<float>("Features")[0][4]);
        Assert.Throws<DirectoryNotFoundException>(() => _ml.Data.LoadFromImageFolder(folder.File("none")));
        Directory.CreateDirectory(folder.File("dusk"));
        Assert.Throws<FileContentException>(() => _ml.Data.LoadFromImageFolder(folder.Path));
    }

    private static void WriteIdx(TemporaryFolder folder, byte[] pixels, int[] labels)
    {
        File.WriteAllBytes(folder.File("images"), [.. Header(0x803, labels.Length, 6, 5), .. pixels]);
        File.WriteAllBytes(folder.File("labels"), [.. Header(0x801, labels.Length), .. labels.Select(label => (byte)label)]);
    }

    private static byte[] Header(params int[] numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var index = 0; index < numbers.Length; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * index), numbers[index]);
        }

        return bytes;
    }
}
