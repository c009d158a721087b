using Ntt.Cli.Results;
using Ntt.Networks;
using Ntt.Training;

namespace Ntt.Cli.Benches;

/// <summary>Steps of supervised training.</summary>
internal static class TrainStepBenchmark
{
    public const string Name = "train-step";

    private const int Samples = 10_000;
    private const int Interval = 100;

    public static IEnumerable<BenchRow> Run(BenchSettings settings)
    {
        var digits = LeNetCases.Digits(Samples);
        foreach (var density in (double[])[LeNetCases.Density, 1])
        {
            var network = LeNetCases.Network(density, digits.Samples, settings.Threads);
            var options = new TrainingOptions
            {
                BatchSize = LeNetCases.Batch,
                NumberOfSteps = int.MaxValue,
                RecordInterval = Interval,
                NumberOfThreads = settings.Threads,
            };
            var timings = StepClock<TrainingRecord>.Measure(
                Interval, settings, (progress, end) => new SupervisedTrainer(options).Train(network, digits, monitor: null, progress, end));
            yield return timings.ToRow(Name, LeNetCases.Describe(LeNetCases.Batch, density), Flops(network), settings);
        }
    }

    /// <summary>A multiply-add each of a kept weight for the outputs, for its gradient and, behind the first layer, for the inputs' gradient.</summary>
    private static double Flops(Network network)
        => 2.0 * LeNetCases.Batch * ((3 * network.KeptCount) - network.Layers[0].KeptCount);
}
