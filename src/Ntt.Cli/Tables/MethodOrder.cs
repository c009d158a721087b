using Ntt.Cli.Results;
using Ntt.Pruning;

namespace Ntt.Cli.Tables;

/// <summary>The order of the methods in tables and pictures: that of the registry, methods that it does not know at the end.</summary>
internal static class MethodOrder
{
    private static readonly string[] s_names = [.. PruningMethods.BuiltIn.All.Select(method => method.Name)];

    // Those of the paper have the strokes that are told apart best.
    private static readonly string[] s_styles =
        [.. ((string[])["ntt", "snip", "random", "scaled-random", "logit-snip", RunResult.Dense, "magnitude", "output-transfer"]).Union(s_names)];

    /// <summary>A method's place in the palette of every picture; methods that the registry does not know share one.</summary>
    public static int Style(string method) => Array.IndexOf(s_styles, method) is var place && place < 0 ? s_styles.Length : place;

    /// <summary>Runs in the order of their methods; those of one method stay as they are.</summary>
    public static IEnumerable<RunResult> Sort(IEnumerable<RunResult> runs)
        => runs.OrderBy(run => Array.IndexOf(s_names, run.Method) is var place && place < 0 ? s_names.Length : place);
}
