using Ntt.Data;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Benches;

/// <summary>What the step benchmarks work on: LeNet-300-100, dense and at 3 %, and generated digits.</summary>
internal static class LeNetCases
{
    public const double Density = 0.03;
    public const int Batch = 64;

    public static NetworkArchitecture Architecture { get; } = Architectures.LeNet300100();

    /// <summary>Generated digits.</summary>
    public static LabeledSamples Digits(int count)
    {
        var images = GeneratedDigits.Generate(count, seed: 1);
        return new LabeledSamples(images.ToSamples(), images.Labels);
    }

    /// <summary>The network at a density, pruned at random; dense at 1.</summary>
    public static Network Network(double density, SampleMatrix samples, int threads)
    {
        var options = new PruningOptions { Density = density, NumberOfThreads = threads };
        Pruner pruner = density == 1 ? new DenseBaseline(Architecture, options) : new CriterionPruner(Architecture, options, new RandomCriterion());
        return pruner.Prune(samples).Network;
    }

    /// <summary>The words for a case.</summary>
    public static string Describe(int batch, double density)
        => $"lenet-300-100, batch {batch}, {(density == 1 ? "dense" : $"density {density}")}";
}
