using Ntt.Cli.Results;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Running;

/// <summary>What <c>ntt run</c> was asked for.</summary>
/// <param name="Arguments">The options as given that the result depends on.</param>
/// <param name="Data">Name of the data set.</param>
/// <param name="DataFolder">Where to look for it first.</param>
/// <param name="Network">The network as it was asked for.</param>
/// <param name="Architecture">What it computes.</param>
/// <param name="Method">The pruning method.</param>
/// <param name="Pruning">What it is told; methods other than NTT heed the options that every method has.</param>
/// <param name="Training">How the pruned network is trained.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Json">Where the result goes.</param>
/// <param name="Model">Where the model goes.</param>
/// <param name="Quiet">Whether progress is kept back.</param>
internal sealed record RunSettings(
    IReadOnlyList<string> Arguments,
    string Data,
    string? DataFolder,
    string Network,
    NetworkArchitecture Architecture,
    PruningMethod Method,
    NttOptions Pruning,
    TrainingOptions Training,
    int Threads,
    OutputFile? Json,
    OutputFile? Model,
    bool Quiet);
