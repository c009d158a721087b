using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Core.Tests.Tangents;
using Ntt.Data;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

/// <summary>Training against a plain one in double that takes its gradients by central differences.</summary>
[TestClass]
public sealed class SupervisedGradientTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow("input 6, dense 3", 0.5)]
    [DataRow("input 6, dense 9, relu, dense 7, relu, dense 3", 1.0)]
    [DataRow("input 6, dense 9, relu, dense 7, relu, dense 3", 0.5)]
    [DataRow("input 6, dense 9, relu, dense 7, relu, dense 3", 0.1)]
    [DataRow("input 6, dense 9, relu, dense 7, relu, dense 3", 0.0)]
    [DataRow("input 1x3x2, flatten, dense 5, dense 6, relu, dense 3", 0.6)]
    [DataRow(ConvolutionCases.TwoConvolutions, 1.0)]
    [DataRow(ConvolutionCases.TwoConvolutions, 0.4)]
    [DataRow(ConvolutionCases.TwoConvolutions, 0.0)]
    [DataRow(ConvolutionCases.PoolFirst, 1.0)]
    [DataRow(ConvolutionCases.PoolFirst, 0.6)]
    [DataRow("input 5x4x2, conv 3 2x2, maxpool 2 stride 1, conv 4 2x3 stride 2 same, flatten, dense 3", 1.0)]
    [DataRow("input 5x4x2, conv 3 2x2, maxpool 2 stride 1, conv 4 2x3 stride 2 same, flatten, dense 3", 0.5)]
    public void OneStepOfDescent_IsTheGradient(string text, double density) => AssertOneStep(TrainingLoss.SoftmaxCrossEntropy, text, density);

    [TestMethod]
    [DataRow("input 6, dense 9, relu, dense 7, relu, dense 3", 0.5)]
    [DataRow(ConvolutionCases.TwoConvolutions, 0.4)]
    public void OneStepOfDescentOnTheSquaredError_IsTheGradient(string text, double density) => AssertOneStep(TrainingLoss.SquaredError, text, density);

    [TestMethod]
    [DataRow(OptimizerKind.Adam, 0.0, false)]
    [DataRow(OptimizerKind.Adam, 0.0, true)]
    [DataRow(OptimizerKind.Sgd, 0.0, true)]
    [DataRow(OptimizerKind.Sgd, 0.8, false)]
    public void AWholeTraining_IsTheOracles(OptimizerKind optimizer, double momentum, bool pruned)
    {
        var options = new TrainingOptions
        {
            Optimizer = optimizer,
            Momentum = momentum,
            LearningRate = optimizer == OptimizerKind.Adam ? 0.01 : 0.2,
            L2Regularization = 1e-2,
            BatchSize = 5,
            ValidationFraction = 0.2,
            NumberOfSteps = 20,
            RecordInterval = 8,
            NumberOfThreads = 1,
        };
        var initial = TrainingCase.Network(pruned);
        var data = TrainingCase.Data(21);
        var result = new SupervisedTrainer(options).Train(initial, data);

        var inputs = NetworkCase.Standardized(initial, data.Samples.Values);
        var theta = OracleNetwork.Parameters(initial.Layers);
        var start = (double[])theta.Clone();
        var loss = new OracleSupervisedLoss(
            new OracleNetwork(initial.Architecture), OracleNetwork.KeptParameters(initial.Layers), options.L2Regularization);
        var (adam, sgd) = (new OracleAdam(theta.Length, options.LearningRate), new OracleSgd(theta.Length, options.LearningRate, momentum));
        var training = DataSplit.Create(data.Count, 0.2, options.Seed).Training;
        Assert.HasCount(17, training);
        var batches = new BatchStream(training.Length, 5, new RandomStream(options.Seed, "training batches"));
        var losses = new List<double> { MeanLoss(training[..5]) };
        var since = new List<double>();
        for (var step = 1; step <= 20; step++)
        {
            int[] rows = [.. batches.Next().ToArray().Select(index => training[index])];
            since.Add(MeanLoss(rows));
            var gradient = loss.Gradient(theta, [.. rows.Select(row => inputs[row])], [.. rows.Select(row => data.Labels[row])]);
            (optimizer == OptimizerKind.Adam ? (Action<double[], double[]>)adam.Step : sgd.Step)(theta, gradient);
            if (step is 8 or 16 or 20)
            {
                losses.Add(since.Average());
                since.Clear();
            }
        }

        var trained = OracleNetwork.Parameters(result.Network.Layers);
        Assert.IsGreaterThan(0.1, theta.Zip(start, (one, two) => Math.Abs(one - two)).Max());
        for (var index = 0; index < theta.Length; index++)
        {
            Assert.AreEqual(theta[index], trained[index], 2e-4, $"parameter {index}");
        }

        Assert.AreEqual("0 8 16 20", string.Join(' ', result.History.Select(record => record.Step)));
        Assert.AreEqual("0 2 4 5", string.Join(' ', result.History.Select(record => record.Epoch)));
        for (var record = 0; record < losses.Count; record++)
        {
            Assert.AreEqual(losses[record], result.History[record].Loss, 1e-4);
        }

        for (var layer = 0; layer < initial.Layers.Count; layer++)
        {
            CollectionAssert.AreEqual(initial.Layers[layer].Mask?.KeptIndices(), result.Network.Layers[layer].Mask?.KeptIndices());
        }

        double MeanLoss(int[] rows) => loss.Mean(theta, [.. rows.Select(row => inputs[row])], [.. rows.Select(row => data.Labels[row])]);
    }

    private void AssertOneStep(TrainingLoss loss, string text, double density)
    {
        var initial = NetworkCase.Dense(text, seed: 51, standardized: true);
        initial = density < 1 ? NetworkCase.Pruned(initial, density, seed: 52) : initial;
        var data = TrainingCase.Data(7, size: initial.Architecture.Input.Size);
        var options = new TrainingOptions
        {
            Loss = loss,
            Optimizer = OptimizerKind.Sgd,
            LearningRate = 1,
            NumberOfSteps = 1,
            ValidationFraction = 0,
            L2Regularization = 0.01,
            NumberOfThreads = 1,
        };
        var trained = new SupervisedTrainer(options).Train(initial, data).Network;
        var theta = OracleNetwork.Parameters(initial.Layers);
        var mask = OracleNetwork.KeptParameters(initial.Layers);
        var expected = new OracleSupervisedLoss(new OracleNetwork(initial.Architecture), mask, 0.01, loss).Gradient(
            theta, NetworkCase.Standardized(initial, data.Samples.Values), data.Labels);
        double[] step = [.. theta.Zip(OracleNetwork.Parameters(trained.Layers), (before, after) => before - after)];
        var error = GradientError.Of(expected, step);
        TestContext.WriteLine($"{error.OfLargest:e1} of the largest, {error.Elementwise:e1} elementwise");
        Assert.IsLessThan(1e-5, error.OfLargest);
        Assert.IsLessThan(1e-3, error.Elementwise);
    }
}
