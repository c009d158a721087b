using System.CommandLine;
using Ntt.Cli.Grids;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt merge</c>: join folders of results.</summary>
internal static class MergeCommand
{
    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var folders = new Argument<string[]>("folders")
        {
            Description = "Folders with results, such as those of the shards of 'ntt reproduce'",
            Arity = ArgumentArity.OneOrMore,
        };
        var target = OptionKinds.File("--out", "New folder for all of them", "folder");
        target.Required = true;
        var command = new Command("merge", "Join folders of results; a cell that several folders have must be the same in all.") { folders, target };
        command.SetAction(parsed =>
        {
            var (sources, path) = (parsed.GetRequiredValue(folders), parsed.GetRequiredValue(target));
            terminal.Output.WriteLine($"{path}: {ResultMerge.Run(sources, path)} results of {sources.Length} folders");
        });
        return command;
    }
}
