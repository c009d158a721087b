using System.Diagnostics;
using Ntt.Cli.CommandLine;
using Ntt.Cli.Results;
using Ntt.Cli.Running;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Toy;

/// <summary>
/// The toy problem of Liu &amp; Zenke (ICML 2020): a dense network and sparse ones with the same initial weights learn to tell two digits apart by
/// gradient descent on all images at once, on the squared error. Under that loss, and while the tangent kernel stays as it is, outputs move by the
/// kernel alone: a student with its teacher's outputs and kernel should move as the teacher does.
/// </summary>
internal sealed class ToyRun(ToySettings settings, Terminal terminal)
{
    private const int PathsOfAClass = 3;

    private readonly LabeledSamples _data = ToyData.Load(settings);

    /// <summary>Runs.</summary>
    /// <param name="display">Shows how far it is.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ToyResult Execute(IRunDisplay display) => display.Show(
        settings.Pruning.NumberOfSteps!.Value,
        settings.Steps * (ToySettings.Students.Count + 1),
        Execute);

    private ToyResult Execute(RunListeners listeners)
    {
        PruningResult Prune(string method) => PruningMethods.BuiltIn.Find(method)
            .Create(settings.Architecture, settings.Pruning)
            .Prune(_data.Samples, listeners.Pruning, terminal.Cancellation);

        PruningResult[] students = [.. ToySettings.Students.Select(Prune)];
        var clock = Stopwatch.StartNew();
        int[] steps = RecordedSteps();
        PruningResult[] starts = [Prune(RunResult.Dense), .. students];
        var outputs = starts
            .Select((start, index) => Train(start.Network, steps, new Offset(listeners.Training, index * settings.Steps)))
            .ToArray();
        string[] names = [ToyNetwork.Teacher, .. ToySettings.Students];
        return new ToyResult(
            PipelineRun.Version,
            settings.Arguments,
            settings.Data,
            _data.Count,
            settings.Network,
            Words.Scopes.Name(settings.Pruning.KernelScope),
            settings.Pruning.Seed,
            settings.Threads,
            new DensityFacts(students[0].Report.RequestedDensity, students[0].Report.KeptDensity),
            new PruneFacts(students[0].Steps, students[0].Duration.TotalSeconds, students[0].History),
            clock.Elapsed.TotalSeconds,
            steps,
            [.. names.Select((name, index) => Describe(name, steps, outputs[index], outputs[0]))],
            Machine.Facts)
        {
            LearningRate = settings.LearningRate,
        };
    }

    /// <summary>Outputs move fast at first: the records lie as squares do, from step 0 to the last.</summary>
    private int[] RecordedSteps()
    {
        double Part(int record) => Math.Pow((double)record / ToySettings.Intervals, 2);

        return [.. Enumerable.Range(0, ToySettings.Intervals + 1).Select(record => (int)Math.Round(settings.Steps * Part(record))).Distinct()];
    }

    /// <summary>
    /// Trains from record to record and notes all outputs. Descent on all samples keeps nothing from step to step but the weights, so a training in
    /// stages is a training at once.
    /// </summary>
    private float[][] Train(Network network, int[] steps, IProgress<TrainingRecord> progress)
    {
        var outputs = new float[steps.Length][];
        for (var record = 0; record < steps.Length; record++)
        {
            if (record > 0)
            {
                var stage = new SupervisedTrainer(Options(steps[record] - steps[record - 1])).Train(network, _data, cancellation: terminal.Cancellation);
                network = stage.Network;
                progress.Report(stage.History[^1] with { Step = steps[record] });
            }

            network.ComputeLogits(_data.Samples.Values, outputs[record] = new float[2 * _data.Count]);
        }

        return outputs;
    }

    private TrainingOptions Options(int steps) => new()
    {
        Loss = TrainingLoss.SquaredError,
        Optimizer = OptimizerKind.Sgd,
        LearningRate = settings.LearningRate,
        BatchSize = _data.Count,
        NumberOfSteps = steps,
        RecordInterval = Math.Max(1, steps),
        L2Regularization = 0,
        ValidationFraction = 0,
        Seed = settings.Pruning.Seed,
        NumberOfThreads = settings.Threads,
    };

    private ToyNetwork Describe(string name, int[] steps, float[][] outputs, float[][] teacher)
    {
        double[] distance = [.. outputs.Zip(teacher, (own, other) => Mean(image => Norm(own[2 * image] - other[2 * image], own[(2 * image) + 1] - other[(2 * image) + 1])))];
        return new ToyNetwork(
            name,
            [.. outputs.Select(own => Mean(image => HalfSquaredError(own, image)))],
            [.. outputs.Select(own => Mean(image => own[(2 * image) + 1] > own[2 * image] == (_data.Labels[image] == 1) ? 1 : 0))],
            distance,
            PathDistance.Mean(steps, distance, until: settings.Steps),
            PathDistance.Mean(steps, distance, until: settings.Steps / 10),
            [.. from label in (int[])[0, 1]
                from image in Enumerable.Range(0, _data.Count).Where(image => _data.Labels[image] == label).Take(PathsOfAClass)
                select new ToyPath(image, label, [.. outputs.Select(own => (double[])[own[2 * image], own[(2 * image) + 1]])])]);
    }

    private double HalfSquaredError(float[] outputs, int image)
    {
        var distance = Norm(outputs[2 * image] - (1 - _data.Labels[image]), outputs[(2 * image) + 1] - _data.Labels[image]);
        return distance * distance / 2;
    }

    private double Mean(Func<int, double> ofImage) => Enumerable.Range(0, _data.Count).Average(ofImage);

    private static double Norm(double first, double second) => Math.Sqrt((first * first) + (second * second));

    /// <summary>Passes on the records of one of several trainings as if they were one.</summary>
    private sealed class Offset(IProgress<TrainingRecord>? progress, int steps) : IProgress<TrainingRecord>
    {
        public void Report(TrainingRecord value) => progress?.Report(value with { Step = steps + value.Step });
    }
}
