using System.Diagnostics;

namespace Ntt.Cli.Benches;

/// <summary>
/// Times the steps of a long run by the records that it reports every <paramref name="interval"/> steps, and ends the run once there are
/// enough of them. The making of a record, once an interval, is in the times.
/// </summary>
/// <typeparam name="TRecord">What the run reports.</typeparam>
internal sealed class StepClock<TRecord>(int interval, BenchSettings settings, CancellationTokenSource end) : IProgress<TRecord>
{
    /// <summary>Intervals before the measuring at the least, besides <see cref="Timings.WarmUp"/>.</summary>
    private const int WarmUpIntervals = 3;

    private readonly Timings _timings = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _last;
    private int _reports;

    /// <summary>Measures the steps of a run.</summary>
    /// <param name="interval">Steps from one record to the next.</param>
    /// <param name="settings">How to measure.</param>
    /// <param name="run">Runs until it is cancelled, which it says by an <see cref="OperationCanceledException"/>.</param>
    public static Timings Measure(int interval, BenchSettings settings, Action<IProgress<TRecord>, CancellationToken> run)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(settings.Cancellation);
        var clock = new StepClock<TRecord>(interval, settings, end);
        try
        {
            run(clock, end.Token);
        }
        catch (OperationCanceledException) when (!settings.Cancellation.IsCancellationRequested)
        {
            return clock._timings;
        }

        throw new InvalidOperationException("The run ended before it was measured.");
    }

    public void Report(TRecord value)
    {
        var now = Stopwatch.GetTimestamp();
        if (++_reports > WarmUpIntervals + 1 && Stopwatch.GetElapsedTime(_start, _last) >= Timings.WarmUp && _timings.Count < settings.Repeats)
            _timings.Add(Stopwatch.GetElapsedTime(_last, now), interval);
        if (_timings.Count == settings.Repeats)
            end.Cancel();
        _last = now;
    }
}
