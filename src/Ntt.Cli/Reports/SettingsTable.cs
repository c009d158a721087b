using Ntt.Cli.CommandLine;
using Ntt.Cli.Results;
using Ntt.Cli.Running;
using Ntt.Cli.Tables;

namespace Ntt.Cli.Reports;

/// <summary>The settings of the runs of an experiment, those that were not given included.</summary>
internal static class SettingsTable
{
    /// <summary>The table; null when this version does not understand the runs' arguments.</summary>
    public static TextTable? Of(IReadOnlyList<RunResult> runs)
    {
        // NTT's are told where there is a run of it, its kernel where one was computed.
        var run = runs.FirstOrDefault(HasKernel) ?? runs.FirstOrDefault(each => each.Prune.History.Count > 0) ?? runs[0];
        try
        {
            return Of(RunCommand.Read(run.Arguments, new Terminal(TextWriter.Null, CancellationToken.None)), run);
        }
        catch (UsageException)
        {
            return null;
        }
    }

    private static TextTable Of(RunSettings settings, RunResult run)
    {
        var (pruning, training) = (settings.Pruning, settings.Training);
        List<(string Name, string Value)> rows =
        [
            ("network", $"{settings.Architecture}"),
            ("training", $"{Length(training.NumberOfSteps, training.NumberOfEpochs)}, batches of {training.BatchSize}, learning rate {training.LearningRate}, {training.ValidationFraction:0.##%} held out"),
        ];
        if (run.Prune.History.Count > 0)
        {
            rows.Add(("NTT", $"{Length(pruning.NumberOfSteps, pruning.NumberOfEpochs)}, batches of {pruning.BatchSize}, learning rate {pruning.LearningRate}, masks updated every {pruning.MaskUpdateInterval} steps, {pruning.ValidationFraction:0.##%} held out"));
            string[] loss =
            [
                .. HasKernel(run) ? (string[])[$"kernel weight {pruning.KernelWeight}"] : ["no kernel"],
                $"weight decay {pruning.WeightDecay} divided by the density",
                .. HasKernel(run) ? (string[])[$"kernel of {Words.Scopes.Name(pruning.KernelScope)} weights on {Words.Pairings.Name(pruning.KernelPairing)} of a batch"] : [],
                .. pruning.CacheTeacher ? (string[])["teacher computed once a batch"] : [],
            ];
            rows.Add(("NTT's loss", string.Join(", ", loss)));
        }

        rows.Add(("machine", $"{(run.Machine is { } machine ? $"{machine.Processor}, {machine.Processors} processors, {machine.Framework}; " : "")}{run.Threads} threads"));
        return new TextTable([new("setting", false), new("value", false)], [.. rows.Select(row => (IReadOnlyList<string>)[row.Name, row.Value])]);
    }

    private static bool HasKernel(RunResult run) => run.Prune.History.Any(record => record.KernelDistance is not null);

    private static string Length(int? steps, int epochs) => steps is { } count ? $"{count:N0} steps" : $"{epochs:N0} epochs";
}
