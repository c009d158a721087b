using Ntt.Data;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

[TestClass]
public sealed class GraspCriterionTests
{
    private const string Architecture = "input 6, dense 8, relu, dense 7, relu, dense 3";

    [TestMethod]
    [DataRow(1.0, 200.0)]
    [DataRow(1.0, 1.0)]
    [DataRow(0.7, 2.0)]
    public void Score_IsWeightTimesHessianTimesGradient(double density, double temperature)
    {
        var trial = ScoreCase.Create(Architecture, density, samples: 9, seed: 51);
        var rows = Enumerable.Range(0, 9).ToArray();
        AssertScores(trial, trial.Score(new GraspCriterion(samplesPerClass: 3, temperature)), rows, temperature);
    }

    [TestMethod]
    public void EveryClass_GivesItsFirstSamples()
    {
        // Labels 0 to 2 in turn; of 14 samples in seeded order, two of each class.
        var trial = ScoreCase.Create(Architecture, 1, samples: 14, seed: 52);
        var order = DataSplit.Create(14, 0, ScoreCase.Seed).Training.Reverse().ToArray();
        int[] rows = [.. Enumerable.Range(0, 3).SelectMany(label => order.Where(row => trial.Data.Labels![row] == label).Take(2))];
        AssertScores(trial, trial.Score(new GraspCriterion(samplesPerClass: 2, temperature: 1)), rows, 1);
    }

    [TestMethod]
    public void AClassWithoutSamples_IsLeftOut()
    {
        var trial = ScoreCase.Create(Architecture, 1, samples: 2, seed: 53);
        AssertScores(trial, trial.Score(new GraspCriterion(temperature: 1)), [0, 1], 1);
    }

    [TestMethod]
    public void BadArguments_AreRefused()
    {
        Assert.AreEqual("samplesPerClass", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new GraspCriterion(0)).ParamName);
        Assert.AreEqual("temperature", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new GraspCriterion(temperature: 0)).ParamName);
    }

    /// <summary>H g as the central difference of the analytic gradient along g, both in double.</summary>
    internal static void AssertScores(ScoreCase trial, IReadOnlyList<float[]> scores, int[] rows, double temperature)
    {
        var isWeight = trial.Oracle.WeightIndicator();
        var g = Gradient(trial.P).Zip(isWeight, (slope, weight) => slope * weight).ToArray();
        var step = 1e-4 / Math.Sqrt(g.Sum(slope => slope * slope));
        var above = Gradient([.. trial.P.Zip(g, (value, slope) => value + (step * slope))]);
        var below = Gradient([.. trial.P.Zip(g, (value, slope) => value - (step * slope))]);
        trial.AssertScores([.. trial.Theta.Select((weight, index) => weight * (above[index] - below[index]) / (2 * step))], scores);

        double[] Gradient(double[] p)
        {
            var gradient = new double[p.Length];
            foreach (var row in rows)
            {
                var logits = trial.Oracle.Logits(p, trial.Inputs[row]);
                var jacobian = trial.Oracle.Jacobian(p, trial.Inputs[row]);
                var sum = logits.Sum(logit => Math.Exp(logit / temperature));
                for (var output = 0; output < logits.Length; output++)
                {
                    var bar = (Math.Exp(logits[output] / temperature) / sum) - (output == trial.Data.Labels![row] ? 1 : 0);
                    for (var index = 0; index < p.Length; index++)
                    {
                        gradient[index] += bar * jacobian[output][index] / (rows.Length * temperature);
                    }
                }
            }

            return gradient;
        }
    }
}
