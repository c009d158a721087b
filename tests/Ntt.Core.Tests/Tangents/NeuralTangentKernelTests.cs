using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Networks;
using Ntt.Tangents;

namespace Ntt.Core.Tests.Tangents;

[TestClass]
public sealed class NeuralTangentKernelTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("input 6, dense 3", 0.5, 5)]
    [DataRow("input 12, dense 10, relu, dense 8, relu, dense 3", 1.0, 7)]
    [DataRow("input 12, dense 10, relu, dense 8, relu, dense 3", 0.35, 7)]
    [DataRow("input 12, dense 10, relu, dense 8, relu, dense 3", 0.0, 5)]
    [DataRow("input 2x3x2, flatten, dense 9, dense 6, relu, dense 3", 0.5, 5)]
    [DataRow("input 5, relu, dense 6, flatten, relu, relu, dense 4, dense 2", 0.7, 2)]
    [DataRow("input 9, dense 11, relu, dense 3", 0.4, 37)]
    [DataRow(ConvolutionCases.TwoConvolutions, 1.0, 6)]
    [DataRow(ConvolutionCases.TwoConvolutions, 0.4, 7)]
    [DataRow(ConvolutionCases.TwoConvolutions, 0.0, 5)]
    [DataRow(ConvolutionCases.StridesAndPadding, 1.0, 5)]
    [DataRow(ConvolutionCases.StridesAndPadding, 0.5, 7)]
    [DataRow(ConvolutionCases.PoolFirst, 0.6, 5)]
    [DataRow(ConvolutionCases.NoRelu, 0.6, 7)]
    [DataRow(ConvolutionCases.Pooled, 1.0, 6)]
    [DataRow(ConvolutionCases.Pooled, 0.6, 9)]
    [DataRow(ConvolutionCases.OddPools, 0.5, 19)]
    [DataRow(ConvolutionCases.NoRelu, 0.6, 37)]
    [DataRow(ConvolutionCases.NoRelu, 1.0, 2)]
    public void Kernel_IsTheProductOfJacobians(string text, double density, int samples)
    {
        var dense = NetworkCase.Dense(text, seed: 11, standardized: true);
        var network = density < 1 ? NetworkCase.Pruned(dense, density, seed: 12) : dense;
        var values = NetworkCase.Samples(network.Architecture, samples, seed: 13);
        var oracle = new OracleNetwork(network.Architecture);
        var parameters = OracleNetwork.Parameters(network.Layers);
        var jacobians = NetworkCase.Standardized(network, values).Select(x => oracle.JacobianByDifferences(parameters, x)).ToArray();
        foreach (var scope in Enum.GetValues<KernelScope>())
        {
            foreach (var pairing in Enum.GetValues<KernelPairing>())
            {
                var kernel = NeuralTangentKernel.Compute(network, values, pairing, scope);
                var expected = new OracleKernel(
                    jacobians, pairing, scope == KernelScope.RetainedWeights ? OracleNetwork.KeptParameters(network.Layers) : null);
                Assert.AreEqual(pairing == KernelPairing.Halves ? samples / 2 : samples, kernel.RowSamples);
                Assert.AreEqual(pairing == KernelPairing.Halves ? samples - (samples / 2) : samples, kernel.ColumnSamples);
                var error = LargestError(expected, kernel);
                TestContext.WriteLine($"{scope} {pairing}: {error:e1}");
                Assert.IsLessThan(3e-6, error, $"{scope} {pairing}");
            }
        }
    }

    [TestMethod]
    public void Scopes_AgreeForADenseNetwork_AndDifferForAPrunedOne()
    {
        var dense = NetworkCase.Dense("input 6, dense 5, relu, dense 3", seed: 1);
        var samples = NetworkCase.Samples(dense.Architecture, 5, seed: 2);
        Assert.AreEqual(0, Compute(dense, KernelScope.AllWeights).DistanceTo(Compute(dense, KernelScope.RetainedWeights)));
        var pruned = NetworkCase.Pruned(dense, 0.5, seed: 3);
        Assert.IsGreaterThan(1e-3, Compute(pruned, KernelScope.AllWeights).DistanceTo(Compute(pruned, KernelScope.RetainedWeights)));

        TangentKernel Compute(Network network, KernelScope scope) => NeuralTangentKernel.Compute(network, samples, KernelPairing.Full, scope);
    }

    [TestMethod]
    public void AllWeightsOfOneLinearLayer_HaveTheSameKernelUnderEveryMask_RetainedOnesHaveNot()
    {
        var dense = NetworkCase.Dense("input 7, dense 3", seed: 4);
        var samples = NetworkCase.Samples(dense.Architecture, 7, seed: 5);
        foreach (var density in new[] { 0.0, 0.2, 0.5, 0.9 })
        {
            var pruned = NetworkCase.Pruned(dense, density, seed: 6);
            foreach (var pairing in Enum.GetValues<KernelPairing>())
            {
                var teacher = NeuralTangentKernel.Compute(dense, samples, pairing);
                Assert.AreEqual(0, teacher.DistanceTo(NeuralTangentKernel.Compute(pruned, samples, pairing, KernelScope.AllWeights)));
                Assert.IsGreaterThan(0.1, teacher.DistanceTo(NeuralTangentKernel.Compute(pruned, samples, pairing, KernelScope.RetainedWeights)));
            }
        }
    }

    [TestMethod]
    public void HalvesSwapped_GiveTheTransposedKernel()
    {
        var network = NetworkCase.Pruned(NetworkCase.Dense("input 5, dense 6, relu, dense 2", seed: 7), 0.6, seed: 8);
        const int Half = 3;
        var samples = NetworkCase.Samples(network.Architecture, 2 * Half, seed: 9);
        float[] swapped = [.. samples[(Half * 5)..], .. samples[..(Half * 5)]];
        foreach (var scope in Enum.GetValues<KernelScope>())
        {
            var kernel = NeuralTangentKernel.Compute(network, samples, KernelPairing.Halves, scope);
            var transposed = NeuralTangentKernel.Compute(network, swapped, KernelPairing.Halves, scope);
            for (var i = 0; i < Half; i++)
            {
                for (var j = 0; j < Half; j++)
                {
                    for (var (a, b) = (0, 0); a < 2; (a, b) = b == 1 ? (a + 1, 0) : (a, 1))
                    {
                        Assert.AreEqual(kernel[i, j, a, b], transposed[j, i, b, a], 1e-5f);
                    }
                }
            }
        }
    }

    [TestMethod]
    [DataRow(KernelScope.AllWeights)]
    [DataRow(KernelScope.RetainedWeights)]
    public void AJacobianOfMoreThanOneBlock_HasTheSameKernel(KernelScope scope)
    {
        var dense = NetworkCase.Dense(ConvolutionCases.ManyWeights, seed: 14);
        var network = NetworkCase.Pruned(dense, 0.98, seed: 15);
        var values = NetworkCase.Samples(network.Architecture, 8, seed: 16);
        var oracle = new OracleNetwork(network.Architecture);
        var parameters = OracleNetwork.Parameters(network.Layers);
        var jacobians = NetworkCase.Standardized(network, values).Select(x => oracle.Jacobian(parameters, x)).ToArray();
        var expected = new OracleKernel(
            jacobians, KernelPairing.Full, scope == KernelScope.RetainedWeights ? OracleNetwork.KeptParameters(network.Layers) : null);
        Assert.IsLessThan(3e-6, LargestError(expected, NeuralTangentKernel.Compute(network, values, KernelPairing.Full, scope)));
    }

    [TestMethod]
    [DataRow("input 30, dense 40, relu, dense 20, relu, dense 5", KernelScope.AllWeights)]
    [DataRow("input 30, dense 40, relu, dense 20, relu, dense 5", KernelScope.RetainedWeights)]
    [DataRow(ConvolutionCases.StridesAndPadding, KernelScope.AllWeights)]
    [DataRow(ConvolutionCases.StridesAndPadding, KernelScope.RetainedWeights)]
    public void Kernel_IsBitIdentical_ForEveryTeam(string text, KernelScope scope)
    {
        var network = NetworkCase.Pruned(NetworkCase.Dense(text, seed: 1), 0.3, seed: 2);
        var samples = NetworkCase.Samples(network.Architecture, 41, seed: 3);
        foreach (var pairing in Enum.GetValues<KernelPairing>())
        {
            var alone = NeuralTangentKernel.Compute(network, samples, pairing, scope);
            foreach (var threads in new[] { 2, 3 })
            {
                using var team = new WorkerTeam(threads);
                Assert.AreEqual(
                    0, alone.DistanceTo(NeuralTangentKernel.Compute(network, samples, pairing, scope, team)), $"{pairing}, {threads} threads");
            }
        }
    }

    [TestMethod]
    public void BadInput_IsRefused()
    {
        var network = NetworkCase.Dense("input 4, dense 3", seed: 1);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => NeuralTangentKernel.Compute(network, new float[9])).Message, "9 values");
        Assert.AreEqual(1, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => NeuralTangentKernel.Compute(network, new float[4])).ActualValue);
        Assert.AreEqual(
            0, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => NeuralTangentKernel.Compute(network, [], KernelPairing.Full)).ActualValue);
        var one = NeuralTangentKernel.Compute(network, new float[4], KernelPairing.Full);
        Assert.AreEqual(1, one.RowSamples);
        Assert.AreEqual("j", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => one[0, 1, 0, 0]).ParamName);
        Assert.AreEqual("a", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => one[0, 0, 3, 0]).ParamName);
        var two = NeuralTangentKernel.Compute(network, new float[8], KernelPairing.Full);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => one.DistanceTo(two)).Message, "2 x 2 samples");
    }

    private static double LargestError(OracleKernel expected, TangentKernel kernel)
    {
        double error = 0;
        for (var i = 0; i < expected.RowSamples; i++)
        {
            for (var j = 0; j < expected.ColumnSamples; j++)
            {
                for (var a = 0; a < expected.Outputs; a++)
                {
                    for (var b = 0; b < expected.Outputs; b++)
                    {
                        error = Math.Max(error, Math.Abs(expected.Values[i, j, a, b] - kernel[i, j, a, b]));
                    }
                }
            }
        }

        return error / expected.Largest;
    }
}
