using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class PathCriteriaTests
{
    private const string Architecture = "input 5, dense 6, relu, dense 4, relu, dense 3";

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.5)]
    public void SynFlow_SumsPathsOfMagnitudes(double density)
    {
        var trial = ScoreCase.Create(Architecture, density, samples: 1, seed: 61);
        var expected = new PathOracle(trial).Scores(Math.Abs, [1, 1, 1]);
        trial.AssertScores(expected, trial.Score(new SynFlowCriterion()), 1e-5, upToFactor: true);
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.5)]
    public void SynFlowL2_SumsPathsOfSquares(double density)
    {
        var trial = ScoreCase.Create(Architecture, density, samples: 1, seed: 62);
        var expected = new PathOracle(trial).Scores(weight => weight * weight, [1, 1, 1]);
        trial.AssertScores(expected, trial.Score(new SynFlowL2Criterion()), 1e-5, upToFactor: true);
    }

    [TestMethod]
    [DataRow(1.0, 7)]
    [DataRow(0.5, 7)]
    [DataRow(0.6, 70)]
    public void Px_SumsPathsOfSquares_ToOutputsThatActivePathsReach(double density, int samples)
    {
        // 70 samples are more than one chunk.
        var trial = ScoreCase.Create(Architecture, density, samples, seed: 63);
        var oracle = new PathOracle(trial);
        var outputs = oracle.ActivePaths();

        // In a dense network as many active paths end at every output.
        Assert.AreEqual(density == 1, outputs.Max() / outputs.Min() < 1.1);
        trial.AssertScores(oracle.Scores(weight => weight * weight, outputs), trial.Score(new PxCriterion()), 1e-5, upToFactor: true);
    }

    [TestMethod]
    public void Px_LooksAtSoManySamples()
    {
        var trial = ScoreCase.Create(Architecture, 0.6, 70, seed: 64);
        CollectionAssert.AreEqual(trial.Score(new PxCriterion(70))[0], trial.Score(new PxCriterion())[0]);
        CollectionAssert.AreNotEqual(trial.Score(new PxCriterion(69))[0], trial.Score(new PxCriterion())[0]);
        Assert.AreEqual("samples", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new PxCriterion(0)).ParamName);
    }

    [TestMethod]
    public void Scores_AreNotNegative_AndAddUpToTheSameTotalInEveryLayer()
    {
        foreach (var criterion in new PruningCriterion[] { new SynFlowCriterion(), new SynFlowL2Criterion(), new PxCriterion() })
        {
            Assert.IsTrue(criterion.ConservesLayerTotals);
            Assert.IsFalse(criterion.NeedsLabels);
            foreach (var density in new[] { 1, 0.4 })
            {
                var scores = ScoreCase.Create("input 9, dense 30, relu, dense 20, relu, dense 10, relu, dense 4", density, 5, seed: 65).Score(criterion);
                Assert.IsTrue(scores.All(layer => layer.All(score => score >= 0)));
                var total = scores[0].Sum(score => (double)score);
                Assert.IsGreaterThan(0, total);
                foreach (var layer in scores)
                {
                    Assert.AreEqual(total, layer.Sum(score => (double)score), 1e-5 * total);
                }
            }
        }
    }

    [TestMethod]
    public void DeepNarrowNetworks_StayWithinSinglePrecision()
    {
        // Without scaling, the product of 60 layers' weights of about 0.01 would be far below the smallest float.
        var architecture = "input 4, " + string.Concat(Enumerable.Repeat("dense 4, relu, ", 60)) + "dense 2";
        var trial = ScoreCase.Create(architecture, 1, 1, seed: 66);
        foreach (var layer in trial.Dense.Layers)
        {
            for (var index = 0; index < layer.Values.Length; index++)
            {
                layer.Values[index] *= 0.01f;
            }
        }

        foreach (var layer in trial.Score(new SynFlowL2Criterion()))
        {
            Assert.IsTrue(layer.All(score => score > 0 && float.IsFinite(score)));
        }
    }
}
