using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

[TestClass]
public sealed class OptimizerTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(40)]
    public void Adam_IsTheOracles(int count)
    {
        var precise = new OracleAdam(count, 0.01);
        AssertFollows(count, new AdamOptimizer(count, 0.01), precise.Step);
    }

    [TestMethod]
    [DataRow(1, 0.0)]
    [DataRow(7, 0.0)]
    [DataRow(40, 0.9)]
    public void Sgd_IsTheOracles(int count, double momentum)
    {
        var precise = new OracleSgd(count, 0.01, momentum);
        AssertFollows(count, new SgdOptimizer(count, 0.01, momentum), precise.Step);
    }

    [TestMethod]
    public void Adam_GivesAParameterTheSameBits_InEveryPlace()
    {
        const int Count = 37;
        var whole = NetworkCase.Normal(new RandomStream(1, "parameters"), Count, 1);
        var single = (float[])whole.Clone();
        var optimizer = new AdamOptimizer(Count, 0.01);
        var alone = Enumerable.Range(0, Count).Select(_ => new AdamOptimizer(1, 0.01)).ToArray();
        var random = new RandomStream(2, "gradients");
        for (var step = 0; step < 20; step++)
        {
            var gradient = NetworkCase.Normal(random, Count, 1);
            optimizer.Update(whole, gradient);
            for (var index = 0; index < Count; index++)
            {
                alone[index].Update(single.AsSpan(index, 1), gradient.AsSpan(index, 1));
            }
        }

        CollectionAssert.AreEqual(single, whole);
        Assert.AreEqual(20, optimizer.Steps);
    }

    [TestMethod]
    [DataRow(OptimizerKind.Adam, 70_001)]
    [DataRow(OptimizerKind.Adam, 19)]
    [DataRow(OptimizerKind.Sgd, 70_001)]
    public void SharedSteps_HaveTheBitsOfOneUpdate_AndClearTheGradient(OptimizerKind kind, int count)
    {
        const float Decay = 0.01f;
        foreach (var threads in new[] { 1, 2, 3 })
        {
            using var team = new WorkerTeam(threads);
            var options = new TrainingOptions { Optimizer = kind, Momentum = 0.9, LearningRate = 0.01 };
            IElementwiseOptimizer shared = options.CreateOptimizer(count), expected = options.CreateOptimizer(count);
            var parameters = NetworkCase.Normal(new RandomStream(1, "parameters"), count, 1);
            var alone = (float[])parameters.Clone();
            var random = new RandomStream(2, "gradients");
            for (var step = 0; step < 3; step++)
            {
                var gradient = NetworkCase.Normal(random, count, 1);
                var decayed = (float[])gradient.Clone();
                Elementwise.AddScaled(Decay, alone, decayed);
                ((IOptimizer)expected).Update(alone, decayed);
                OptimizerStep.Run(team, shared, parameters, gradient, Decay);
                Assert.IsFalse(gradient.AsSpan().ContainsAnyExcept(0f));
            }

            CollectionAssert.AreEqual(alone, parameters, $"{threads} threads");
        }
    }

    [TestMethod]
    public void Adam_LeavesAParameterThatNeverHadAGradient()
    {
        float[] parameters = [0.1f, 1e-30f, -3];
        var optimizer = new AdamOptimizer(3, 0.5);
        for (var step = 0; step < 5; step++)
        {
            optimizer.Update(parameters, [0, 0, 0]);
        }

        CollectionAssert.AreEqual(new[] { 0.1f, 1e-30f, -3 }, parameters);
    }

    [TestMethod]
    public void BadSettings_AreRefused()
    {
        foreach (var rate in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.AreEqual(rate, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AdamOptimizer(3, rate)).ActualValue);
            Assert.AreEqual(rate, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SgdOptimizer(3, rate)).ActualValue);
        }

        Assert.AreEqual(-1, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new AdamOptimizer(-1, 0.1)).ActualValue);
        Assert.AreEqual(-1, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SgdOptimizer(-1, 0.1, 0.5)).ActualValue);
        Assert.AreEqual(-1, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SgdOptimizer(-1, 0.1)).ActualValue);
        Assert.AreEqual("momentum", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SgdOptimizer(3, 0.1, 1)).ParamName);
    }

    private static void AssertFollows(int count, IOptimizer optimizer, Action<double[], double[]> precise)
    {
        var random = new RandomStream(count, "optimizer");
        var parameters = NetworkCase.Normal(random, count, 1);
        var start = Array.ConvertAll(parameters, value => (double)value);
        var expected = (double[])start.Clone();
        for (var step = 0; step < 50; step++)
        {
            var gradient = NetworkCase.Normal(random, count, Math.Pow(10, -random.NextInt(4)));
            optimizer.Update(parameters, gradient);
            precise(expected, Array.ConvertAll(gradient, value => (double)value));
            for (var index = 0; index < count; index++)
            {
                Assert.AreEqual(expected[index], parameters[index], 1e-5, $"step {step}");
            }
        }

        Assert.IsGreaterThan(0.01, start.Zip(expected, (one, two) => Math.Abs(one - two)).Max());
    }
}
