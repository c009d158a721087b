using System.Text;
using Ntt.Cli.CommandLine;

namespace Ntt.Cli.Toy;

/// <summary>Results of the toy problem in words and a table.</summary>
internal static class ToySection
{
    /// <summary>Appends a section for each network among the results, with the pictures of the figures that are made of them.</summary>
    /// <param name="page">The page.</param>
    /// <param name="results">The results.</param>
    /// <param name="link">The place of a file in a folder seen from the page; null where it is not there.</param>
    public static void Append(StringBuilder page, IReadOnlyList<(string Folder, ToyResult Result)> results, Func<string, string, string?> link)
    {
        foreach (var (title, folder, group) in Groups(results))
        {
            page.AppendLine().AppendLine($"## {title}").AppendLine();
            page.Append(Text(group));
            foreach (var (file, text) in ToyFigure.All.SelectMany(figure => figure.PicturesOf(group)))
            {
                if (link(folder, file) is { } picture)
                    page.AppendLine().AppendLine($"![{text}]({picture})");
            }
        }
    }

    /// <summary>The results that belong together, with their headings.</summary>
    public static IEnumerable<(string Title, string Folder, IReadOnlyList<ToyResult> Results)> Groups(IReadOnlyList<(string Folder, ToyResult Result)> results)
        => results.GroupBy(item => (item.Folder, item.Result.Problem), item => item.Result)
            .Select(group => (Title(group.Key.Folder, group.Key.Problem), group.Key.Folder, (IReadOnlyList<ToyResult>)[.. group]));

    private static string Title(string folder, ToyProblem problem)
    {
        var rate = problem.LearningRate == ToySettings.PaperLearningRate ? "" : $", learning rate {problem.LearningRate}";
        return $"{(folder == "." ? "The" : $"{folder}: the")} toy problem, {problem.Data}, {problem.Network}{rate}";
    }

    /// <summary>What was done and how far the outputs of each network are from the teacher's, as Markdown.</summary>
    public static string Text(IReadOnlyList<ToyResult> results)
    {
        var text = new StringBuilder();
        text.AppendLine($"{Introduction(results)} Made by").AppendLine();
        text.AppendLine("```").AppendJoin(Environment.NewLine, Commands(results)).AppendLine();
        text.AppendLine("```").AppendLine().Append(ToyTable.Of(results).ToMarkdown());
        text.AppendLine().AppendLine(Origin(results));
        return text.ToString();
    }

    /// <summary>What was done and what the numbers are.</summary>
    public static string Introduction(IReadOnlyList<ToyResult> results)
    {
        var problem = results[0].Problem;
        return $"{(problem.Budget is { } budget ? $"Budget {budget}. " : "")}{problem.Images} images of two classes in one batch, {problem.Density:0.###%} of the weights, {problem.PruningSteps:N0} steps of NTT, "
            + $"{problem.TrainingSteps:N0} steps of gradient descent on the squared error at a learning rate of {problem.LearningRate}. Distances are Euclidean, between the two outputs of a network and those of its "
            + "dense teacher at the same step, means over the images; 'between paths' is the mean over the steps of training. The Fréchet distance is that of the "
            + "paths as curves, however fast each is walked: the farthest that they are apart where they are walked side by side, mean over the images whose paths "
            + "are kept. 'ntt, all' compares kernels of all weights (the released code), 'ntt, retained' those of the kept weights (the paper's equations).";
    }

    /// <summary>The command lines that make the results.</summary>
    public static IEnumerable<string> Commands(IReadOnlyList<ToyResult> results) => results.Select(result => ShellLine.Of("ntt toy", result.Arguments));

    /// <summary>How NTT went, and what made the results.</summary>
    public static string Origin(IReadOnlyList<ToyResult> results)
        => $"Kernel distance to the teacher: {string.Join("; ", results.Select(KernelDistance))}. Made by version {string.Join(" and ", results.Select(result => result.Version).Distinct())}.";

    private static string KernelDistance(ToyResult result)
        => $"{result.KernelScope} weights, seed {result.Seed}: {result.Prune.History[0].KernelDistance:N0} before NTT, {result.Prune.History[^1].KernelDistance:N0} after";
}
