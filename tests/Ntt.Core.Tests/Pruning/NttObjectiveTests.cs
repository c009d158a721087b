using Ntt.Core.Tests.Oracle;
using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class NttObjectiveTests
{
    private static readonly NttOptions s_options = new() { KernelWeight = 1e-2, WeightDecay = 1e-3, Density = 0.4 };

    [TestMethod]
    [DataRow(KernelScope.AllWeights, KernelPairing.Halves)]
    [DataRow(KernelScope.AllWeights, KernelPairing.Full)]
    [DataRow(KernelScope.RetainedWeights, KernelPairing.Halves)]
    [DataRow(KernelScope.RetainedWeights, KernelPairing.Full)]
    public void Terms_AreTheOracles(KernelScope scope, KernelPairing pairing)
    {
        foreach (var samples in new[] { 2, 5, 7, 19 })
        {
            var teacher = NetworkCase.Dense("input 12, dense 10, relu, dense 8, relu, dense 3", seed: 21, standardized: true);
            var trial = NttCase.Create(
                teacher, network => NetworkCase.Pruned(network, 0.4, seed: 22), samples, s_options with { KernelScope = scope, KernelPairing = pairing }, seed: 23);
            var record = trial.Compute().Record;
            var (total, kernel, target, l2) = trial.OracleTerms();
            Assert.AreEqual(7, record.Step);
            Assert.AreEqual(kernel, record.KernelDistance!.Value, 1e-5 * kernel);
            Assert.AreEqual(target, record.TargetDistance, 1e-5 * target);
            Assert.AreEqual(l2, record.L2, 1e-6 * l2);
            Assert.AreEqual(total, record.Total, 1e-5 * total);
            Assert.AreEqual((1e-2 * record.KernelDistance.Value) + record.TargetDistance + (1e-3 / 0.4 * record.L2), record.Total, 1e-9 * total);
        }
    }

    [TestMethod]
    [DataRow("input 12, dense 10, relu, dense 8, relu, dense 3", KernelScope.AllWeights)]
    [DataRow("input 12, dense 10, relu, dense 8, relu, dense 3", KernelScope.RetainedWeights)]
    [DataRow(ConvolutionCases.TwoConvolutions, KernelScope.AllWeights)]
    [DataRow(ConvolutionCases.TwoConvolutions, KernelScope.RetainedWeights)]
    public void StudentLikeItsTeacher_HasNoLossAndNoGradient(string text, KernelScope scope)
    {
        var teacher = NetworkCase.Dense(text, seed: 24, standardized: true);
        var samples = NetworkCase.Samples(teacher.Architecture, 7, seed: 25);
        var options = s_options with { KernelScope = scope, WeightDecay = 0, Density = 1 };
        foreach (var pairing in Enum.GetValues<KernelPairing>())
        {
            var (dense, denseGradient) = new NttCase(teacher, teacher.Clone(), samples, options with { KernelPairing = pairing }).Compute();
            Assert.AreEqual(0, dense.Total);
            Assert.IsTrue(denseGradient.All(value => value == 0));

            // Under a mask of ones the products are the sparse ones, which round otherwise.
            var (full, fullGradient) = new NttCase(teacher, NetworkCase.Pruned(teacher, (_, _) => true), samples, options with { KernelPairing = pairing }).Compute();
            Assert.AreEqual(0, full.KernelDistance!.Value, 1e-9);
            Assert.AreEqual(0, full.TargetDistance, 1e-12);
            Assert.AreEqual(0, fullGradient.Max(Math.Abs), 1e-5);
        }
    }

    [TestMethod]
    public void OneLinearLayer_HasNoKernelDistanceOverAllWeights_UnderAnyMask()
    {
        var teacher = NetworkCase.Dense("input 7, dense 3", seed: 26);
        foreach (var density in new[] { 0.0, 0.3, 0.8 })
        {
            foreach (var pairing in Enum.GetValues<KernelPairing>())
            {
                NttCase Case(KernelScope scope) => NttCase.Create(
                    teacher, network => NetworkCase.Pruned(network, density, seed: 27), 5, s_options with { KernelScope = scope, KernelPairing = pairing }, seed: 28);
                Assert.AreEqual(0, Case(KernelScope.AllWeights).Compute().Record.KernelDistance);
                Assert.IsGreaterThan(0.01, Case(KernelScope.RetainedWeights).Compute().Record.KernelDistance!.Value);
            }
        }
    }

    [TestMethod]
    [DataRow(KernelScope.AllWeights)]
    [DataRow(KernelScope.RetainedWeights)]
    public void SwappingTheHalves_ChangesNothing(KernelScope scope)
    {
        var teacher = NetworkCase.Dense("input 8, dense 9, relu, dense 3", seed: 29);
        var student = NetworkCase.Pruned(NetworkCase.Moved(teacher, seed: 30), 0.5, seed: 31);
        var samples = NetworkCase.Samples(teacher.Architecture, 6, seed: 32);
        float[] swapped = [.. samples[24..], .. samples[..24]];
        var (record, gradient) = new NttCase(teacher, student, samples, s_options with { KernelScope = scope }).Compute();
        var (other, otherGradient) = new NttCase(teacher, student, swapped, s_options with { KernelScope = scope }).Compute();
        Assert.AreEqual(record.KernelDistance!.Value, other.KernelDistance!.Value, 1e-6 * record.KernelDistance.Value);
        Assert.AreEqual(record.Total, other.Total, 1e-6 * record.Total);
        var largest = gradient.Max(Math.Abs);
        for (var index = 0; index < gradient.Length; index++)
        {
            Assert.AreEqual(gradient[index], otherGradient[index], 1e-5 * largest);
        }
    }

    [TestMethod]
    [DataRow("input 30, dense 40, relu, dense 20, relu, dense 5", KernelScope.AllWeights)]
    [DataRow("input 30, dense 40, relu, dense 20, relu, dense 5", KernelScope.RetainedWeights)]
    [DataRow(ConvolutionCases.TwoConvolutions, KernelScope.AllWeights)]
    [DataRow(ConvolutionCases.TwoConvolutions, KernelScope.RetainedWeights)]
    [DataRow(ConvolutionCases.StridesAndPadding, KernelScope.AllWeights)]
    [DataRow(ConvolutionCases.StridesAndPadding, KernelScope.RetainedWeights)]
    public void TermsAndGradient_AreBitIdentical_ForEveryTeam(string text, KernelScope scope)
    {
        var teacher = NetworkCase.Dense(text, seed: 33);
        foreach (var pairing in Enum.GetValues<KernelPairing>())
        {
            var trial = NttCase.Create(
                teacher, network => NetworkCase.Pruned(network, 0.3, seed: 34), 37, s_options with { KernelScope = scope, KernelPairing = pairing }, seed: 35);
            var (record, gradient) = trial.Compute(threads: 1);
            foreach (var threads in new[] { 2, 3 })
            {
                var (again, gradientAgain) = trial.Compute(threads);
                Assert.AreEqual(record, again);
                CollectionAssert.AreEqual(gradient, gradientAgain);
            }
        }
    }
}
