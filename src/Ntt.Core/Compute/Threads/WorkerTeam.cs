using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Ntt.Compute;

/// <summary>
/// A fixed group of threads that shares out the parts of one computation at a time; the calling thread is one of them.
/// </summary>
/// <remarks>
/// The threads live as long as the team. After a run they look out for the next one for some tens of microseconds and then
/// sleep. A run allocates nothing once its kind of work has been seen. All members may be called from any thread: a run
/// that starts while another one is under way, from within a part or from another thread, is computed by its caller alone.
/// </remarks>
public sealed class WorkerTeam : IDisposable
{
    /// <summary>The largest number of threads a team may have.</summary>
    public const int MaximumThreads = 1024;

    /// <summary>How long a thread looks out for work, or a caller for its last parts, before it sleeps.</summary>
    private static readonly long s_lookOutTicks = Environment.ProcessorCount > 1 ? Stopwatch.Frequency / 20_000 : 0;

    /// <summary>The first part of that time, in which it does not offer its processor to others between looks.</summary>
    private static readonly long s_spinTicks = s_lookOutTicks / 4;

    private readonly Thread[] _threads;
    private readonly object _workGate = new();
    private readonly object _doneGate = new();
    private Job?[] _jobs = [];

    // The run under way. A thread may look at the fields below only while it holds a part that it has claimed from
    // _unclaimed: the run cannot end, and the fields cannot change, before that part is counted off _unfinished.
    private Job? _job;
    private int _parts;
    private int _unclaimed;
    private int _unfinished;
    private PartError? _error;

    private int _busy;
    private int _sleepers;
    private bool _callerSleeps;
    private bool _disposed;

    /// <summary>Starts a team.</summary>
    /// <param name="threads">Number of threads including the caller's, 1 to <see cref="MaximumThreads"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is outside its range.</exception>
    public WorkerTeam(int threads)
    {
        CheckThreads(threads, nameof(threads));
        Threads = threads;
        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(WorkLoop) { IsBackground = true, Name = $"Ntt worker {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>The team of the calling thread alone, for callers without one of their own. Never disposed.</summary>
    internal static WorkerTeam Caller { get; } = new(1);

    /// <summary>Number of threads that share a run, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Turns an optional setting into a number of threads: none given means one per processor.</summary>
    /// <param name="numberOfThreads">1 to <see cref="MaximumThreads"/>, or null.</param>
    /// <returns>The number of threads to use.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numberOfThreads"/> is outside its range.</exception>
    public static int Resolve(int? numberOfThreads)
    {
        if (numberOfThreads is null)
            return Math.Clamp(Environment.ProcessorCount, 1, MaximumThreads);
        CheckThreads(numberOfThreads.Value, nameof(numberOfThreads));
        return numberOfThreads.Value;
    }

    /// <summary>Runs every part of a computation exactly once and returns when all have ended.</summary>
    /// <typeparam name="TWork">The computation.</typeparam>
    /// <param name="parts">Number of parts, 0 or more.</param>
    /// <param name="work">The computation, copied once.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parts"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The team was disposed.</exception>
    /// <remarks>
    /// An exception in a part does not keep the other parts from running. It is thrown again here after all have ended;
    /// of several, the one of the lowest part. An interruption of the calling thread waits until then.
    /// </remarks>
    public void Run<TWork>(int parts, in TWork work)
        where TWork : struct, IPartitionedWork
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if (parts < 0)
            throw new ArgumentOutOfRangeException(nameof(parts), parts, "The number of parts must be 0 or more.");
        if (parts <= 1 || Threads == 1 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            RunInline(parts, work);
            return;
        }
        Exception? error;
        try
        {
            Job<TWork> job = JobFor<TWork>();
            job.Work = work;
            error = RunShared(job, parts);
            job.Work = default;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
        if (error is not null)
            ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>Ends the threads. A run under way on another thread is completed by its caller.</summary>
    public void Dispose()
    {
        lock (_workGate)
        {
            if (_disposed)
                return;
            Volatile.Write(ref _disposed, true);
            Monitor.PulseAll(_workGate);
        }
        foreach (Thread thread in _threads)
            if (thread != Thread.CurrentThread)
                thread.Join();
    }

    private static void CheckThreads(int threads, string name)
    {
        if (threads is < 1 or > MaximumThreads)
            throw new ArgumentOutOfRangeException(name, threads, $"The number of threads must be from 1 to {MaximumThreads}.");
    }

    private static void RunInline<TWork>(int parts, in TWork work)
        where TWork : struct, IPartitionedWork
    {
        TWork copy = work;
        Exception? error = null;
        for (int part = 0; part < parts; part++)
        {
            try
            {
                copy.Run(part);
            }
            catch (Exception e)
            {
                error ??= e;
            }
        }
        if (error is not null)
            ExceptionDispatchInfo.Throw(error);
    }

    private Job<TWork> JobFor<TWork>()
        where TWork : struct, IPartitionedWork
    {
        int slot = JobSlot<TWork>.Index;
        if (slot >= _jobs.Length)
            Array.Resize(ref _jobs, slot + 8);
        return (Job<TWork>)(_jobs[slot] ??= new Job<TWork>());
    }

    private Exception? RunShared(Job job, int parts)
    {
        _job = job;
        _parts = parts;
        _error = null;
        _unfinished = parts;
        // A full fence on both sides, here and in Sleep, so that either the sleeper sees the parts or this thread sees the sleeper.
        Interlocked.Exchange(ref _unclaimed, parts);
        int sleepers = Volatile.Read(ref _sleepers);
        bool isInterrupted = sleepers > 0 && Wake(Math.Min(sleepers, parts - 1));

        RunClaimedParts();
        isInterrupted |= AwaitLastParts();
        _job = null;
        // The parts use the caller's memory, so that nothing may end the run before them: an interruption is put off.
        if (isInterrupted)
            Thread.CurrentThread.Interrupt();
        return _error?.Exception;
    }

    /// <returns>Whether the calling thread was interrupted.</returns>
    private bool Wake(int count)
    {
        for (bool isInterrupted = false; ; isInterrupted = true)
        {
            try
            {
                lock (_workGate)
                {
                    for (int i = 0; i < count; i++)
                        Monitor.Pulse(_workGate);
                }
                return isInterrupted;
            }
            catch (ThreadInterruptedException)
            {
            }
        }
    }

    private void RunClaimedParts()
    {
        while (Volatile.Read(ref _unclaimed) > 0)
        {
            int left = Interlocked.Decrement(ref _unclaimed);
            if (left < 0)
                return;
            int part = _parts - 1 - left;
            try
            {
                _job!.Run(part);
            }
            catch (Exception e)
            {
                Record(e, part);
            }
            if (Interlocked.Decrement(ref _unfinished) == 0 && Volatile.Read(ref _callerSleeps))
            {
                lock (_doneGate)
                    Monitor.PulseAll(_doneGate);
            }
        }
    }

    /// <summary>Keeps the error of the lowest part, without a lock: to wait for one could be interrupted.</summary>
    private void Record(Exception exception, int part)
    {
        var error = new PartError(exception, part);
        for (PartError? kept = Volatile.Read(ref _error); kept is null || part < kept.Part;)
        {
            PartError? found = Interlocked.CompareExchange(ref _error, error, kept);
            if (found == kept)
                return;
            kept = found;
        }
    }

    /// <returns>Whether the calling thread was interrupted.</returns>
    private bool AwaitLastParts()
    {
        bool isInterrupted = false;
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _unfinished) > 0)
        {
            long waited = Stopwatch.GetTimestamp() - start;
            if (waited < s_lookOutTicks)
            {
                Pause(waited);
                continue;
            }
            try
            {
                SleepUntilLastPart();
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }
        return isInterrupted;
    }

    private void SleepUntilLastPart()
    {
        lock (_doneGate)
        {
            Volatile.Write(ref _callerSleeps, true);
            Interlocked.MemoryBarrier();
            try
            {
                while (Volatile.Read(ref _unfinished) > 0)
                    Monitor.Wait(_doneGate);
            }
            finally
            {
                Volatile.Write(ref _callerSleeps, false);
            }
        }
    }

    private void WorkLoop()
    {
        while (!Volatile.Read(ref _disposed))
        {
            RunClaimedParts();
            long start = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref _unclaimed) <= 0 && !Volatile.Read(ref _disposed))
            {
                long waited = Stopwatch.GetTimestamp() - start;
                if (waited < s_lookOutTicks)
                    Pause(waited);
                else
                    Sleep();
            }
        }
    }

    private void Sleep()
    {
        lock (_workGate)
        {
            Interlocked.Increment(ref _sleepers);
            while (Volatile.Read(ref _unclaimed) <= 0 && !_disposed)
                Monitor.Wait(_workGate);
            Interlocked.Decrement(ref _sleepers);
        }
    }

    /// <summary>A short wait; after a while it leaves the processor to any other thread that is ready to run.</summary>
    private static void Pause(long waited)
    {
        Thread.SpinWait(10);
        if (waited > s_spinTicks)
            Thread.Yield();
    }

    private sealed class PartError(Exception exception, int part)
    {
        public Exception Exception { get; } = exception;

        public int Part { get; } = part;
    }

    private abstract class Job
    {
        public abstract void Run(int part);
    }

    private sealed class Job<TWork> : Job
        where TWork : struct, IPartitionedWork
    {
        public TWork Work;

        public override void Run(int part) => Work.Run(part);
    }

    /// <summary>Numbers the kinds of work, so that a team finds the job it keeps for one without a look-up by type.</summary>
    private static class JobSlot
    {
        private static int s_count;

        public static int Next() => Interlocked.Increment(ref s_count) - 1;
    }

    private static class JobSlot<TWork>
    {
        public static readonly int Index = JobSlot.Next();
    }
}
