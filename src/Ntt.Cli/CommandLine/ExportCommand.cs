using System.CommandLine;
using Ntt.Cli.Results;
using Ntt.Files;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt export</c>: write the network in a file for other frameworks.</summary>
internal static class ExportCommand
{
    private const string Safetensors = "safetensors";
    private const string TorchSharp = "torchsharp";

    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = NetworkSource.Description };
        var format = OptionKinds.Choice("--format", "Format to write", [Safetensors, TorchSharp], Safetensors);
        var parametersOnly = new Option<bool>("--parameters-only")
        {
            Description = "Leave out standardisation and masks, for a module of one's own that has weights and biases alone",
        };
        var target = OptionKinds.File("--out", "Write to this file");
        target.Required = true;
        var command = new Command("export", "Write the network in a file as weights for PyTorch and others, or for TorchSharp.") { file, format, parametersOnly, target };
        command.SetAction(parsed =>
        {
            var output = OutputFile.Open("--out", parsed.GetRequiredValue(target))!;
            var network = NetworkSource.Read(parsed.GetRequiredValue(file));
            var content = parsed.GetRequiredValue(format) == TorchSharp
                ? TorchSharpFile.Serialize(network, parsed.GetValue(parametersOnly))
                : SafetensorsFile.Serialize(network, parsed.GetValue(parametersOnly));
            output.Write(content);
            terminal.Output.WriteLine($"{output.Path}: {content.Length:N0} bytes");
        });
        return command;
    }
}
