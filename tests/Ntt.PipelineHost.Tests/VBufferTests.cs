using Microsoft.ML.Data;

namespace Ntt.PipelineHost.Tests;

[TestClass]
public sealed class VBufferTests
{
    private static VBuffer<int> Sparse => new(5, 2, [7, 9], [1, 3]);

    [TestMethod]
    public void Sparse_HoldsItsValuesAndDefaults()
    {
        Assert.IsFalse(Sparse.IsDense);
        CollectionAssert.AreEqual(new[] { 0, 7, 0, 9, 0 }, Sparse.DenseValues().ToArray());
        CollectionAssert.AreEqual(new[] { 1, 3 }, Sparse.Items().Select(item => item.Key).ToArray());
        Assert.AreEqual(9, Sparse.GetItemOrDefault(3));
        Assert.AreEqual(0, Sparse.GetItemOrDefault(4));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse.GetItemOrDefault(5));
    }

    [TestMethod]
    public void CopyTo_FillsWithTheDefaultAsked()
    {
        int[] target = [-1, -1, -1, -1, -1, -1];

        Sparse.CopyTo(target, 1, 4);

        CollectionAssert.AreEqual(new[] { -1, 4, 7, 4, 9, 4 }, target);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse.CopyTo(new int[4]));
    }

    [TestMethod]
    public void CopyToVector_KeepsSparsity()
    {
        VBuffer<int> copy = new(1, [3]);

        Sparse.CopyTo(ref copy);

        Assert.AreEqual(5, copy.Length);
        CollectionAssert.AreEqual(new[] { 1, 3 }, copy.GetIndices().ToArray());
        CollectionAssert.AreEqual(new[] { 7, 9 }, copy.GetValues().ToArray());
    }

    [TestMethod]
    public void Editor_ReusesRoomAndGrows()
    {
        int[] room = new int[4];
        VBuffer<int> vector = new(4, room);

        VBufferEditor<int> editor = VBufferEditor.Create(ref vector, 3);
        editor.Values.Fill(5);
        vector = editor.Commit();
        CollectionAssert.AreEqual(new[] { 5, 5, 5, 0 }, room);

        editor = VBufferEditor.Create(ref vector, 6, keepOldOnResize: true);
        Assert.AreEqual(6, editor.Values.Length);
        Assert.AreEqual(5, editor.Values[0]);
        Assert.IsTrue(editor.Indices.IsEmpty);

        editor = VBufferEditor.Create(ref vector, 6, 2);
        Assert.AreEqual(2, editor.Indices.Length);
    }

    [TestMethod]
    public void Constructor_ChecksItsBuffers()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<int>(3, new int[2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<int>(3, 4, new int[4], new int[4]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<int>(3, 2, new int[2], new int[1]));
    }

    [TestMethod]
    public void Default_IsEmptyAndDense()
    {
        VBuffer<int> empty = default;
        VBuffer<int> shrunk = new(5, [1, 2, 3, 4, 5]);

        new VBuffer<int>(2, [7, 8]).CopyTo(ref shrunk);

        Assert.AreEqual(0, empty.Length);
        Assert.IsTrue(empty.IsDense);
        Assert.IsTrue(empty.GetValues().IsEmpty);
        CollectionAssert.AreEqual(new[] { 7, 8 }, shrunk.DenseValues().ToArray());
    }

    [TestMethod]
    public void BadLengths_NameTheParameter()
    {
        VBuffer<int> vector = new(3, [1, 2, 3]);

        Outcome.Is("ArgumentOutOfRangeException(length)", () => new VBuffer<int>(-1, []));
        Assert.AreEqual("destination", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => vector.CopyTo(new int[2])).ParamName);
        Assert.AreEqual("valuesCount", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => VBufferEditor.Create(ref vector, 2, 3)).ParamName);
        Assert.AreEqual("newLogicalLength", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => VBufferEditor.Create(ref vector, -2)).ParamName);
    }
}
