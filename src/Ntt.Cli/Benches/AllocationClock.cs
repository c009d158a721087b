namespace Ntt.Cli.Benches;

/// <summary>
/// Reads the bytes that the steps of a run allocate. A report allocates too: it is told apart by a run that reports every step and one
/// that reports every second step. Of all windows between two reports the leanest counts; others hold what a list grows by.
/// </summary>
/// <typeparam name="TRecord">What the run reports.</typeparam>
internal sealed class AllocationClock<TRecord>(int skipped, CancellationTokenSource end) : IProgress<TRecord>
{
    private const int Windows = 6;

    private int _reports;
    private long _last;

    /// <summary>The bytes of the leanest window.</summary>
    private long Least { get; set; } = long.MaxValue;

    /// <summary>Measures the bytes a step allocates.</summary>
    /// <param name="warmUp">Steps before the measuring.</param>
    /// <param name="run">Runs, with a report every so many steps, until it is cancelled.</param>
    /// <param name="cancellation">Ends the measuring.</param>
    public static long Measure(int warmUp, Action<int, IProgress<TRecord>, CancellationToken> run, CancellationToken cancellation)
    {
        return Window(2) - Window(1);

        long Window(int interval)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var clock = new AllocationClock<TRecord>(warmUp, end);
            try
            {
                run(interval, clock, end.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return clock.Least;
            }

            throw new InvalidOperationException("The run ended before it was measured.");
        }
    }

    public void Report(TRecord value)
    {
        var now = GC.GetTotalAllocatedBytes(precise: true);
        if (++_reports > skipped + 2)
            Least = Math.Min(Least, now - _last);
        if (_reports == skipped + 2 + Windows)
            end.Cancel();
        _last = GC.GetTotalAllocatedBytes(precise: true);
    }
}

/// <summary>Reads the bytes that an operation allocates.</summary>
internal static class AllocationClock
{
    private const int Windows = 3;

    /// <summary>The bytes that an operation allocates once it has run often, on all threads.</summary>
    public static long Of(Action operation)
    {
        var least = long.MaxValue;
        for (var window = 0; window < Windows; window++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            operation();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }
}
