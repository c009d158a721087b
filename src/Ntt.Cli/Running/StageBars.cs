using Ntt.Cli.CommandLine;
using Ntt.Pruning;
using Ntt.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ntt.Cli.Running;

/// <summary>The stages of a run as bars on a terminal, with their rates and the time left.</summary>
internal static class StageBars
{
    /// <summary>An empty display, with the columns of every bar.</summary>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="isPassing">Whether nothing of it stays when the work is done.</param>
    public static Progress Create(Terminal terminal, bool isPassing)
    {
        var progress = terminal.Console.Progress().Columns(
            new ProgressBarColumn { Width = 16 },
            new PercentageColumn(),
            new RateColumn(),
            new RemainingTimeColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left });
        progress.AutoClear = isPassing;
        return progress;
    }

    /// <summary>Adds the bars of a run.</summary>
    /// <param name="context">The display.</param>
    /// <param name="pruningSteps">Steps of pruning, 0 for a method without steps.</param>
    /// <param name="trainingSteps">Steps of training.</param>
    /// <returns>What moves the bars.</returns>
    public static RunListeners Add(ProgressContext context, int pruningSteps, int trainingSteps)
    {
        var pruning = pruningSteps == 0 ? null : context.AddTask("prune", maxValue: pruningSteps);
        var training = context.AddTask("train", autoStart: false, maxValue: Math.Max(1, trainingSteps));
        return new RunListeners(
            pruning is null ? null : new Bar<NttRecord>(pruning, record => record.Step, record => $"prune: {RecordWords.Describe(record)}"),
            new Bar<TrainingRecord>(training, record => record.Step, record => $"train: {RecordWords.Describe(record)}"));
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

    /// <summary>Steps a second, as far as they are known.</summary>
    private sealed class RateColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
            => new Text(task.Speed is { } rate ? $"{rate:N0}/s" : "").RightJustified();

        public override int? GetColumnWidth(RenderOptions options) => "10,000/s".Length;
    }
}
