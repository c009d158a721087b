using System.CommandLine;
using Ntt.Files;
using Ntt.Pruning;
using Spectre.Console;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt inspect</c>: show the network in a file.</summary>
internal static class InspectCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = NetworkSource.Description };
        var command = new Command("inspect", "Show the network in a file.") { file };
        command.SetAction(parsed => Show(parsed.GetRequiredValue(file), terminal));
        return command;
    }

    private static void Show(string path, Terminal terminal)
    {
        var network = NetworkSource.Read(path);
        var report = PruningReport.Of(network, network.Density);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("layer");
        foreach (var heading in (string[])["weights", "kept", "density", "dead units"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var layer in report.Layers)
        {
            var density = (double)layer.Kept / layer.Weights;
            table.AddRow(layer.Name, $"{layer.Weights:N0}", $"{layer.Kept:N0}", $"{density:0.##%}", $"{layer.DeadUnits:N0}");
        }

        table.AddRow("all", $"{report.Weights:N0}", $"{report.Kept:N0}", $"{report.KeptDensity:0.##%}", "");
        terminal.Output.WriteLine(network.Architecture.ToString());
        terminal.Console.Write(table);
        terminal.Output.WriteLine($"{new FileInfo(path).Length:N0} bytes, {NetworkFile.Serialize(network).Length:N0} of them the network");
        foreach (var (name, value) in network.Metadata.OrderBy(fact => fact.Key, StringComparer.Ordinal))
            terminal.Output.WriteLine($"{name}: {value}");
    }
}
