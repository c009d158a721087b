using System.CommandLine;
using System.Text.Json;
using Ntt.Cli.Results;
using Ntt.Pruning;
using Spectre.Console;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt methods</c>: list the pruning methods.</summary>
internal static class MethodsCommand
{
    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var json = OptionKinds.File("--json", "Write the methods to this file");
        var command = new Command("methods", "List the pruning methods and what they need.") { json };
        command.SetAction(parsed => Run(OutputFile.Open("--json", parsed.GetValue(json)), terminal));
        return command;
    }

    private static void Run(OutputFile? json, Terminal terminal)
    {
        MethodRow[] rows = [.. PruningMethods.BuiltIn.All.Select(Row)];
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in (string[])["method", "kind", "authors' allocation", "needs"])
            table.AddColumn(new TableColumn(heading).NoWrap());
        table.AddColumn("description");
        foreach (var row in rows)
            table.AddRow(row.Name, row.Kind, row.DefaultAllocation, Needs(row), Markup.Escape(row.Description));
        terminal.Console.Write(table);
        json?.Write(JsonSerializer.SerializeToUtf8Bytes(new MethodsResult(rows), ResultJson.Default.MethodsResult));
    }

    private static MethodRow Row(PruningMethod method) => new(
        method.Name,
        method.Description,
        Words.Kinds.Name(method.Kind),
        Words.Allocations.Name(method.DefaultAllocation),
        method.DefaultRounds,
        method.NeedsData,
        method.NeedsLabels);

    private static string Needs(MethodRow row) => row.NeedsLabels ? "data and labels" : row.NeedsData ? "data" : "-";
}
