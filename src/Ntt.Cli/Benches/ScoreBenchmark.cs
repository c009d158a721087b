using Ntt.Cli.Results;
using Ntt.Compute;

namespace Ntt.Cli.Benches;

/// <summary>Scoring a batch of samples.</summary>
internal static class ScoreBenchmark
{
    public const string Name = "score";

    private const int Batch = 256;

    public static IEnumerable<BenchRow> Run(BenchSettings settings)
    {
        var samples = LeNetCases.Digits(Batch).Samples;
        var logits = new float[Batch * LeNetCases.Architecture.OutputCount];
        using var team = new WorkerTeam(settings.Threads);
        foreach (var density in (double[])[LeNetCases.Density, 1])
        {
            var network = LeNetCases.Network(density, samples, settings.Threads);
            var timings = Timings.Of(() => network.ComputeLogits(samples.Values, logits, team), settings);
            yield return timings.ToRow(Name, LeNetCases.Describe(Batch, density), 2.0 * Batch * network.KeptCount, settings);
        }
    }
}
