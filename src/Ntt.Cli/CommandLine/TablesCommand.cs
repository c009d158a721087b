using System.CommandLine;
using System.Text;
using Ntt.Cli.Results;
using Ntt.Cli.Tables;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt tables</c>: make tables of results.</summary>
internal static class TablesCommand
{
    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { Description = "Folder with results of 'ntt run' or 'ntt reproduce', in it or in its folders" };
        var file = OptionKinds.File("--out", "Write the tables to this file, as Markdown (default: show them)");
        var command = new Command("tables", "Make tables of results: accuracy of each method, mean and range over seeds.") { folder, file };
        command.SetAction(parsed =>
        {
            var output = OutputFile.Open("--out", parsed.GetValue(file));
            var path = parsed.GetRequiredValue(folder);
            var page = ResultPage.Write(ResultFolder.Read(path), ResultFolder.ReadToys(path));
            if (output is null)
                terminal.Output.Write(page);
            else
                output.Write(Encoding.UTF8.GetBytes(page));
        });
        return command;
    }
}
