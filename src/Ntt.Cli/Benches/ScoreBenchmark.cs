using Ntt.Cli.Results;
using Ntt.Compute;
using Ntt.Networks;
using Ntt.Training;

namespace Ntt.Cli.Benches;

/// <summary>Scoring a batch of samples.</summary>
internal static class ScoreBenchmark
{
    public const string Name = "score";
    public const int Batch = 256;

    public static IEnumerable<BenchRow> Run(BenchSettings settings)
    {
        foreach (var network in settings.Network is { } chosen ? [chosen] : BenchNetwork.OfThePaper)
        {
            var data = network.Samples(Batch);
            foreach (var density in settings.Density is { } only ? (double[])[only] : [BenchNetwork.Density, 1])
            {
                var scored = network.Create(density, data.Samples, settings.Threads);
                var kind = network.Describe(Batch, density);
                settings.Export?.WriteScoring(Name, kind, scored, data, Batch);
                yield return Measure(scored, data, settings).ToRow(Name, kind, Work.OfScoring(scored, Batch), settings);
            }
        }
    }

    /// <summary>Measures the scoring of a batch.</summary>
    public static Timings Measure(Network network, LabeledSamples data, BenchSettings settings)
    {
        var isPeakKnown = PeakMemory.Restart();
        var logits = new float[Batch * network.Architecture.OutputCount];
        using var team = new WorkerTeam(settings.Threads);
        var timings = Timings.Of(() => network.ComputeLogits(data.Samples.Values, logits, team), settings);
        timings.PeakResidentMegabytes = isPeakKnown ? PeakMemory.Megabytes() : null;
        return timings;
    }
}
