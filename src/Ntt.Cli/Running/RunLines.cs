using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Running;

/// <summary>Shows how far a run is where nobody watches the output: a plain line now and then, with the rate and the time left.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="name">What every line begins with; empty for a run that is the only one.</param>
/// <param name="interval">The least time between two lines, and before the first.</param>
/// <param name="withEnds">Whether the first and the last record of each stage have a line in any case.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class RunLines(TextWriter output, string name, TimeSpan interval, bool withEnds, TimeProvider clock) : IRunDisplay
{
    private long _written = clock.GetTimestamp();

    /// <inheritdoc/>
    public T Show<T>(int pruningSteps, int trainingSteps, Func<RunListeners, T> work) => work(new RunListeners(
        new Stage<NttRecord>(this, "prune", pruningSteps, record => record.Step, RecordWords.Describe),
        new Stage<TrainingRecord>(this, "train", trainingSteps, record => record.Step, RecordWords.Describe)));

    private sealed class Stage<TRecord>(RunLines lines, string stage, int steps, Func<TRecord, int> stepOf, Func<TRecord, string> describe) : IProgress<TRecord>
    {
        private (int Step, long Time)? _first;

        public void Report(TRecord value)
        {
            var (step, now) = (stepOf(value), lines.Now);
            _first ??= (step, now);
            if (!(lines.WithEnds && (step == 0 || step == steps)) && !lines.IsDue(now))
                return;
            lines.Write($"{stage} {step}/{steps}: {describe(value)}{Pace(step, now)}", now);
        }

        /// <summary>Steps a second since the first record, and the time left at that rate.</summary>
        private string Pace(int step, long now)
        {
            var (firstStep, firstTime) = _first!.Value;
            var seconds = lines.Seconds(firstTime, now);
            if (step == firstStep || seconds == 0)
                return "";
            var rate = (step - firstStep) / seconds;
            return $", {(rate < 10 ? $"{rate:0.0}" : $"{rate:0}")} steps/s{TimeWords.Left((steps - step) / rate)}";
        }
    }

    private bool WithEnds => withEnds;

    private long Now => clock.GetTimestamp();

    private double Seconds(long from, long to) => clock.GetElapsedTime(from, to).TotalSeconds;

    private bool IsDue(long now) => clock.GetElapsedTime(_written, now) >= interval;

    private void Write(string words, long now)
    {
        output.WriteLine($"{name}{(name.Length == 0 ? "" : ", ")}{words}");
        _written = now;
    }
}
