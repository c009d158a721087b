using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class SparseMatrixTests
{
    [TestMethod]
    public void IndexesTheSameElementsByRowAndByColumn()
    {
        // . a . b
        // . . . .
        // c d . .
        var matrix = SparseMatrix.FromKept(3, 4, [1, 3, 8, 9], [10, 20, 30, 40]);
        Assert.AreEqual(3, matrix.Rows);
        Assert.AreEqual(4, matrix.Columns);
        Assert.AreEqual(4, matrix.Count);
        Assert.AreEqual("0 2 2 4", string.Join(' ', matrix.RowStart.ToArray()));
        Assert.AreEqual("1 3 0 1", string.Join(' ', matrix.ColumnIndex.ToArray()));
        Assert.AreEqual("0 1 3 3 4", string.Join(' ', matrix.ColumnStart.ToArray()));
        Assert.AreEqual("2 0 2 0", string.Join(' ', matrix.RowIndex.ToArray()));
        Assert.AreEqual("2 0 3 1", string.Join(' ', matrix.ValuePosition.ToArray()));
    }

    [TestMethod]
    public void BothFactoriesAgreeAndGoBackToTheDenseMatrix()
    {
        var random = new Random(1);
        foreach ((int rows, int columns) in new[] { (1, 1), (13, 7), (1, 65), (33, 1), (20, 31) })
        {
            float[] dense = Fill.Uniform(random, rows * columns);
            int[] kept = [.. Enumerable.Range(0, dense.Length).Where(_ => random.Next(3) == 0)];
            var expected = new float[dense.Length];
            foreach (int i in kept)
                expected[i] = dense[i];

            var a = SparseMatrix.FromDense(rows, columns, dense, i => Array.BinarySearch(kept, i) >= 0);
            var b = SparseMatrix.FromKept(rows, columns, kept, []);
            CollectionAssert.AreEqual(new float[kept.Length], b.Values);
            b.CopyFrom(dense);
            foreach (SparseMatrix matrix in new[] { a, b })
            {
                float[] back = Fill.Uniform(random, dense.Length);
                matrix.CopyTo(back);
                CollectionAssert.AreEqual(expected, back);
            }
        }
    }

    [TestMethod]
    public void MayBeEmpty()
    {
        Assert.AreEqual(0, SparseMatrix.FromKept(0, 0, [], []).Count);
        Assert.AreEqual(0, SparseMatrix.FromKept(0, 5, [], []).Count);
        var nothingKept = SparseMatrix.FromKept(4, 5, [], []);
        CollectionAssert.AreEqual(new int[5], nothingKept.RowStart.ToArray());
        CollectionAssert.AreEqual(new int[6], nothingKept.ColumnStart.ToArray());
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        Refusal.Of<ArgumentOutOfRangeException>("rows", () => SparseMatrix.FromKept(-1, 2, [], []));
        Refusal.Of<ArgumentOutOfRangeException>("columns", () => SparseMatrix.FromKept(1, -2, [], []));
        Refusal.Of<ArgumentOutOfRangeException>("columns", () => SparseMatrix.FromKept(65536, 65536, [], []));
        Refusal.Of<ArgumentOutOfRangeException>("kept", () => SparseMatrix.FromKept(2, 2, [1, 4], []));
        Refusal.Of<ArgumentOutOfRangeException>("kept", () => SparseMatrix.FromKept(2, 2, [-1], []));
        Refusal.Of<ArgumentException>("kept", () => SparseMatrix.FromKept(2, 2, [2, 2], []));
        Refusal.Of<ArgumentException>("kept", () => SparseMatrix.FromKept(2, 2, [2, 1], []));
        Refusal.Of<ArgumentException>("values", () => SparseMatrix.FromKept(2, 2, [2], [1, 2]));
        Refusal.Of<ArgumentException>("dense", () => SparseMatrix.FromDense(2, 2, new float[3], _ => true));
        Refusal.Of<ArgumentNullException>("isKept", () => SparseMatrix.FromDense(2, 2, new float[4], null!));
        Refusal.Of<ArgumentException>("dense", () => SparseMatrix.FromKept(2, 2, [2], []).CopyTo(new float[5]));
        Refusal.Of<ArgumentException>("dense", () => SparseMatrix.FromKept(2, 2, [2], []).CopyFrom(new float[3]));
    }
}
