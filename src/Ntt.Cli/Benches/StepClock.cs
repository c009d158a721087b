using System.Diagnostics;

namespace Ntt.Cli.Benches;

/// <summary>
/// Times the steps of a long run by the records that it reports every <paramref name="interval"/> steps, and ends the run once there are
/// enough of them. The making of a record, once an interval, is in the times.
/// </summary>
/// <typeparam name="TRecord">What the run reports.</typeparam>
internal sealed class StepClock<TRecord>(int interval, int warmUp, BenchSettings settings, CancellationTokenSource end) : IProgress<TRecord>
{
    private readonly Timings _timings = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _last;
    private int _reports;

    /// <summary>Measures the steps of a run.</summary>
    /// <param name="interval">Steps from one record to the next.</param>
    /// <param name="warmUp">Steps before the measuring at the least, besides <see cref="Timings.WarmUp"/>.</param>
    /// <param name="settings">How to measure.</param>
    /// <param name="run">Runs, with a report every so many steps, until it is cancelled, which it says by an <see cref="OperationCanceledException"/>.</param>
    public static Timings Measure(int interval, int warmUp, BenchSettings settings, Action<int, IProgress<TRecord>, CancellationToken> run)
    {
        var isPeakKnown = PeakMemory.Restart();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(settings.Cancellation);
        var clock = new StepClock<TRecord>(interval, warmUp, settings, end);
        try
        {
            run(interval, clock, end.Token);
        }
        catch (OperationCanceledException) when (!settings.Cancellation.IsCancellationRequested)
        {
            clock._timings.PeakResidentMegabytes = isPeakKnown ? PeakMemory.Megabytes() : null;
            clock._timings.AllocatedBytes = AllocationClock<TRecord>.Measure(warmUp, run, settings.Cancellation);
            return clock._timings;
        }

        throw new InvalidOperationException("The run ended before it was measured.");
    }

    public void Report(TRecord value)
    {
        var now = Stopwatch.GetTimestamp();
        var steps = (_reports++ - 1) * interval;
        if (steps >= warmUp && Stopwatch.GetElapsedTime(_start, _last) >= Timings.WarmUp && !_timings.AreEnough(settings))
            _timings.Add(Stopwatch.GetElapsedTime(_last, now), interval);
        if (_timings.AreEnough(settings))
            end.Cancel();
        _last = now;
    }
}
