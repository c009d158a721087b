using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Networks;

namespace Ntt.Core.Tests.Networks;

[TestClass]
public sealed class SparseBreakEvenTests
{
    private const int Samples = 5;

    [TestMethod]
    [DataRow(9, 1, 0.03, true, true, true)]
    [DataRow(9, 1, 0.30, true, true, true)]
    [DataRow(9, 1, 0.385, true, false, true)]
    [DataRow(9, 1, 0.46, false, false, true)]
    [DataRow(9, 1, 0.70, false, false, false)]
    [DataRow(9, 2, 0.20, true, true, true)]
    [DataRow(9, 2, 0.30, false, false, false)]
    [DataRow(3, 1, 0.90, true, true, true)]
    [DataRow(3, 2, 0.90, true, true, true)]
    public void AProduct_TakesThePathOfItsDensity_AndBothPathsAgree(int channels, int stride, double density, bool forward, bool adjoint, bool gradient)
    {
        var network = NetworkCase.Pruned(
            NetworkCase.Dense($"input 7x6x{channels}, conv 6 3x3 stride {stride} same, relu, flatten, dense 2", seed: 1), density, seed: 2);
        var pass = new NetworkPass(network, Samples);
        var step = (ConvolutionStep)pass.Steps[0];
        var (geometry, weights, random) = (step.Geometry, network.Layers[0], new RandomStream(3, "test images"));
        Assert.AreEqual(forward, step.IsSparse(WeightProduct.Forward));
        Assert.AreEqual(adjoint, step.IsSparse(WeightProduct.Adjoint));
        Assert.AreEqual(gradient, step.IsSparse(WeightProduct.WeightGradient));

        var team = WorkerTeam.Caller;
        float[] x = NetworkCase.Normal(random, geometry.InputSize * Samples, 1), yBar = NetworkCase.Normal(random, geometry.OutputSize * Samples, 1);
        float[] dense = weights.ToDense(), y = new float[yBar.Length], xBar = new float[x.Length], kept = new float[weights.KeptCount];
        float[][] bySparse = [new float[y.Length], new float[x.Length], new float[kept.Length]], byDense = [new float[y.Length], new float[x.Length], new float[dense.Length]];
        Convolution.Forward(team, geometry, weights.Sparse!, weights.Bias, x, bySparse[0], Samples, accumulate: false);
        Convolution.Forward(team, geometry, dense, weights.Bias, x, byDense[0], Samples, accumulate: false);
        Convolution.Adjoint(team, geometry, weights.Sparse!, yBar, bySparse[1], Samples);
        Convolution.Adjoint(team, geometry, dense, yBar, byDense[1], Samples);
        Convolution.WeightGradient(team, geometry, weights.Sparse!, yBar, x, bySparse[2], Samples);
        Convolution.WeightGradient(team, geometry, yBar, x, byDense[2], Samples);
        float[] denseKept = [.. weights.Mask!.KeptIndices().Select(index => byDense[2][index])];

        step.Rectifies = false;
        step.Forward(team, x, y, Samples);
        step.Adjoint(team, yBar, xBar, ColumnLayout.PerSample(Samples));
        step.AccumulateWeightGradient(team, yBar, x, Samples, kept);
        AssertPath(bySparse[0], byDense[0], y, forward, "forward");
        AssertPath(bySparse[1], byDense[1], xBar, adjoint, "adjoint");
        AssertPath(bySparse[2], denseKept, kept, gradient, "gradient");

        // The rectifier's parts come out alike on both paths.
        step.Rectifies = true;
        var rectified = new float[y.Length];
        step.Forward(team, x, rectified, Samples);
        CollectionAssert.AreEqual(y.Select(value => Math.Max(value, 0)).ToArray(), rectified);
    }

    [TestMethod]
    public void ADenseLayer_HasNoSparsePath()
    {
        var step = (ConvolutionStep)new NetworkPass(NetworkCase.Dense("input 7x6x9, conv 6 3x3, flatten, dense 2", seed: 1), 1).Steps[0];
        Assert.IsFalse(Enum.GetValues<WeightProduct>().Any(step.IsSparse));
    }

    private static void AssertPath(float[] bySparse, float[] byDense, float[] actual, bool isSparse, string what)
    {
        for (var index = 0; index < actual.Length; index++)
        {
            Assert.AreEqual(bySparse[index], byDense[index], 1e-4, $"{what} {index}");
        }

        CollectionAssert.AreEqual(isSparse ? bySparse : byDense, actual, what);
    }
}
