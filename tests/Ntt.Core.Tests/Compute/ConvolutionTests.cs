using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class ConvolutionTests
{
    private const double Tolerance = 1e-4;

    [TestMethod]
    public void ForwardMatchesThePlainSums()
    {
        using var team = new WorkerTeam(2);
        foreach (ConvolutionCase x in ConvolutionCase.Draw(new Random(1)))
        {
            foreach (bool accumulate in new[] { false, true })
            {
                double[] expected = x.Forward(accumulate);
                foreach (VectorWidth width in Widths.All)
                {
                    float[] sparse = [.. x.Y], dense = [.. x.Y];
                    Convolution.Forward(width, team, x.Geometry, x.Sparse, x.Bias, x.X, sparse, x.Columns, accumulate);
                    Convolution.Forward(width, team, x.Geometry, x.W, x.Bias, x.X, dense, x.Columns, accumulate);
                    Near.AreEqual(expected, sparse, Tolerance, $"sparse {x} {width}");
                    Near.AreEqual(expected, dense, Tolerance, $"dense {x} {width}");
                }
            }
        }
    }

    [TestMethod]
    public void AdjointMatchesThePlainSums()
    {
        using var team = new WorkerTeam(2);
        foreach (ConvolutionCase x in ConvolutionCase.Draw(new Random(2)))
        {
            double[] expected = x.Adjoint();
            foreach (VectorWidth width in Widths.All)
            {
                float[] sparse = [.. x.X], dense = [.. x.X];
                Convolution.Adjoint(width, team, x.Geometry, x.Sparse, x.Y, sparse, x.Columns);
                Convolution.Adjoint(width, team, x.Geometry, x.W, x.Y, dense, x.Columns);
                Near.AreEqual(expected, sparse, Tolerance, $"sparse {x} {width}");
                Near.AreEqual(expected, dense, Tolerance, $"dense {x} {width}");
            }
        }
    }

    [TestMethod]
    public void RectifyingAndGatingWithTheProductIsTheSameAsAfterIt()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(6);
        foreach (ConvolutionCase x in ConvolutionCase.Draw(random))
        {
            float[] gate = Fill.Uniform(random, x.X.Length);
            foreach (VectorWidth width in Widths.All)
            {
                float[] plain = new float[x.Y.Length], rectified = new float[x.Y.Length];
                Convolution.Forward(width, team, x.Geometry, x.Sparse, x.Bias, x.X, plain, x.Columns, accumulate: false);
                Convolution.Forward(width, team, x.Geometry, x.Sparse, x.Bias, x.X, rectified, x.Columns, accumulate: false, rectify: true);
                CollectionAssert.AreEqual(plain.Select(value => Math.Max(value, 0)).ToArray(), rectified, $"rectified {x} {width}");

                float[] all = new float[x.X.Length], gated = new float[x.X.Length];
                Convolution.Adjoint(width, team, x.Geometry, x.Sparse, x.Y, all, x.Columns);
                Convolution.Adjoint(width, team, x.Geometry, x.Sparse, x.Y, gated, x.Columns, gate);
                CollectionAssert.AreEqual(all.Zip(gate, (value, open) => open > 0 ? value : 0).ToArray(), gated, $"gated {x} {width}");
            }
        }
    }

    [TestMethod]
    [DataRow(3, 40, 130)]
    [DataRow(70, 9, 300)]
    [DataRow(130, 6, 64)]
    public void WindowsOfEveryShapeGiveThePlainSums(int channels, int size, int columns)
    {
        using var team = new WorkerTeam(3);
        var geometry = ConvolutionGeometry.Same(channels, size, size, 5, 3, 3, 1);
        var window = new ImageWindow(geometry, isAdjoint: false, columns);
        Assert.IsTrue(window.Bands > 1 || window.Blocks > 1, "the case needs several windows");
        ConvolutionCase x = ConvolutionCase.Draw(new Random(7), geometry, columns, 0.05);
        float[] y = new float[x.Y.Length], xBar = new float[x.X.Length], gradient = new float[x.Sparse.Count];
        Convolution.Forward(team, geometry, x.Sparse, x.Bias, x.X, y, columns, accumulate: false);
        Convolution.Adjoint(team, geometry, x.Sparse, x.Y, xBar, columns);
        Convolution.WeightGradient(team, geometry, x.Sparse, x.Y, x.X, gradient, columns);
        Near.AreEqual(x.Forward(accumulate: false), y, Tolerance, "forward");
        Near.AreEqual(x.Adjoint(), xBar, Tolerance, "adjoint");
        Near.AreEqual([.. Kept(x, x.WeightGradient(new float[x.W.Length]))], gradient, Tolerance, "gradient");
    }

    [TestMethod]
    public void StridesOverImagesThatNoCacheHoldsGiveThePlainSums()
    {
        using var team = new WorkerTeam(3);
        var geometry = ConvolutionGeometry.Same(64, 9, 32, 5, 3, 3, 2);
        ConvolutionCase x = ConvolutionCase.Draw(new Random(9), geometry, columns: 64, 0.05);
        float[] y = new float[x.Y.Length], xBar = new float[x.X.Length], gradient = new float[x.Sparse.Count];
        Convolution.Forward(team, geometry, x.Sparse, x.Bias, x.X, y, x.Columns, accumulate: false);
        Convolution.Adjoint(team, geometry, x.Sparse, x.Y, xBar, x.Columns);
        Convolution.WeightGradient(team, geometry, x.Sparse, x.Y, x.X, gradient, x.Columns);
        Near.AreEqual(x.Forward(accumulate: false), y, Tolerance, "forward");
        Near.AreEqual(x.Adjoint(), xBar, Tolerance, "adjoint");
        Near.AreEqual([.. Kept(x, x.WeightGradient(new float[x.W.Length]))], gradient, Tolerance, "gradient");
    }

    [TestMethod]
    public void WeightGradientMatchesThePlainSums()
    {
        using var team = new WorkerTeam(2);
        var random = new Random(3);
        foreach (ConvolutionCase x in ConvolutionCase.Draw(random))
        {
            float[] start = Fill.Uniform(random, x.W.Length);
            double[] expected = x.WeightGradient(start);
            double[] expectedKept = [.. Kept(x, expected)];
            foreach (VectorWidth width in Widths.All)
            {
                float[] sparse = [.. Kept(x, start)], dense = [.. start];
                Convolution.WeightGradient(width, team, x.Geometry, x.Sparse, x.Y, x.X, sparse, x.Columns);
                Convolution.WeightGradient(width, team, x.Geometry, x.Y, x.X, dense, x.Columns);
                Near.AreEqual(expectedKept, sparse, Tolerance, $"sparse {x} {width}");
                Near.AreEqual(expected, dense, Tolerance, $"dense {x} {width}");
            }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void WhatLiesBehindTheWeightGradientIsLeftAlone(int stride)
    {
        using var team = new WorkerTeam(2);
        ConvolutionCase x = ConvolutionCase.Draw(new Random(8), ConvolutionGeometry.Same(3, 7, 6, 5, 3, 3, stride), 3, 0.4);
        float[] sparse = new float[x.Sparse.Count], dense = new float[x.W.Length];
        Convolution.WeightGradient(team, x.Geometry, x.Sparse, x.Y, x.X, sparse, x.Columns);
        Convolution.WeightGradient(team, x.Geometry, x.Y, x.X, dense, x.Columns);
        float[] longSparse = [.. new float[sparse.Length], 7, 7], longDense = [.. new float[dense.Length], 7, 7];
        Convolution.WeightGradient(team, x.Geometry, x.Sparse, x.Y, x.X, longSparse, x.Columns);
        Convolution.WeightGradient(team, x.Geometry, x.Y, x.X, longDense, x.Columns);
        CollectionAssert.AreEqual((float[])[.. sparse, 7, 7], longSparse, "sparse");
        CollectionAssert.AreEqual((float[])[.. dense, 7, 7], longDense, "dense");
    }

    [TestMethod]
    [DataRow(64, 1)]
    [DataRow(69, 2)]
    public void HasTheSameBitsForEveryNumberOfThreads(int columns, int stride)
    {
        foreach (ConvolutionGeometry geometry in new[]
        {
            ConvolutionGeometry.Valid(6, 12, 11, 33, 3, 3, stride), ConvolutionGeometry.Same(6, 12, 11, 33, 3, 3, stride),
        })
        {
            ConvolutionCase x = ConvolutionCase.Draw(new Random(4), geometry, columns, 0.3);
            float[][]? expected = null;
            for (int threads = 1; threads <= 3; threads++)
            {
                using var team = new WorkerTeam(threads);
                float[][] results =
                [
                    new float[x.Y.Length], new float[x.Y.Length], new float[x.X.Length], new float[x.X.Length],
                    new float[x.Sparse.Count], new float[x.W.Length],
                ];
                Convolution.Forward(team, geometry, x.Sparse, x.Bias, x.X, results[0], columns, accumulate: false);
                Convolution.Forward(team, geometry, x.W, x.Bias, x.X, results[1], columns, accumulate: false);
                Convolution.Adjoint(team, geometry, x.Sparse, x.Y, results[2], columns);
                Convolution.Adjoint(team, geometry, x.W, x.Y, results[3], columns);
                Convolution.WeightGradient(team, geometry, x.Sparse, x.Y, x.X, results[4], columns);
                Convolution.WeightGradient(team, geometry, x.Y, x.X, results[5], columns);
                expected ??= results;
                for (int i = 0; i < results.Length; i++)
                    CollectionAssert.AreEqual(expected[i], results[i], $"result {i}, {threads} threads, {geometry}");
            }
        }
    }

    [TestMethod]
    public void ProductsHaveTheSameBitsForEveryVectorWidth()
    {
        using var team = new WorkerTeam(2);
        foreach (ConvolutionCase x in ConvolutionCase.Draw(new Random(5)))
        {
            float[][]? expected = null;
            foreach (VectorWidth width in Widths.All)
            {
                float[][] results = [[.. x.Y], [.. x.Y], [.. x.X], [.. x.X], new float[x.W.Length]];
                Convolution.Forward(width, team, x.Geometry, x.Sparse, x.Bias, x.X, results[0], x.Columns, accumulate: true);
                Convolution.Forward(width, team, x.Geometry, x.W, x.Bias, x.X, results[1], x.Columns, accumulate: true);
                Convolution.Adjoint(width, team, x.Geometry, x.Sparse, x.Y, results[2], x.Columns);
                Convolution.Adjoint(width, team, x.Geometry, x.W, x.Y, results[3], x.Columns);
                Convolution.WeightGradient(width, team, x.Geometry, x.Y, x.X, results[4], x.Columns);
                expected ??= results;
                for (int i = 0; i < results.Length; i++)
                    CollectionAssert.AreEqual(expected[i], results[i], $"result {i}, {x} {width}");
            }
        }
    }

    [TestMethod]
    public void NothingKeptGivesTheBiasOrZeros()
    {
        using var team = new WorkerTeam(2);
        var geometry = ConvolutionGeometry.Same(1, 2, 2, 2, 3, 3, 1);
        var w = SparseMatrix.FromKept(2, 9, [], []);
        float[] y = Enumerable.Repeat(9f, 8).ToArray(), xBar = [9, 9, 9, 9];
        Convolution.Forward(team, geometry, w, [1, 2], xBar, y, 1, accumulate: false);
        CollectionAssert.AreEqual(new float[] { 1, 1, 1, 1, 2, 2, 2, 2 }, y);
        Convolution.Adjoint(team, geometry, w, y, xBar, 1);
        CollectionAssert.AreEqual(new float[4], xBar);
        Convolution.WeightGradient(team, geometry, w, y, xBar, [], 1);
    }

    [TestMethod]
    public void NoColumnsLeaveEverythingAsItIs()
    {
        using var team = new WorkerTeam(2);
        var geometry = ConvolutionGeometry.Valid(1, 3, 3, 2, 2, 2, 1);
        var w = SparseMatrix.FromKept(2, 4, [1], [2]);
        float[] gradient = [7], dense = Enumerable.Repeat(7f, 8).ToArray();
        Convolution.Forward(team, geometry, w, [], [], [], 0, accumulate: false);
        Convolution.Forward(team, geometry, dense, [], [], [], 0, accumulate: false);
        Convolution.Adjoint(team, geometry, w, [], [], 0);
        Convolution.Adjoint(team, geometry, dense, [], [], 0);
        Convolution.WeightGradient(team, geometry, w, [], [], gradient, 0);
        Convolution.WeightGradient(team, geometry, [], [], dense, 0);
        CollectionAssert.AreEqual(new float[] { 7 }, gradient);
        Assert.IsTrue(dense.All(v => v == 7));
    }

    [TestMethod]
    public void RefusesWrongArgumentsByName()
    {
        using var team = new WorkerTeam(1);
        var geometry = ConvolutionGeometry.Valid(1, 3, 3, 2, 2, 2, 1);
        var w = SparseMatrix.FromKept(2, 4, [1], [2]);
        var other = SparseMatrix.FromKept(2, 3, [1], [2]);
        float[] dense = new float[8], x = new float[18], y = new float[16];
        Refusal.Of<ArgumentNullException>("team", () => Convolution.Forward(null!, geometry, w, [], x, y, 2, false));
        Refusal.Of<ArgumentNullException>("geometry", () => Convolution.Forward(team, null!, w, [], x, y, 2, false));
        Refusal.Of<ArgumentNullException>("w", () => Convolution.Forward(team, geometry, (SparseMatrix)null!, [], x, y, 2, false));
        Refusal.Of<ArgumentException>("w", () => Convolution.Forward(team, geometry, other, [], x, y, 2, false));
        Refusal.Of<ArgumentException>("w", () => Convolution.Forward(team, geometry, new float[7], [], x, y, 2, false));
        Refusal.Of<ArgumentOutOfRangeException>("columns", () => Convolution.Forward(team, geometry, w, [], x, y, -1, false));
        Refusal.Of<ArgumentException>("x", () => Convolution.Forward(team, geometry, w, [], x.AsSpan(1), y, 2, false));
        Refusal.Of<ArgumentException>("y", () => Convolution.Forward(team, geometry, w, [], x, y.AsSpan(1), 2, false));
        Refusal.Of<ArgumentException>("bias", () => Convolution.Forward(team, geometry, w, [1], x, y, 2, false));
        Refusal.Of<ArgumentException>("bias", () => Convolution.Forward(team, geometry, dense, [1], x, y, 2, false));
        Refusal.Of<ArgumentException>("w", () => Convolution.Adjoint(team, geometry, other, y, x, 2));
        Refusal.Of<ArgumentException>("w", () => Convolution.Adjoint(team, geometry, new float[7], y, x, 2));
        Refusal.Of<ArgumentException>("xBar", () => Convolution.Adjoint(team, geometry, w, y, x.AsSpan(1), 2));
        Refusal.Of<ArgumentException>("yBar", () => Convolution.Adjoint(team, geometry, w, y.AsSpan(1), x, 2));
        Refusal.Of<ArgumentException>("structure", () => Convolution.WeightGradient(team, geometry, other, y, x, dense, 2));
        Refusal.Of<ArgumentException>("gradient", () => Convolution.WeightGradient(team, geometry, w, y, x, [], 2));
        Refusal.Of<ArgumentException>("gradient", () => Convolution.WeightGradient(team, geometry, y, x, dense.AsSpan(1), 2));
    }

    private static IEnumerable<T> Kept<T>(ConvolutionCase x, T[] values) => values.Where((_, i) => x.W[i] != 0);
}
