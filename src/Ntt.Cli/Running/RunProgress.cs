using System.Diagnostics;
using Ntt.Cli.CommandLine;
using Ntt.Pruning;
using Ntt.Training;
using Spectre.Console;

namespace Ntt.Cli.Running;

/// <summary>Receives the records of both stages. Calls come on the thread that does the work.</summary>
/// <param name="Pruning">Records of pruning methods with steps.</param>
/// <param name="Training">Records of training.</param>
internal sealed record RunListeners(IProgress<NttRecord>? Pruning, IProgress<TrainingRecord>? Training);

/// <summary>Shows how far a run is: bars on a terminal, now and then a line where the output is redirected, nothing when quiet.</summary>
internal static class RunProgress
{
    private static readonly TimeSpan s_lineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Does the work and shows its progress.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="quiet">Whether to show nothing.</param>
    /// <param name="pruningSteps">Steps of pruning, 0 for a method without steps.</param>
    /// <param name="trainingSteps">Steps of training.</param>
    /// <param name="work">The work.</param>
    public static T Show<T>(Terminal terminal, bool quiet, int pruningSteps, int trainingSteps, Func<RunListeners, T> work)
    {
        if (quiet)
            return work(new RunListeners(null, null));
        if (!terminal.IsInteractive)
        {
            return work(new RunListeners(
                new Lines<NttRecord>(terminal.Output, "prune", pruningSteps, record => record.Step, Describe),
                new Lines<TrainingRecord>(terminal.Output, "train", trainingSteps, record => record.Step, Describe)));
        }

        return terminal.Console.Progress()
            .Columns(
                new ProgressBarColumn { Width = 16 },
                new PercentageColumn(),
                new RemainingTimeColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var pruning = pruningSteps == 0 ? null : context.AddTask("prune", maxValue: pruningSteps);
                var training = context.AddTask("train", autoStart: false, maxValue: Math.Max(1, trainingSteps));
                return work(new RunListeners(
                    pruning is null ? null : new Bar<NttRecord>(pruning, record => record.Step, record => $"prune: {Describe(record)}"),
                    new Bar<TrainingRecord>(training, record => record.Step, record => $"train: {Describe(record)}")));
            });
    }

    private static string Describe(NttRecord record)
        => $"{(record.KernelDistance is { } distance ? $"kernel distance {distance:0.#}, " : "")}target distance {record.TargetDistance:0.000}, L2 {record.L2:0.0}";

    private static string Describe(TrainingRecord record)
        => $"loss {record.Loss:0.0000}{(record.MonitorAccuracy is { } accuracy ? $", test accuracy {accuracy:0.00%}" : "")}";

    /// <summary>Writes the first and the last record, and one every few seconds between them.</summary>
    private sealed class Lines<TRecord>(TextWriter output, string stage, int steps, Func<TRecord, int> stepOf, Func<TRecord, string> describe)
        : IProgress<TRecord>
    {
        private long _written = Stopwatch.GetTimestamp();

        public void Report(TRecord value)
        {
            var step = stepOf(value);
            if (step != 0 && step != steps && Stopwatch.GetElapsedTime(_written) < s_lineInterval)
                return;
            output.WriteLine($"{stage} {step}/{steps}: {describe(value)}");
            _written = Stopwatch.GetTimestamp();
        }
    }

    private sealed class Bar<TRecord>(ProgressTask task, Func<TRecord, int> stepOf, Func<TRecord, string> describe) : IProgress<TRecord>
    {
        public void Report(TRecord value)
        {
            if (!task.IsStarted)
                task.StartTask();
            task.Value = stepOf(value);
            task.Description = describe(value);
        }
    }
}
