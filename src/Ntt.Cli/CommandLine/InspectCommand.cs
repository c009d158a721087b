using System.CommandLine;
using Microsoft.ML;
using Ntt.Files;
using Ntt.Networks;
using Ntt.Pruning;
using Ntt.Transforms;
using Spectre.Console;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt inspect</c>: show the network in a file.</summary>
internal static class InspectCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "An ML.NET model zip with a network, or a network's own file" };
        var command = new Command("inspect", "Show the network in a file.") { file };
        command.SetAction(parsed => Show(parsed.GetRequiredValue(file), terminal));
        return command;
    }

    private static void Show(string path, Terminal terminal)
    {
        var network = Read(path);
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

    private static Network Read(string path)
    {
        if (!IsZip(path))
            return NetworkFile.Load(path);
        return LoadModel(path).TryGetSparseNetwork(out var network)
            ? network
            : throw new IOException($"'{path}' is a model without a network of this library.");
    }

    private static ITransformer LoadModel(string path)
    {
        try
        {
            return new MLContext().Model.Load(path, out _);
        }
        catch (Exception problem) when (problem is FormatException or IOException or InvalidOperationException or InvalidDataException)
        {
            throw new IOException($"'{path}' is no ML.NET model that can be loaded: {problem.Message}", problem);
        }
    }

    /// <summary>Whether a file begins as a zip does.</summary>
    private static bool IsZip(string path)
    {
        using var stream = File.OpenRead(path);
        return stream.ReadByte() == 'P' && stream.ReadByte() == 'K';
    }
}
