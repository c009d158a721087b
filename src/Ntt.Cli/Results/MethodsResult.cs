namespace Ntt.Cli.Results;

/// <summary>What <c>ntt methods</c> writes.</summary>
internal sealed record MethodsResult(IReadOnlyList<MethodRow> Methods);

/// <summary>A pruning method.</summary>
/// <param name="Name">What <c>--method</c> takes.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Kind"><c>one-shot</c>, <c>iterative</c> or <c>optimizing</c>.</param>
/// <param name="DefaultAllocation">The allocation its authors use.</param>
/// <param name="DefaultRounds">Rounds of an iterative method; 1 of one-shot methods, 0 of others.</param>
/// <param name="NeedsData">Whether masks or weights depend on the samples.</param>
/// <param name="NeedsLabels">Whether it looks at labels.</param>
internal sealed record MethodRow(
    string Name, string Description, string Kind, string DefaultAllocation, int DefaultRounds, bool NeedsData, bool NeedsLabels);
