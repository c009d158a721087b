using Ntt.Cli.Results;

namespace Ntt.Cli.Tables;

/// <summary>Runs that differ in method, allocation, density and seed alone.</summary>
/// <param name="Folder">Where they lie.</param>
/// <param name="Common">The arguments that they share.</param>
/// <param name="Runs">The runs.</param>
internal sealed record Experiment(string Folder, string Common, IReadOnlyList<RunResult> Runs)
{
    private static readonly string[] s_varied = ["--method", "--allocation", "--density", "--seed"];

    /// <summary>The experiments among results, in the order in which they first occur.</summary>
    public static IReadOnlyList<Experiment> Of(IReadOnlyList<(string Folder, RunResult Result)> results) =>
    [
        .. results.GroupBy(item => (item.Folder, Common: CommonOf(item.Result)))
            .Select(group => new Experiment(group.Key.Folder, group.Key.Common, [.. group.Select(item => item.Result)])),
    ];

    private static string CommonOf(RunResult result)
    {
        var kept = new List<string>();
        for (var index = 0; index < result.Arguments.Count; index++)
        {
            if (s_varied.Contains(result.Arguments[index]))
                index++;
            else
                kept.Add(result.Arguments[index]);
        }

        return string.Join(' ', kept);
    }
}
