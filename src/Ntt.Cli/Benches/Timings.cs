using System.Diagnostics;
using Ntt.Cli.Results;

namespace Ntt.Cli.Benches;

/// <summary>Measured times of one operation, milliseconds.</summary>
internal sealed class Timings
{
    private readonly List<double> _milliseconds = [];
    private TimeSpan _total;

    /// <summary>How long a case runs before it is measured: the runtime recompiles what runs often.</summary>
    public static TimeSpan WarmUp { get; } = TimeSpan.FromSeconds(0.5);

    /// <summary>What one measurement lasts at least, so that the clock's grain does not show.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);

    /// <summary>Number of measurements.</summary>
    public int Count => _milliseconds.Count;

    /// <summary>Bytes that one operation allocates; null when that was not measured.</summary>
    public long? AllocatedBytes { get; set; }

    /// <summary>The most memory resident while it was measured; null when that is not known.</summary>
    public double? PeakResidentMegabytes { get; set; }

    /// <summary>The shortest time.</summary>
    public double Minimum => _milliseconds.Min();

    /// <summary>The median time.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. _milliseconds.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>Adds the time of some operations done one after the other.</summary>
    public void Add(TimeSpan duration, int operations)
    {
        _milliseconds.Add(duration.TotalMilliseconds / operations);
        _total += duration;
    }

    /// <summary>Whether these are as many measurements, of as much time, as are asked for.</summary>
    public bool AreEnough(BenchSettings settings) => Count >= settings.Repeats && _total >= settings.Duration;

    /// <summary>Measures an operation that can be done again and again.</summary>
    public static Timings Of(Action operation, BenchSettings settings)
    {
        var start = Stopwatch.GetTimestamp();
        var operations = 0;
        do
        {
            settings.Cancellation.ThrowIfCancellationRequested();
            operation();
            operations++;
        }
        while (Stopwatch.GetElapsedTime(start) < WarmUp);

        var chunk = Math.Max(1, (int)Math.Ceiling(s_shortest / (Stopwatch.GetElapsedTime(start) / operations)));
        var timings = new Timings { AllocatedBytes = AllocationClock.Of(operation) };
        while (!timings.AreEnough(settings))
        {
            settings.Cancellation.ThrowIfCancellationRequested();
            start = Stopwatch.GetTimestamp();
            for (var index = 0; index < chunk; index++)
                operation();
            timings.Add(Stopwatch.GetElapsedTime(start), chunk);
        }

        return timings;
    }

    /// <summary>The row of a case.</summary>
    /// <param name="name">The benchmark.</param>
    /// <param name="kind">The case.</param>
    /// <param name="work">What it must do.</param>
    /// <param name="settings">How it was run.</param>
    public BenchRow ToRow(string name, string kind, Work work, BenchSettings settings) => new(
        name,
        kind,
        Median,
        Minimum,
        work.Flops / 1e9,
        work.Bytes / 1e6,
        work.Flops / Median / 1e6,
        RooflineShare: null,
        AllocatedBytes,
        PeakResidentMegabytes,
        Curve: null,
        Size: null,
        settings.Threads,
        Count);
}
