using System.Text;

namespace Ntt.Cli.Toy;

/// <summary>Results of the toy problem in words and a table.</summary>
internal static class ToySection
{
    /// <summary>Appends a section for each network among the results.</summary>
    public static void Append(StringBuilder page, IReadOnlyList<(string Folder, ToyResult Result)> results)
    {
        foreach (var group in results.GroupBy(item => (item.Folder, item.Result.Data, item.Result.Network, item.Result.Budget), item => item.Result))
        {
            page.AppendLine().AppendLine($"## {group.Key.Folder}: the toy problem, {group.Key.Data}, {group.Key.Network}").AppendLine();
            page.Append(Text([.. group]));
        }
    }

    /// <summary>What was done and how far the outputs of each network are from the teacher's, as Markdown.</summary>
    public static string Text(IReadOnlyList<ToyResult> results)
    {
        var text = new StringBuilder();
        var first = results[0];
        if (first.Budget is { } budget)
            text.Append($"Budget {budget}. ");
        text.AppendLine(
            $"{first.Images} images of two classes in one batch, {first.Density.Requested:0.###%} of the weights, {first.Prune.Steps:N0} steps of NTT, "
            + $"{first.Steps[^1]:N0} steps of gradient descent on the squared error. Distances are Euclidean, between the two outputs of a network and those of its "
            + "dense teacher at the same step, means over the images; 'between paths' is the mean over the steps of training. 'ntt, all' compares kernels of all "
            + "weights (the released code), 'ntt, retained' those of the kept weights (the paper's equations). Made by").AppendLine();
        text.AppendLine("```");
        foreach (var result in results)
            text.AppendLine($"ntt toy {string.Join(' ', result.Arguments)}");
        text.AppendLine("```").AppendLine().Append(ToyTable.Of(results).ToMarkdown());
        text.AppendLine().AppendLine(
            $"Kernel distance to the teacher: {string.Join("; ", results.Select(KernelDistance))}. Made by version {string.Join(" and ", results.Select(result => result.Version).Distinct())}.");
        return text.ToString();
    }

    private static string KernelDistance(ToyResult result)
        => $"{result.KernelScope} weights, seed {result.Seed}: {result.Prune.History[0].KernelDistance:N0} before NTT, {result.Prune.History[^1].KernelDistance:N0} after";
}
