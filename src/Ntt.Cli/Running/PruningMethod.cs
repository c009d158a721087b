using Microsoft.ML;
using Ntt.Estimators;
using Ntt.Networks;
using Ntt.Pruning;

namespace Ntt.Cli.Running;

/// <summary>What a pruning method is told.</summary>
/// <param name="Architecture">The network.</param>
/// <param name="Options">All of NTT's options; other methods heed those that every method has.</param>
/// <param name="Progress">Receives the records of a method with steps.</param>
/// <param name="Cancellation">Ends it early.</param>
internal sealed record PruningRequest(NetworkArchitecture Architecture, NttOptions Options, IProgress<NttRecord>? Progress, CancellationToken Cancellation);

/// <summary>A pruning method as the first part of a pipeline.</summary>
internal sealed class PruningMethod
{
    private static readonly PruningMethod[] s_all =
    [
        new("dense", (transforms, request) => transforms.DenseNetwork(Tell(new DenseNetworkEstimator.Options(), request))) { KeepsAll = true },
        new("ntt", (transforms, request) => transforms.NttPrune(NttOptions(request))) { HasSteps = true },
        new("random", (transforms, request) => transforms.RandomPrune(TellPruning(new RandomPruningEstimator.Options(), request))),
        new("magnitude", (transforms, request) => transforms.MagnitudePrune(TellPruning(new MagnitudePruningEstimator.Options(), request))),
    ];

    private readonly Func<TransformsCatalog, PruningRequest, PruningEstimator> _create;

    private PruningMethod(string name, Func<TransformsCatalog, PruningRequest, PruningEstimator> create)
    {
        Name = name;
        _create = create;
    }

    /// <summary>The names of the methods.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. s_all.Select(method => method.Name)];

    /// <summary>The method's name.</summary>
    public string Name { get; }

    /// <summary>Whether it keeps every weight, whatever density is asked for.</summary>
    public bool KeepsAll { get; private init; }

    /// <summary>Whether it takes steps, and so reports progress.</summary>
    public bool HasSteps { get; private init; }

    /// <summary>The method of one of <see cref="Names"/>.</summary>
    public static PruningMethod Find(string name) => s_all.Single(method => method.Name == name);

    /// <summary>The first part of a pipeline.</summary>
    public PruningEstimator CreateEstimator(MLContext ml, PruningRequest request) => _create(ml.Transforms, request);

    private static TOptions Tell<TOptions>(TOptions options, PruningRequest request)
        where TOptions : NetworkEstimatorOptions
    {
        options.Architecture = request.Architecture;
        options.Seed = request.Options.Seed;
        options.NumberOfThreads = request.Options.NumberOfThreads;
        options.CancellationToken = request.Cancellation;
        return options;
    }

    private static TOptions TellPruning<TOptions>(TOptions options, PruningRequest request)
        where TOptions : PruningEstimatorOptions
    {
        options.Density = request.Options.Density;
        options.Allocation = request.Options.Allocation;
        return Tell(options, request);
    }

    private static NttPruningEstimator.Options NttOptions(PruningRequest request) => TellPruning(
        new NttPruningEstimator.Options
        {
            NumberOfEpochs = request.Options.NumberOfEpochs,
            NumberOfSteps = request.Options.NumberOfSteps,
            KernelScope = request.Options.KernelScope,
            KernelPairing = request.Options.KernelPairing,
            KernelWeight = request.Options.KernelWeight,
            WeightDecay = request.Options.WeightDecay,
            LearningRate = request.Options.LearningRate,
            BatchSize = request.Options.BatchSize,
            MaskUpdateInterval = request.Options.MaskUpdateInterval,
            CacheTeacher = request.Options.CacheTeacher,
            Progress = request.Progress,
        },
        request);
}
