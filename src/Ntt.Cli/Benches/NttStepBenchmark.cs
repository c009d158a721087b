using Ntt.Cli.Results;
using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Cli.Benches;

/// <summary>Steps of Neural Tangent Transfer.</summary>
internal static class NttStepBenchmark
{
    public const string Name = "ntt-step";

    private static readonly (KernelScope Scope, bool CacheTeacher)[] s_ways =
    [
        (KernelScope.AllWeights, false),
        (KernelScope.AllWeights, true),
        (KernelScope.RetainedWeights, false),
        (KernelScope.RetainedWeights, true),
    ];

    public static IEnumerable<BenchRow> Run(BenchSettings settings)
    {
        var density = settings.Density ?? BenchNetwork.Density;
        foreach (var network in settings.Network is { } chosen ? [chosen] : BenchNetwork.OfThePaper)
        {
            foreach (var (scope, cacheTeacher) in s_ways.Where(way => settings.Network is not null || IsPractical(network, way.Scope, way.CacheTeacher)))
            {
                var options = NttOptions.ForArchitecture(network.Architecture) with
                {
                    Density = density,
                    KernelScope = scope,
                    CacheTeacher = cacheTeacher,
                    NumberOfThreads = settings.Threads,
                };
                var kind = $"{network.Describe(options.BatchSize, density)}, {scope}{(cacheTeacher ? ", cached teacher" : "")}";
                settings.Export?.WritePruning(Name, kind, network, options);
                yield return NttStepTimes.Measure(network, options, settings).ToRow(Name, kind, NttStepTimes.WorkOf(network, options), settings);
            }
        }
    }

    /// <summary>Whether anyone would prune the paper's network that way on a processor: the larger it is, the fewer ways are left.</summary>
    private static bool IsPractical(BenchNetwork network, KernelScope scope, bool cacheTeacher) => network.Name switch
    {
        "conv-4" => scope == KernelScope.RetainedWeights && cacheTeacher,
        "lenet-5-caffe" => scope == KernelScope.AllWeights ? !cacheTeacher : cacheTeacher,
        _ => true,
    };
}
