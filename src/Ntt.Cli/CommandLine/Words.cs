using Ntt.Pruning;
using Ntt.Tangents;

namespace Ntt.Cli.CommandLine;

/// <summary>The words by which a command line names the values of an enumeration.</summary>
internal sealed class Words<T>(params (string Name, T Value)[] words)
    where T : struct, Enum
{
    /// <summary>The words.</summary>
    public IReadOnlyCollection<string> Names { get; } = [.. words.Select(word => word.Name)];

    /// <summary>The value of a word.</summary>
    public T Value(string name) => words.Single(word => word.Name == name).Value;

    /// <summary>The word for a value.</summary>
    public string Name(T value) => words.Single(word => word.Value.Equals(value)).Name;
}

/// <summary>The words of the options.</summary>
internal static class Words
{
    public static Words<PruningAllocation> Allocations { get; } = new(
        ("layerwise", PruningAllocation.Layerwise),
        ("uniform-plus", PruningAllocation.UniformPlus),
        ("er", PruningAllocation.ErdosRenyi),
        ("erk", PruningAllocation.ErdosRenyiKernel),
        ("global", PruningAllocation.Global));

    public static Words<PruningControl> Controls { get; } = new(
        ("none", PruningControl.None),
        ("shuffle-mask", PruningControl.ShuffleMask),
        ("reinitialize", PruningControl.Reinitialize),
        ("random-mask", PruningControl.RandomMask));

    public static Words<PruningMethodKind> Kinds { get; } = new(
        ("one-shot", PruningMethodKind.OneShot), ("iterative", PruningMethodKind.Iterative), ("optimizing", PruningMethodKind.Optimizing));

    public static Words<KernelScope> Scopes { get; } = new(("all", KernelScope.AllWeights), ("retained", KernelScope.RetainedWeights));

    public static Words<KernelPairing> Pairings { get; } = new(("halves", KernelPairing.Halves), ("full", KernelPairing.Full));
}
