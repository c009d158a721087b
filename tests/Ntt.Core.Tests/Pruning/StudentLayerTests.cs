using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Core.Tests.Pruning;

/// <summary>A student layer against plain Adam over all weights with gradients that are zero outside the mask.</summary>
[TestClass]
public sealed class StudentLayerTests
{
    private const int Rows = 5;
    private const int Columns = 9;
    private const int Weights = Rows * Columns;
    private const double Rate = 0.01;

    [TestMethod]
    public void SeveralMaskUpdates_AreMaskedAdamOverAllWeights()
    {
        var random = new RandomStream(1, "student layer");
        var teacher = Teacher(random);
        var teacherWeights = (float[])teacher.Values.Clone();
        var teacherBias = (float[])teacher.Bias.Clone();
        var mask = RandomMask(random);
        var layer = new StudentLayer(teacher, mask, Rate);
        var (weights, bias) = ((float[])teacherWeights.Clone(), (float[])teacherBias.Clone());
        var (weightAdam, biasAdam) = (new AdamOptimizer(Weights, Rate), new AdamOptimizer(Rows, Rate));
        var precise = Array.ConvertAll(weights, value => (double)value);
        var preciseAdam = new OracleAdam(Weights, Rate);
        var everKept = new bool[Weights];
        var (drifted, regrown) = (0, 0);

        for (var update = 0; update < 6; update++)
        {
            for (var step = 0; step < 5; step++)
            {
                foreach (var index in mask.KeptIndices())
                {
                    everKept[index] = true;
                }

                var gradient = NetworkCase.Normal(random, Weights, 1);
                mask.KeptIndices().Select(index => gradient[index]).ToArray().CopyTo(layer.WeightGradient, 0);
                NetworkCase.Normal(random, Rows, 1).CopyTo(layer.BiasGradient, 0);
                var before = (float[])weights.Clone();
                float[] masked = [.. gradient.Select((value, index) => mask[index] ? value : 0)];
                weightAdam.Update(weights, masked);
                biasAdam.Update(bias, layer.BiasGradient);
                preciseAdam.Step(precise, Array.ConvertAll(masked, value => (double)value));
                layer.Step();

                CollectionAssert.AreEqual(mask.KeptIndices().Select(index => weights[index]).ToArray(), layer.Kept.Values);
                CollectionAssert.AreEqual(bias, layer.Kept.Bias);
                var all = layer.AllWeights();
                CollectionAssert.AreEqual(weights, all);
                for (var index = 0; index < Weights; index++)
                {
                    Assert.AreEqual(precise[index], all[index], 2e-5);
                    Assert.IsTrue(everKept[index] || all[index] == teacherWeights[index], $"Weight {index} was never kept and moved.");
                    drifted += everKept[index] && !mask[index] && all[index] != before[index] ? 1 : 0;
                }
            }

            var next = RandomMask(random);
            var standing = (float[])layer.AllWeights().Clone();
            regrown += next.KeptIndices().Count(index => everKept[index] && !mask[index]);
            layer.UseMask(next);
            mask = next;
            Assert.AreSame(mask, layer.Kept.Mask);
            Assert.HasCount(mask.KeptCount, layer.WeightGradient);
            CollectionAssert.AreEqual(mask.KeptIndices().Select(index => standing[index]).ToArray(), layer.Kept.Values);
            CollectionAssert.AreEqual(standing, layer.AllWeights());
        }

        Assert.IsGreaterThan(20, drifted);
        Assert.IsGreaterThan(10, regrown);
        Assert.Contains(false, everKept, "Some weight must never have been kept for the test to mean something.");
        CollectionAssert.AreEqual(teacherWeights, teacher.Values);
        CollectionAssert.AreEqual(teacherBias, teacher.Bias);
    }

    [TestMethod]
    public void APrunedWeight_DriftsOnItsMomentumAndFreezes()
    {
        var layer = new StudentLayer(Teacher(new RandomStream(2, "student layer")), Mask.FromIndices(Rows, Columns, [0, 1]), Rate);
        for (var step = 0; step < 10; step++)
        {
            layer.WeightGradient[0] = 1;
            layer.WeightGradient[1] = -1;
            layer.Step();
        }

        layer.UseMask(Mask.FromIndices(Rows, Columns, [1]));
        var moves = new List<double>();
        for (var step = 0; step < 400; step++)
        {
            var before = layer.AllWeights()[0];
            layer.WeightGradient[0] = 0.5f;
            layer.Step();
            moves.Add(before - layer.AllWeights()[0]);
        }

        Assert.IsGreaterThan(0.5 * Rate, moves[0]);
        Assert.IsLessThan(0.1 * moves[0], moves[30]);
        Assert.AreEqual(0, moves[^1]);
    }

    [TestMethod]
    public void AnEmptyMask_LeavesTheBiasesMoving()
    {
        var teacher = Teacher(new RandomStream(3, "student layer"));
        var layer = new StudentLayer(teacher, Mask.FromIndices(Rows, Columns, []), Rate);
        Array.Fill(layer.BiasGradient, 1);
        layer.Step();
        CollectionAssert.AreEqual(teacher.Values, layer.AllWeights());
        Assert.AreEqual(teacher.Bias[0] - Rate, layer.Kept.Bias[0], 1e-6);
        Assert.IsEmpty(layer.Kept.Values);
    }

    /// <summary>Keeps about a third of all weights but the last few, which no mask ever keeps.</summary>
    private static Mask RandomMask(RandomStream random)
        => Mask.FromIndices(Rows, Columns, [.. Enumerable.Range(0, Weights - 4).Where(_ => random.NextDouble() < 0.35)]);

    private static LayerWeights Teacher(RandomStream random)
        => LayerWeights.Dense(
            new WeightShape("fc1", Rows, Columns, Columns, Rows), NetworkCase.Normal(random, Weights, 0.3), NetworkCase.Normal(random, Rows, 0.1));
}
