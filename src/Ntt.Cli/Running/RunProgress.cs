using System.Diagnostics;
using Ntt.Cli.CommandLine;
using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Running;

/// <summary>Shows how far a single run is: bars on a terminal, now and then a line where the output is redirected.</summary>
internal sealed class RunProgress(Terminal terminal) : IRunDisplay
{
    private static readonly TimeSpan s_lineInterval = TimeSpan.FromSeconds(5);

    public T Show<T>(int pruningSteps, int trainingSteps, Func<RunListeners, T> work)
    {
        if (terminal.IsInteractive)
            return StageBars.Create(terminal, isPassing: false).Start(context => work(StageBars.Add(context, pruningSteps, trainingSteps)));
        return work(new RunListeners(
            new Lines<NttRecord>(terminal.Output, "prune", pruningSteps, record => record.Step, RecordWords.Describe),
            new Lines<TrainingRecord>(terminal.Output, "train", trainingSteps, record => record.Step, RecordWords.Describe)));
    }

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
}
