using System.CommandLine;
using Ntt.Cli.Grids;
using Ntt.Cli.Paper;
using Ntt.Compute;
using Ntt.Data;

namespace Ntt.Cli.CommandLine;

/// <summary><c>ntt reproduce</c>: make a figure or a table of the paper, or run a grid of experiments.</summary>
internal static class ReproduceCommand
{
    /// <summary>The command, with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        string[] names = [.. StudyCatalog.All.Select(study => study.Name)];
        var name = new Argument<string>("study")
        {
            Description = string.Join(" ", StudyCatalog.All.Select(study => $"{study.Name}: {study.Description}")),
        };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !names.Contains(token.Value))
                result.AddError($"'{token.Value}' is nothing that can be reproduced; choose one of {string.Join(", ", names)}.");
        });
        name.CompletionSources.Add(names);
        var folder = OptionKinds.File("--out", "Folder for the results, one file a cell", "folder");
        folder.Required = true;
        var budget = new Option<string>("--budget")
        {
            Description = $"How much a figure or table may cost: {string.Join(", ", Budget.All.Select(each => $"{each.Name} ({each.Description})"))} (default {Budget.Preset.Name})",
            HelpName = "name",
        };
        budget.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Budget.All.All(each => each.Name != token.Value))
                result.AddError($"--budget is '{token.Value}'; it must be one of {string.Join(", ", Budget.All.Select(each => each.Name))}.");
        });
        budget.CompletionSources.Add([.. Budget.All.Select(each => each.Name)]);
        var data = new Option<string>("--data")
        {
            Description = $"Only the part of a figure or table on this data set; {DataSets.Digits}, with the budget {Budget.Smoke.Name}, tries the whole on generated images",
            HelpName = "name",
        };
        var dataFolder = OptionKinds.DataFolder();
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
        var resume = new Option<bool>("--resume") { Description = "Go on with a folder that holds results, as is done without the option too; a folder without any is an error" };
        var quiet = new Option<bool>("--quiet") { Description = "Show no progress" };
        var command = new Command("reproduce", "Make a figure or a table of the paper, or run a grid of experiments; results that are there are not computed again.")
        {
            name, folder, budget, data, dataFolder, shard, threads, resume, quiet,
        };
        command.SetAction(parsed =>
        {
            var study = StudyCatalog.All.Single(each => each.Name == parsed.GetRequiredValue(name));
            var settings = new StudySettings(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(dataFolder),
                WorkerTeam.Resolve(parsed.GetValue(threads)),
                parsed.GetValue(shard).Shard,
                parsed.GetValue(shard).Shards,
                parsed.GetValue(quiet),
                parsed.GetValue(resume));
            new StudyRun(study, study.Plan(parsed.GetValue(budget), parsed.GetValue(data)), settings, terminal).Run();
        });
        return command;
    }
}
