using System.CommandLine;
using Ntt.Cli.DataSources;
using Ntt.Data;
using Spectre.Console;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt data</c>: tell which data sets are found, and whether they are what they should be.</summary>
internal static class DataCommand
{
    /// <summary>The command, with its subcommands.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = OptionKinds.DataFolder();
        var list = new Command("list", "List the data sets and where they are found.") { folder };
        list.SetAction(parsed => List(parsed.GetValue(folder), terminal));

        var name = new Argument<string>("name") { Description = $"Data set: {string.Join(", ", DataSets.Names)}" };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !DataSets.Names.Contains(token.Value))
                result.AddError($"'{token.Value}' is no data set; the data sets are {string.Join(", ", DataSets.Names)}.");
        });
        name.CompletionSources.Add([.. DataSets.Names]);
        var check = new Command("check", "Read a data set, count it and compare it with the published one.") { name, folder };
        check.SetAction(parsed => Check(parsed.GetRequiredValue(name), parsed.GetValue(folder), terminal));
        return new Command("data", "Tell which data sets are found, and whether they are what they should be.") { list, check };
    }

    private static void List(string? folder, Terminal terminal)
    {
        var table = Columns("data set", "found in");
        foreach (var name in DataSets.Names)
            table.AddRow(name, Markup.Escape(name == DataSets.Digits ? "made by the program" : DataSets.Locate(name, folder) ?? "not found"));
        terminal.Console.Write(table);
    }

    private static int Check(string name, string? folder, Terminal terminal)
    {
        var data = DataSets.Load(name, folder);
        var table = Columns("part", "images", "size", "classes", "images a class", "content");
        var differs = false;
        foreach (var (part, images) in (ReadOnlySpan<(string, LabeledImages)>)[("training", data.Train), ("test", data.Test)])
        {
            var verdict = PublishedData.Compare(name, part, images);
            differs |= verdict == PublishedData.Differs;
            int[] counts = [.. images.ClassNames.Select((_, label) => images.Labels.Count(other => other == label))];
            var range = counts.Min() == counts.Max() ? $"{counts.Min():N0}" : $"{counts.Min():N0} to {counts.Max():N0}";
            table.AddRow(part, $"{images.Count:N0}", $"{images.Shape}", $"{images.ClassNames.Count}", range, verdict);
        }

        terminal.Console.Write(table);
        terminal.Output.WriteLine(data.Folder is { } found ? $"Found in {found}." : "Made by the program.");
        return differs ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static Table Columns(params string[] headings)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
            table.AddColumn(heading);
        return table;
    }
}
