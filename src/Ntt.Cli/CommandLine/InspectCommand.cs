using System.CommandLine;
using System.Text.Json;
using Ntt.Cli.Results;
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
        var json = OptionKinds.File("--json", "Write what is shown to this file");
        var command = new Command("inspect", "Show the network in a file: layers, density, sizes, theoretical speed-up, data and seed it was made with.") { file, json };
        command.SetAction(parsed =>
        {
            var output = OutputFile.Open("--json", parsed.GetValue(json));
            var result = Inspect(parsed.GetRequiredValue(file));
            Show(result, terminal);
            output?.Write(JsonSerializer.SerializeToUtf8Bytes(result, ResultJson.Default.InspectResult));
        });
        return command;
    }

    private static InspectResult Inspect(string path)
    {
        var network = NetworkSource.Read(path);
        var report = PruningReport.Of(network, network.Density);
        var dense = network.Layers.Sum(layer => (long)layer.Shape.Count + layer.Bias.Length) * sizeof(float);
        return new InspectResult(
            path,
            network.Architecture.ToString(),
            report.KeptDensity,
            [.. report.Layers.Select(LayerFacts.Of)],
            report.TheoreticalSpeedup,
            new SizeFacts(new FileInfo(path).Length, NetworkFile.Serialize(network).Length, dense),
            new SortedDictionary<string, string>(network.Metadata.ToDictionary(), StringComparer.Ordinal));
    }

    private static void Show(InspectResult result, Terminal terminal)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("layer");
        foreach (var heading in (string[])["weights", "kept", "density", "units", "dead units", "multiply-adds"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        void AddRow(string name, int weights, int kept, int units, int dead, long work)
            => table.AddRow(name, $"{weights:N0}", $"{kept:N0}", $"{(double)kept / weights:0.##%}", $"{units:N0}", $"{dead:N0}", $"{work:N0}");

        var layers = result.Layers;
        foreach (var layer in layers)
            AddRow(layer.Name, layer.Weights, layer.Kept, layer.Units, layer.DeadUnits, layer.SparseMultiplyAdds);
        AddRow(
            "all",
            layers.Sum(layer => layer.Weights),
            layers.Sum(layer => layer.Kept),
            layers.Sum(layer => layer.Units),
            layers.Sum(layer => layer.DeadUnits),
            layers.Sum(layer => layer.SparseMultiplyAdds));

        terminal.Output.WriteLine(result.Network);
        terminal.Console.Write(table);
        terminal.Output.WriteLine(
            $"theoretical speed-up {result.TheoreticalSpeedup:0.0}: dense, a sample takes {layers.Sum(layer => layer.DenseMultiplyAdds):N0} multiply-adds");
        terminal.Output.WriteLine(
            $"{result.Bytes.File:N0} bytes, {result.Bytes.Network:N0} of them the network; dense, its weights and biases take {result.Bytes.Dense:N0}");
        foreach (var (name, value) in result.Facts)
            terminal.Output.WriteLine($"{name}: {value}");
    }
}
