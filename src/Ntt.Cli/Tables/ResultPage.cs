using System.Text;
using Ntt.Cli.Paper;
using Ntt.Cli.Results;
using Ntt.Cli.Toy;

namespace Ntt.Cli.Tables;

/// <summary>A page of Markdown with the tables of all experiments.</summary>
internal static class ResultPage
{
    /// <summary>The page; lines end with a line feed on every system.</summary>
    /// <param name="results">Results of runs.</param>
    /// <param name="toys">Results of the toy problem.</param>
    /// <param name="root">The folder that theirs are seen from; pictures of figures that are in them are shown.</param>
    /// <param name="place">The folder that the page will lie in.</param>
    public static string Write(
        IReadOnlyList<(string Folder, RunResult Result)> results, IReadOnlyList<(string Folder, ToyResult Result)> toys, string root, string place)
    {
        var page = new StringBuilder();
        page.AppendLine("# Results").AppendLine();
        page.AppendLine("Written by `ntt tables` from the results in this folder, each as `ntt run` or `ntt reproduce` wrote it. Accuracy is that on the test set,");
        page.AppendLine("the mean of a run's last ten records; over several seeds the mean, the least and the greatest. Seconds are those of the machine at that time.");
        string? Link(string folder, string name) => Path.Combine(root, folder, name) is var file && File.Exists(file) ? LinkTo(file, place) : null;

        foreach (var folder in results.GroupBy(item => item.Folder, item => item.Result))
        {
            foreach (var figure in FigureResults.Of(folder))
            {
                page.AppendLine();
                FigurePage.Append(page, figure, name => Link(folder.Key, name));
            }
        }

        ToySection.Append(page, toys, Link);
        foreach (var experiment in Experiment.Of(results))
            Append(page, experiment);
        return page.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>A path as Markdown takes it: blanks, parentheses and the like of its parts are escaped.</summary>
    private static string LinkTo(string file, string place)
        => string.Join('/', Path.GetRelativePath(place, file).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));

    private static void Append(StringBuilder page, Experiment experiment)
    {
        page.AppendLine().AppendLine($"## {experiment.Title}").AppendLine();
        page.AppendLine($"{experiment.Budget}. Made by").AppendLine();
        page.AppendLine("```").AppendJoin(Environment.NewLine, experiment.Commands).AppendLine().AppendLine("```");
        foreach (var density in experiment.Densities)
        {
            var runs = experiment.At(density);
            page.AppendLine().AppendLine($"### {density:0.###%} of the weights").AppendLine();
            page.Append(MethodTable.Of(runs).ToMarkdown());
            if (runs.Any(MethodTable.IsCollapsed))
                page.AppendLine().AppendLine($"{MethodTable.Collapsed} In at least one run a layer lost all of its weights.");
        }

        if (KernelTable.Of(experiment.Runs) is { } kernel)
            page.AppendLine().AppendLine("Kernel distance on the held-out batch, at the steps of NTT:").AppendLine().Append(kernel.ToMarkdown());
        page.AppendLine().AppendLine(experiment.Origin);
    }
}
