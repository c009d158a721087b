using System.CommandLine;
using Ntt.Cli.Grids;
using Ntt.Compute;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt reproduce</c>: run a grid of experiments.</summary>
internal static class ReproduceCommand
{
    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        string[] names = [.. GridCatalog.All.Select(grid => grid.Name)];
        var name = new Argument<string>("grid")
        {
            Description = string.Join(" ", GridCatalog.All.Select(grid => $"{grid.Name}: {grid.Description}")),
        };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !names.Contains(token.Value))
                result.AddError($"'{token.Value}' is no grid; the grids are {string.Join(", ", names)}.");
        });
        name.CompletionSources.Add(names);
        var folder = OptionKinds.File("--out", "Folder for the results, one file a cell; cells that are there are not run again", "folder");
        folder.Required = true;
        var data = OptionKinds.DataFolder();
        var shard = new Option<(int Shard, int Shards)>("--shard")
        {
            Description = "Run every n-th cell alone, from the i-th: i/n",
            HelpName = "i/n",
            DefaultValueFactory = _ => (1, 1),
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (text.Split('/') is [var first, var second]
                    && int.TryParse(first, out var part) && int.TryParse(second, out var parts) && part >= 1 && part <= parts)
                {
                    return (part, parts);
                }

                result.AddError($"--shard is '{text}'; it must be i/n with whole numbers i from 1 to n, such as 1/4.");
                return default;
            },
        };
        var threads = OptionKinds.Threads();
        var command = new Command("reproduce", "Run a grid of experiments; 'ntt tables' makes tables of the results.") { name, folder, data, shard, threads };
        command.SetAction(parsed => new GridRun(
            GridCatalog.All.Single(grid => grid.Name == parsed.GetRequiredValue(name)),
            new GridSettings(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(data),
                WorkerTeam.Resolve(parsed.GetValue(threads)),
                parsed.GetValue(shard).Shard,
                parsed.GetValue(shard).Shards),
            terminal).Run());
        return command;
    }
}
