using System.CommandLine;
using System.Text;
using Ntt.Cli.Paper;
using Ntt.Cli.Results;
using Ntt.Cli.Tables;
using Ntt.Cli.Toy;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt tables</c>: make tables of results.</summary>
internal static class TablesCommand
{
    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { Description = "Folder with results of 'ntt run' or 'ntt reproduce', in it or in its folders" };
        var file = OptionKinds.File("--out", "Write the tables to this file, as Markdown (default: show them)");
        var figures = new Option<bool>("--figures")
        {
            Description = "Also write the pictures and tables of the paper's figures into the folders of their results, of those with missing cells too; of the toy problem's once none is missing",
        };
        var command = new Command("tables", "Make tables of results: accuracy of each method, mean and range over seeds.") { folder, file, figures };
        command.SetAction(parsed =>
        {
            var output = OutputFile.Open("--out", parsed.GetValue(file));
            var path = parsed.GetRequiredValue(folder);
            var (results, toys) = (ResultFolder.Read(path), ResultFolder.ReadToys(path));
            if (parsed.GetValue(figures))
                WriteFigures(results, toys, path);
            var page = ResultPage.Write(results, toys, path, output is null ? path : Path.GetDirectoryName(output.FullPath)!);
            if (output is null)
                terminal.Output.Write(page);
            else
                output.Write(Encoding.UTF8.GetBytes(page));
        });
        return command;
    }

    private static void WriteFigures(IReadOnlyList<(string Folder, RunResult Result)> results, IReadOnlyList<(string Folder, ToyResult Result)> toys, string root)
    {
        foreach (var folder in results.GroupBy(item => item.Folder, item => item.Result))
        {
            foreach (var figure in FigureResults.Of(folder))
                FigureFiles.Write(figure, Path.Combine(root, folder.Key));
        }

        foreach (var folder in toys.GroupBy(item => item.Folder, item => item.Result))
        {
            foreach (var figure in ToyFigure.All)
                figure.Write(folder, Path.Combine(root, folder.Key));
        }
    }
}
