using System.Globalization;
using Ntt.Compute;
using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Benches;

/// <summary>A network that benchmarks work on.</summary>
/// <param name="Name">What rows call it.</param>
/// <param name="Architecture">What it computes.</param>
internal sealed record BenchNetwork(string Name, NetworkArchitecture Architecture)
{
    /// <summary>The density of the paper's main results.</summary>
    public const double Density = 0.03;

    /// <summary>The networks of the paper.</summary>
    public static IReadOnlyList<BenchNetwork> OfThePaper { get; } = [.. Architectures.Names.Select(name => new BenchNetwork(name, Architectures.Find(name)))];

    /// <summary>Samples for it: generated digits where they fit, noise elsewhere.</summary>
    public LabeledSamples Samples(int count)
    {
        var shape = Architecture.Input;
        if (shape == GeneratedDigits.Shape && Architecture.OutputCount == GeneratedDigits.ClassNames.Count)
        {
            var images = GeneratedDigits.Generate(count, seed: 1);
            return new LabeledSamples(images.ToSamples(), images.Labels);
        }

        var random = new RandomStream(1, "bench");
        var values = new float[checked(count * shape.Size)];
        for (var index = 0; index < values.Length; index++)
            values[index] = (float)random.NextDouble();
        int[] labels = [.. Enumerable.Range(0, count).Select(sample => sample % Architecture.OutputCount)];
        return new LabeledSamples(new SampleMatrix(values, count, shape.Size), labels);
    }

    /// <summary>The network at a density, the same of every layer, pruned at random; dense at 1.</summary>
    public Network Create(double density, SampleMatrix samples, int threads)
    {
        var options = new PruningOptions { Density = density, NumberOfThreads = threads };
        Pruner pruner = density == 1 ? new DenseBaseline(Architecture, options) : new CriterionPruner(Architecture, options, new RandomCriterion());
        return pruner.Prune(samples).Network;
    }

    /// <summary>The words for a case.</summary>
    public string Describe(int batch, double density)
        => string.Create(CultureInfo.InvariantCulture, $"{Name}, batch {batch}, {(density == 1 ? "dense" : $"density {density}")}");
}
