using System.CommandLine;
using System.Text;
using Ntt.Cli.Reports;
using Ntt.Cli.Results;
using Ntt.Cli.Tables;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt report</c>: make a page of results.</summary>
internal static class ReportCommand
{
    private const string DefaultName = "report.html";

    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { Description = "Folder with results of 'ntt run' or 'ntt reproduce', in it or in its folders" };
        var file = OptionKinds.File("--out", $"Write the page to this file (default {DefaultName} in the folder)");
        var command = new Command("report", "Make one page of HTML of results, with tables and pictures.") { folder, file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            var (results, toys) = (ResultFolder.Read(path), ResultFolder.ReadToys(path));
            var output = OutputFile.Open("--out", parsed.GetValue(file) ?? Path.Combine(path, DefaultName))!;
            output.Write(Encoding.UTF8.GetBytes(ReportPage.Write(results, toys)));
            terminal.Output.WriteLine($"{output.Path}: {results.Count + toys.Count} runs");
        });
        return command;
    }
}
