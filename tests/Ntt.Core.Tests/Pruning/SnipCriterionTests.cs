using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class SnipCriterionTests
{
    private const string Architecture = "input 7, dense 9, relu, dense 6, relu, dense 3";

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.6)]
    public void Snip_IsWeightTimesGradientOfTheCrossEntropy(double density)
    {
        // The pruned weights' scores count too: FORCE lets them come back.
        var trial = ScoreCase.Create(Architecture, density, samples: 11, seed: 41);
        var loss = new OracleSupervisedLoss(trial.Oracle, [.. trial.Kept.Select(_ => 1.0)], 0);
        var gradient = Differences.Gradient(trial.P, p => loss.Mean(p, trial.Inputs, trial.Data.Labels!), _ => true);
        trial.AssertScores([.. gradient.Zip(trial.Theta, (slope, weight) => Math.Abs(slope * weight))], trial.Score(new SnipCriterion()));
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.6)]
    public void LogitSnip_IsWeightTimesGradientOfTheSquaredLogits(double density)
    {
        var trial = ScoreCase.Create(Architecture, density, samples: 11, seed: 42);
        var gradient = Differences.Gradient(
            trial.P, p => trial.Inputs.Sum(x => trial.Oracle.Logits(p, x).Sum(logit => logit * logit)), _ => true);
        trial.AssertScores([.. gradient.Zip(trial.Theta, (slope, weight) => Math.Abs(slope * weight))], trial.Score(new LogitSnipCriterion()));
    }

    [TestMethod]
    public void ABatch_IsTheNextSamplesOfTheSeededOrder()
    {
        var trial = ScoreCase.Create(Architecture, 1, samples: 11, seed: 43);
        var order = DataSplit.Create(11, 0.4, ScoreCase.Seed);
        Array.Reverse(order.Training);
        Array.Reverse(order.Validation);
        int[] rows = [.. order.Training, .. order.Validation];
        var expected = new[] { rows[..4], rows[4..8], [.. rows[8..], rows[0]], rows[1..5] };
        for (var round = 0; round < expected.Length; round++)
        {
            var gradient = Differences.Gradient(
                trial.P, p => expected[round].Sum(row => trial.Oracle.Logits(p, trial.Inputs[row]).Sum(logit => logit * logit)), _ => true);
            trial.AssertScores(
                [.. gradient.Zip(trial.Theta, (slope, weight) => Math.Abs(slope * weight))], trial.Score(new LogitSnipCriterion(samples: 4), round));
        }
    }

    [TestMethod]
    [DataRow("input 9", 300, 100)]
    [DataRow("input 3x3x1", 300, 100)]
    [DataRow("input 2x2x3", 300, 128)]
    [DataRow("input 9", 60, 60)]
    public void TheDefaultBatch_DependsOnTheChannels(string input, int available, int expected)
    {
        var trial = ScoreCase.Create($"{input}, flatten, dense 4, relu, dense 3", 1, available, seed: 44);
        var byDefault = trial.Score(new SnipCriterion());
        var asGiven = trial.Score(new SnipCriterion(samples: expected));
        for (var layer = 0; layer < byDefault.Count; layer++)
        {
            CollectionAssert.AreEqual(asGiven[layer], byDefault[layer]);
        }

        if (expected > 1)
        {
            CollectionAssert.AreNotEqual(asGiven[0], trial.Score(new SnipCriterion(samples: expected - 1))[0]);
        }
    }

    [TestMethod]
    public void ABatchBelowOne_IsRefused()
    {
        Assert.AreEqual("samples", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SnipCriterion(0)).ParamName);
        Assert.AreEqual("samples", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new LogitSnipCriterion(0)).ParamName);
    }
}
