using Ntt.Cli.Results;
using Ntt.Networks;
using Ntt.Training;

namespace Ntt.Cli.Benches;

/// <summary>Steps of supervised training by Adam.</summary>
internal static class TrainStepBenchmark
{
    public const string Name = "train-step";
    public const int Batch = 64;

    // 32 MB of samples, more than most caches hold.
    private const int SampleValues = 8_000_000;
    private const double FlopsPerInterval = 2e9;
    private const int LongestInterval = 100;
    private const int WarmUp = 3;

    public static IEnumerable<BenchRow> Run(BenchSettings settings)
    {
        foreach (var network in settings.Network is { } chosen ? [chosen] : BenchNetwork.OfThePaper)
        {
            var data = network.Samples(Math.Max(2 * Batch, SampleValues / network.Architecture.Input.Size));
            foreach (var density in settings.Density is { } only ? [only] : Densities(network))
            {
                var initial = network.Create(density, data.Samples, settings.Threads);
                var kind = network.Describe(Batch, density);
                settings.Export?.WriteScoring(Name, kind, initial, data, Batch);
                yield return Measure(initial, data, settings).ToRow(Name, kind, Work.OfTraining(initial, Batch), settings);
            }
        }
    }

    /// <summary>Measures the steps of training a network.</summary>
    public static Timings Measure(Network initial, LabeledSamples data, BenchSettings settings)
    {
        var interval = (int)Math.Clamp(FlopsPerInterval / Work.OfTraining(initial, Batch).Flops!.Value, 1, LongestInterval);
        return StepClock<TrainingRecord>.Measure(interval, WarmUp, settings, (steps, progress, end) =>
        {
            var options = new TrainingOptions
            {
                BatchSize = Batch,
                NumberOfSteps = int.MaxValue,
                RecordInterval = steps,
                NumberOfThreads = settings.Threads,
            };
            new SupervisedTrainer(options).Train(initial, data, progress: progress, cancellation: end);
        });
    }

    private static double[] Densities(BenchNetwork network)
        => network.Name == "conv-4" ? [0.01, BenchNetwork.Density, 1] : [BenchNetwork.Density, 1];
}
