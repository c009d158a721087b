using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Networks;

namespace Ntt.Core.Tests.Networks;

[TestClass]
public sealed class DropoutStepTests
{
    private const int Samples = 50;
    private static readonly TensorShape s_shape = new(3, 5, 7);

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.5)]
    [DataRow(0.8)]
    public void Values_AreDroppedWithTheirRate_AndScaledToKeepTheExpectation(double rate)
    {
        var factors = Forward(Step(rate, seed: 1), Enumerable.Repeat(1f, s_shape.Size * Samples).ToArray());
        var scale = (float)(1 / (1 - rate));
        Assert.IsTrue(factors.All(factor => factor == 0 || factor == scale));
        var count = (double)factors.Length;
        Assert.AreEqual(rate, factors.Count(factor => factor == 0) / count, 4 * Math.Sqrt(rate * (1 - rate) / count));
        Assert.AreEqual(1, factors.Average(), 4 * Math.Sqrt(rate / (1 - rate) / count));

        // Neighbours, in the sample as in the batch, are dropped independently of each other.
        foreach (var distance in new[] { 1, Samples })
        {
            var both = Enumerable.Range(0, factors.Length - distance).Count(index => factors[index] == 0 && factors[index + distance] == 0) / (count - distance);
            Assert.AreEqual(rate * rate, both, 6 * rate * Math.Sqrt((1 - (rate * rate)) / count), $"distance {distance}");
        }
    }

    [TestMethod]
    public void ASeed_GivesTheSameChoices_AndEveryPassOthers()
    {
        var values = NetworkCase.Normal(new RandomStream(1, "test"), s_shape.Size * Samples, 1);
        var (one, again, other) = (Step(0.5, seed: 1), Step(0.5, seed: 1), Step(0.5, seed: 2));
        var first = Forward(one, values);
        CollectionAssert.AreEqual(first, Forward(again, values));
        CollectionAssert.AreNotEqual(first, Forward(other, values));
        var second = Forward(one, values);
        CollectionAssert.AreNotEqual(first, second);
        CollectionAssert.AreEqual(second, Forward(again, values));
    }

    [TestMethod]
    public void Adjoint_AndTangent_ScaleByTheFactorsOfTheLastPass()
    {
        var step = Step(0.4, seed: 3);
        var (random, count) = (new RandomStream(1, "test"), s_shape.Size * Samples);
        Forward(step, new float[count]);
        var factors = Forward(Step(0.4, seed: 3), Enumerable.Repeat(1f, count).ToArray());
        var bars = NetworkCase.Normal(random, count, 1);
        float[] expected = [.. bars.Zip(factors, (bar, factor) => bar * factor)];
        var (adjoint, tangent) = ((float[])bars.Clone(), (float[])bars.Clone());
        step.Adjoint(WorkerTeam.Caller, adjoint, adjoint, ColumnLayout.PerSample(Samples));
        step.Tangent(WorkerTeam.Caller, tangent, tangent, ColumnLayout.PerSample(Samples));
        CollectionAssert.AreEqual(expected, adjoint);
        CollectionAssert.AreEqual(expected, tangent);
    }

    [TestMethod]
    public void BatchesMayGrowAndShrink()
    {
        var step = Step(0.5, seed: 4);
        foreach (var samples in new[] { 9, 50, 1, 20 })
        {
            var values = Enumerable.Repeat(1f, s_shape.Size * Samples).ToArray();
            step.Forward(WorkerTeam.Caller, values, values, samples);
            var used = s_shape.Size * samples;
            Assert.IsTrue(values[..used].All(value => value is 0 or 2));
            Assert.AreEqual(0.5, values[..used].Count(value => value == 0) / (double)used, 2.5 / Math.Sqrt(used));
            Assert.IsTrue(values[used..].All(value => value == 1));
        }
    }

    [TestMethod]
    public void WithoutAStream_NothingHappens()
    {
        var step = new DropoutStep(s_shape, 0.5);
        var values = NetworkCase.Normal(new RandomStream(1, "test"), s_shape.Size * Samples, 1);
        var bars = (float[])values.Clone();
        CollectionAssert.AreEqual(values, Forward(step, values));
        step.Adjoint(WorkerTeam.Caller, bars, bars, ColumnLayout.PerOutput(5, 4, 6));
        step.Tangent(WorkerTeam.Caller, bars, bars, ColumnLayout.PerOutput(5, 4, 6));
        CollectionAssert.AreEqual(values, bars);
    }

    [TestMethod]
    public void ManyCotangentsASample_AreRefusedInTraining()
    {
        var step = Step(0.5, seed: 5);
        var values = new float[s_shape.Size * Samples];
        Forward(step, values);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => step.Adjoint(WorkerTeam.Caller, values, values, ColumnLayout.PerOutput(5, 4, 6))).Message, "training alone");
    }

    private static DropoutStep Step(double rate, int seed) => new(s_shape, rate) { Random = new RandomStream(seed, "test dropout") };

    private static float[] Forward(DropoutStep step, float[] values)
    {
        var copy = (float[])values.Clone();
        step.Forward(WorkerTeam.Caller, copy, copy, Samples);
        return copy;
    }
}
