using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class NtkSapCriterionTests
{
    private const string Architecture = "input 5, dense 7, relu, dense 6, relu, dense 3";

    [TestMethod]
    [DataRow(1.0, 0.01)]
    [DataRow(0.6, 0.01)]
    [DataRow(0.6, 0.3)]
    public void Score_IsTheGradientByTheMask_OfTheDifferenceOfTwoNetworks(double density, double perturbation)
    {
        AssertScores(ScoreCase.Create(Architecture, density, samples: 1, seed: 71), perturbation);
    }

    [TestMethod]
    public void NeitherSamplesNorInitialWeights_Matter()
    {
        var one = ScoreCase.Create(Architecture, 1, samples: 3, seed: 72).Score(new NtkSapCriterion());
        var other = ScoreCase.Create(Architecture, 1, samples: 5, seed: 73).Score(new NtkSapCriterion());
        for (var layer = 0; layer < one.Count; layer++)
        {
            CollectionAssert.AreEqual(one[layer], other[layer]);
        }
    }

    [TestMethod]
    public void ByDefault_FiveDraws_OfTenInputsAnOutput()
    {
        var trial = ScoreCase.Create(Architecture, 1, samples: 1, seed: 74);
        CollectionAssert.AreEqual(trial.Score(new NtkSapCriterion(0.01, 5, 30))[1], trial.Score(new NtkSapCriterion())[1]);
    }

    [TestMethod]
    public void BadArguments_AreRefused()
    {
        Assert.AreEqual("perturbation", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new NtkSapCriterion(0)).ParamName);
        Assert.AreEqual("draws", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new NtkSapCriterion(draws: 0)).ParamName);
        Assert.AreEqual("samples", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new NtkSapCriterion(samples: 0)).ParamName);
    }

    /// <summary>Compares the scores of two draws with the gradient by the mask, by central differences in double.</summary>
    internal static void AssertScores(ScoreCase trial, double perturbation)
    {
        var isWeight = trial.Oracle.WeightIndicator();
        var sums = new double[trial.Theta.Length];
        for (var draw = 0; draw < 2; draw++)
        {
            var (one, other, inputs) = Draw(trial, perturbation, draw, samples: 4);
            var gradient = Differences.Gradient(trial.Kept, mask => Difference(trial.Oracle, mask, one, other, inputs), index => isWeight[index] != 0);
            for (var index = 0; index < sums.Length; index++)
            {
                sums[index] += gradient[index];
            }
        }

        trial.AssertScores([.. sums.Select(Math.Abs)], trial.Score(new NtkSapCriterion(perturbation, draws: 2, samples: 4), round: 3), 1e-4);
    }

    private static double Difference(OracleNetwork network, double[] mask, double[] one, double[] other, double[][] inputs)
    {
        double sum = 0;
        foreach (var x in inputs)
        {
            var a = network.Logits([.. one.Zip(mask, (value, m) => value * m)], x);
            var b = network.Logits([.. other.Zip(mask, (value, m) => value * m)], x);
            sum += a.Zip(b, (left, right) => (left - right) * (left - right)).Sum();
        }

        return sum;
    }

    /// <summary>The random numbers of one draw, in the criterion's order.</summary>
    private static (double[] One, double[] Other, double[][] Inputs) Draw(ScoreCase trial, double perturbation, int draw, int samples)
    {
        var random = new RandomStream(ScoreCase.Seed, $"ntk-sap round 3 draw {draw}");
        var drawn = NetworkInitializer.GlorotTruncatedNormal(trial.Dense.Architecture, trial.Dense.Normalization, unchecked((int)random.NextUInt64()));
        var moved = drawn.Clone();
        foreach (var layer in moved.Layers)
        {
            for (var index = 0; index < layer.Values.Length; index++)
            {
                layer.Values[index] += (float)(perturbation * random.NextNormal());
            }
        }

        var features = trial.Dense.Architecture.Input.Size;
        var inputs = Enumerable.Range(0, samples).Select(_ => new double[features]).ToArray();
        for (var feature = 0; feature < features; feature++)
        {
            for (var sample = 0; sample < samples; sample++)
            {
                inputs[sample][feature] = (float)random.NextNormal();
            }
        }

        return (OracleNetwork.Parameters(drawn.Layers), OracleNetwork.Parameters(moved.Layers), inputs);
    }
}
