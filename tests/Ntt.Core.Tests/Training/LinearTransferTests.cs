using Ntt.Compute;
using Ntt.Core.Tests.Oracle;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Tangents;
using Ntt.Training;

namespace Ntt.Core.Tests.Training;

/// <summary>Proposition 1 of Liu &amp; Zenke: a linear student without NTT loss follows its teacher through all of training.</summary>
[TestClass]
public sealed class LinearTransferTests
{
    private const int Features = 9;
    private const int Samples = 31;
    private static readonly int[] s_dark = [1, 4, 8];

    /// <summary>The NTT objective over retained weights, without decay.</summary>
    private static readonly NttOptions s_options = new() { KernelScope = KernelScope.RetainedWeights, KernelWeight = 1, WeightDecay = 0, Density = 0.5 };

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.5)]
    public void AStudentWithoutLoss_FollowsItsTeacher(double momentum)
    {
        var (teacher, student) = Pair();
        var data = Data(isDark: true);
        Assert.AreEqual(0, Loss(teacher, student, data.Samples), 1e-12);
        foreach (var steps in new[] { 1, 5, 40, 200 })
        {
            var (trainedTeacher, trainedStudent) = (Train(teacher, data, steps, momentum), Train(student, data, steps, momentum));
            AssertSameLogits(trainedTeacher, trainedStudent, data.Samples);

            // The weights that the student lacks never moved in the teacher, and all others are the same.
            var (all, kept) = (trainedTeacher.Layers[0].Values, trainedStudent.Layers[0].ToDense());
            for (var index = 0; index < all.Length; index++)
            {
                var isDark = s_dark.Contains(index % Features);
                Assert.AreEqual(isDark ? teacher.Layers[0].Values[index] : kept[index], all[index], isDark ? 0 : 1e-5);
            }

            Assert.AreEqual(0, Loss(trainedTeacher, trainedStudent, data.Samples), 1e-8);
        }

        var far = Train(teacher, data, 200, momentum).Layers[0].Values;
        Assert.IsGreaterThan(0.3, far.Zip(teacher.Layers[0].Values, (one, two) => Math.Abs(one - two)).Max());
    }

    [TestMethod]
    public void AStudentWithLoss_DoesNot()
    {
        var (teacher, student) = Pair();
        var data = Data(isDark: false);
        Assert.IsGreaterThan(0.1, Loss(teacher, student, data.Samples));
        var gap = Logits(Train(teacher, data, 40, 0), data.Samples).Zip(Logits(Train(student, data, 40, 0), data.Samples), (one, two) => Math.Abs(one - two)).Max();
        Assert.IsGreaterThan(0.1, gap);
    }

    /// <summary>A dense layer, and the same one without its weights from the dark features.</summary>
    private static (Network Teacher, Network Student) Pair()
    {
        var teacher = NetworkCase.Dense($"input {Features}, dense 4", seed: 61);
        return (teacher, NetworkCase.Pruned(teacher, (_, index) => !s_dark.Contains(index % Features)));
    }

    private static LabeledSamples Data(bool isDark)
    {
        var random = new RandomStream(62, "linear task");
        var values = NetworkCase.Normal(random, Samples * Features, 1);
        for (var index = 0; isDark && index < values.Length; index++)
        {
            values[index] = s_dark.Contains(index % Features) ? 0 : values[index];
        }

        return new LabeledSamples(new SampleMatrix(values, Samples, Features), [.. Enumerable.Range(0, Samples).Select(_ => random.NextInt(4))]);
    }

    private static double Loss(Network teacher, Network student, SampleMatrix samples)
    {
        var objective = new NttObjective(WorkerTeam.Caller, teacher.Architecture, student.Layers, samples.Count, s_options, withGradient: false);
        teacher.Normalization.GatherAll(WorkerTeam.Caller, samples.Values, Features, objective.Input);
        return objective.Evaluate(new Teacher(WorkerTeam.Caller, teacher, objective.Geometry).View(objective.Input), 0, 0).Total;
    }

    private static Network Train(Network network, LabeledSamples data, int steps, double momentum)
    {
        var options = new TrainingOptions
        {
            Optimizer = OptimizerKind.Sgd,
            LearningRate = 0.05,
            Momentum = momentum,
            BatchSize = 8,
            NumberOfSteps = steps,
            ValidationFraction = 0,
            L2Regularization = 0,
            NumberOfThreads = 1,
        };
        return new SupervisedTrainer(options).Train(network, data).Network;
    }

    private static void AssertSameLogits(Network one, Network two, SampleMatrix samples)
    {
        var (first, second) = (Logits(one, samples), Logits(two, samples));
        for (var index = 0; index < first.Length; index++)
        {
            Assert.AreEqual(first[index], second[index], 2e-5f);
        }
    }

    private static float[] Logits(Network network, SampleMatrix samples)
    {
        var logits = new float[samples.Count * network.Architecture.OutputCount];
        network.ComputeLogits(samples.Values, logits);
        return logits;
    }
}
