using Ntt.Core.Tests.Oracle;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Core.Tests.Pruning;

/// <summary>The scores of networks with convolutions, poolings and dropout (which is off).</summary>
[TestClass]
public sealed class ConvolutionScoresTests
{
    private const string Architecture
        = "input 8x7x2, conv 3 3x2, relu, maxpool 2, dropout 0.4, conv 4 2x2 same, relu, avgpool 2, flatten, dense 5, relu, dropout 0.3, dense 3";

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.7)]
    public void Snip(double density)
    {
        var trial = ScoreCase.Create(Architecture, density, samples: 9, seed: 121);
        var loss = new OracleSupervisedLoss(trial.Oracle, [.. trial.Kept.Select(_ => 1.0)], 0);
        var gradient = Differences.Gradient(trial.P, p => loss.Mean(p, trial.Inputs, trial.Data.Labels!), _ => true);
        trial.AssertScores([.. gradient.Zip(trial.Theta, (slope, weight) => Math.Abs(slope * weight))], trial.Score(new SnipCriterion()));
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.7)]
    public void LogitSnip(double density)
    {
        var trial = ScoreCase.Create(Architecture, density, samples: 9, seed: 122);
        var gradient = Differences.Gradient(trial.P, p => trial.Inputs.Sum(x => trial.Oracle.Logits(p, x).Sum(logit => logit * logit)), _ => true);
        trial.AssertScores([.. gradient.Zip(trial.Theta, (slope, weight) => Math.Abs(slope * weight))], trial.Score(new LogitSnipCriterion()));
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.7)]
    public void Grasp(double density)
    {
        var trial = ScoreCase.Create(Architecture, density, samples: 9, seed: 123);
        GraspCriterionTests.AssertScores(trial, trial.Score(new GraspCriterion(samplesPerClass: 3, temperature: 2)), [.. Enumerable.Range(0, 9)], 2);
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.7)]
    public void NtkSap(double density)
    {
        var trial = ScoreCase.Create(Architecture, density, samples: 1, seed: 124);
        NtkSapCriterionTests.AssertScores(trial, perturbation: 0.05);
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.7)]
    public void SynFlow(double density)
    {
        var trial = ScoreCase.Create(Architecture, density, samples: 1, seed: 125);
        trial.AssertScores(Flow(trial, Math.Abs, [1, 1, 1]), trial.Score(new SynFlowCriterion()), upToFactor: true);
        trial.AssertScores(Flow(trial, weight => weight * weight, [1, 1, 1]), trial.Score(new SynFlowL2Criterion()), upToFactor: true);
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.7)]
    public void Px(double density)
    {
        var trial = ScoreCase.Create(Architecture, density, samples: 11, seed: 126);
        var outputs = new double[3];
        for (var output = 0; output < 3; output++)
        {
            outputs[output] = trial.Inputs.Sum(x => ActivePaths(trial, x, output).Zip(x, (paths, input) => paths * input * input).Sum());
        }

        trial.AssertScores(Flow(trial, weight => weight * weight, outputs), trial.Score(new PxCriterion()), upToFactor: true);
    }

    [TestMethod]
    public void PathScores_AddUpToTheSameTotalInEveryLayer()
    {
        foreach (var criterion in new PruningCriterion[] { new SynFlowCriterion(), new SynFlowL2Criterion(), new PxCriterion() })
        {
            var totals = ScoreCase.Create(Architecture, 0.7, 5, seed: 127).Score(criterion).Select(layer => layer.Sum(score => (double)score)).ToArray();
            Assert.IsGreaterThan(0, totals[0]);
            Assert.IsTrue(totals.All(total => Math.Abs(total - totals[0]) < 1e-5 * totals[0]));
        }
    }

    [TestMethod]
    public void Shapes_KnowTheirKernel()
    {
        var shapes = NetworkArchitecture.Parse(Architecture).WeightLayers;
        CollectionAssert.AreEqual(new[] { (3, 2), (2, 2), (0, 0), (0, 0) }, shapes.Select(shape => (shape.KernelHeight, shape.KernelWidth)).ToArray());
    }

    /// <summary>flow(θ) ∘ the derivative of Σ outputs · f(1; flow(θ)), with biases of 0.</summary>
    private static double[] Flow(ScoreCase trial, Func<double, double> flow, double[] outputs)
    {
        var weights = trial.P.Zip(trial.Oracle.WeightIndicator(), (value, isWeight) => isWeight * flow(value)).ToArray();
        var jacobian = trial.Oracle.Jacobian(weights, [.. Enumerable.Repeat(1.0, trial.Inputs[0].Length)]);
        return [.. weights.Select((weight, index) => weight * outputs.Select((factor, output) => factor * jacobian[output][index]).Sum())];
    }

    /// <summary>For every input, how many kept paths that x activates lead from it to the output (poolings by mean with their weights).</summary>
    private static double[] ActivePaths(ScoreCase trial, double[] x, int output)
    {
        var architecture = trial.Dense.Architecture;
        OracleLayer[] layers = [.. architecture.Layers.Select((layer, index) => OracleLayer.Create(layer, architecture.Shapes[index]))];
        var activations = new List<double[]> { x };
        var starts = new List<int> { 0 };
        foreach (var layer in layers)
        {
            var weights = trial.P.AsSpan(starts[^1], layer.Weights);
            activations.Add(layer.Forward(activations[^1], weights, trial.P.AsSpan(starts[^1] + layer.Weights, layer.Biases)));
            starts.Add(starts[^1] + layer.Weights + layer.Biases);
        }

        double[] bar = [.. Enumerable.Range(0, 3).Select(index => index == output ? 1.0 : 0)];
        for (var index = layers.Length - 1; index >= 0; index--)
        {
            var layer = layers[index];
            bar = layer.Reverse(activations[index], bar, trial.Kept.AsSpan(starts[index], layer.Weights), new double[layer.Weights], new double[layer.Biases]);
        }

        return bar;
    }
}
