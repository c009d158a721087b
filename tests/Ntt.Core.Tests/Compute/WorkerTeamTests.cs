using Ntt.Compute;

namespace Ntt.Core.Tests.Compute;

[TestClass]
public class WorkerTeamTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(7)]
    public void RunsEachPartExactlyOnce(int threads)
    {
        using var team = new WorkerTeam(threads);
        Assert.AreEqual(threads, team.Threads);
        for (int run = 0; run < 2000; run++)
        {
            var counts = new int[run % 40];
            team.Run(counts.Length, new Count(counts));
            Assert.IsTrue(counts.All(c => c == 1), $"run {run}");
        }
    }

    [TestMethod]
    public void SharesThePartsOut()
    {
        using var team = new WorkerTeam(2);
        var barrier = new Barrier(2);
        // Each part waits for the other: they end only when two threads run them.
        team.Run(2, new Meet(barrier));
        Assert.AreEqual(1, barrier.CurrentPhaseNumber);
    }

    [TestMethod]
    public void WakesThreadsThatSleep()
    {
        using var team = new WorkerTeam(3);
        for (int run = 0; run < 5; run++)
        {
            Thread.Sleep(5);
            team.Run(3, new Meet(new Barrier(3)));
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void RunsAllPartsAndThrowsTheErrorOfTheLowestPart(int threads)
    {
        using var team = new WorkerTeam(threads);
        for (int run = 0; run < 50; run++)
        {
            var counts = new int[20];
            InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
                () => team.Run(counts.Length, new Fail(counts)));
            Assert.AreEqual("part 5", error.Message);
            Assert.IsTrue(counts.All(c => c == 1));
        }
        var after = new int[10];
        team.Run(after.Length, new Count(after));
        Assert.IsTrue(after.All(c => c == 1));
    }

    [TestMethod]
    public void APartMayRunWorkOfItsOwn()
    {
        using var team = new WorkerTeam(3);
        for (int run = 0; run < 200; run++)
        {
            var counts = new int[6 * 5];
            team.Run(6, new Nest(team, counts));
            Assert.IsTrue(counts.All(c => c == 1));
        }
    }

    [TestMethod]
    public void SeveralThreadsMayCallAtOnce()
    {
        using var team = new WorkerTeam(2);
        var callers = new Thread[3];
        int wrong = 0;
        for (int i = 0; i < callers.Length; i++)
        {
            callers[i] = new Thread(() =>
            {
                for (int run = 0; run < 2000; run++)
                {
                    var counts = new int[9];
                    team.Run(counts.Length, new Count(counts));
                    if (counts.Any(c => c != 1))
                        Interlocked.Increment(ref wrong);
                }
            });
            callers[i].Start();
        }
        foreach (Thread caller in callers)
            caller.Join();
        Assert.AreEqual(0, wrong);
    }

    [TestMethod]
    public void AnInterruptedCallerWaitsForAllParts()
    {
        using var team = new WorkerTeam(2);
        using var started = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var counts = new int[2];
        int countedAtTheEnd = 0;
        bool hasEnded = false;
        Exception? error = null;
        var caller = new Thread(() =>
        {
            try
            {
                Thread.CurrentThread.Interrupt();
                team.Run(counts.Length, new HoldOthers(Thread.CurrentThread, started, release, counts));
                countedAtTheEnd = counts.Sum();
                Thread.Sleep(60_000);
            }
            catch (Exception e)
            {
                error = e;
            }
        });
        caller.Start();
        for (int interruption = 0; interruption < 3 && !hasEnded; interruption++)
        {
            // With its own part done, the caller sleeps because the other part is held.
            SpinWait.SpinUntil(() => !caller.IsAlive || (counts.Sum() == 1 && caller.ThreadState == ThreadState.WaitSleepJoin));
            caller.Interrupt();
            hasEnded = caller.Join(20);
        }
        release.Set();
        caller.Join();
        Assert.IsFalse(hasEnded, "the run has ended before its parts");
        Assert.AreEqual(2, countedAtTheEnd);
        Assert.IsInstanceOfType<ThreadInterruptedException>(error, "the interruption is not lost");
        team.Run(2, new Meet(new Barrier(2)));
    }

    [TestMethod]
    public void ARunAllocatesNothing()
    {
        using var team = new WorkerTeam(2);
        var counts = new int[8];
        Assert.AreEqual(0, Allocations.InSteadyState(() => team.Run(counts.Length, new Count(counts))));
    }

    [TestMethod]
    public void DoesNotHoldOnToTheWork()
    {
        using var team = new WorkerTeam(2);
        WeakReference reference = RunAndForget(team);
        GC.Collect();
        Assert.IsFalse(reference.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference RunAndForget(WorkerTeam team)
        {
            var counts = new int[8];
            team.Run(counts.Length, new Count(counts));
            return new WeakReference(counts);
        }
    }

    [TestMethod]
    public void ADisposedTeamRefusesWork()
    {
        var team = new WorkerTeam(3);
        team.Run(3, new Count(new int[3]));
        team.Dispose();
        team.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => team.Run(3, new Count(new int[3])));
    }

    [TestMethod]
    public void ATeamMayBeDisposedDuringARun()
    {
        for (int run = 0; run < 20; run++)
        {
            var team = new WorkerTeam(3);
            var counts = new int[12];
            team.Run(counts.Length, new DisposeInPart(team, counts));
            Assert.IsTrue(counts.All(c => c == 1));
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    [DataRow(1025)]
    public void RefusesNumbersOfThreadsOutsideTheRange(int threads)
    {
        Refusal.Of<ArgumentOutOfRangeException>("threads", () => new WorkerTeam(threads).Dispose());
        Refusal.Of<ArgumentOutOfRangeException>("numberOfThreads", () => WorkerTeam.Resolve(threads));
    }

    [TestMethod]
    public void RefusesANegativeNumberOfParts()
    {
        using var team = new WorkerTeam(2);
        Refusal.Of<ArgumentOutOfRangeException>("parts", () => team.Run(-1, new Count([])));
    }

    [TestMethod]
    public void NoNumberOfThreadsMeansOnePerProcessor()
    {
        Assert.AreEqual(Math.Min(Environment.ProcessorCount, WorkerTeam.MaximumThreads), WorkerTeam.Resolve(null));
        Assert.AreEqual(1, WorkerTeam.Resolve(1));
        Assert.AreEqual(1024, WorkerTeam.Resolve(1024));
    }

    private readonly struct Count(int[] counts) : IPartitionedWork
    {
        public void Run(int part) => Interlocked.Increment(ref counts[part]);
    }

    private readonly struct Meet(Barrier barrier) : IPartitionedWork
    {
        public void Run(int part) => Assert.IsTrue(barrier.SignalAndWait(TimeSpan.FromSeconds(60)));
    }

    private readonly struct HoldOthers(Thread caller, ManualResetEventSlim started, ManualResetEventSlim release, int[] counts) : IPartitionedWork
    {
        public void Run(int part)
        {
            if (Thread.CurrentThread == caller)
            {
                while (!started.IsSet)
                    Thread.Yield();
            }
            else
            {
                started.Set();
                release.Wait();
            }
            Interlocked.Increment(ref counts[part]);
        }
    }

    private readonly struct Fail(int[] counts) : IPartitionedWork
    {
        public void Run(int part)
        {
            Interlocked.Increment(ref counts[part]);
            if (part % 5 == 0 && part > 0)
                throw new InvalidOperationException($"part {part}");
        }
    }

    private readonly struct Nest(WorkerTeam team, int[] counts) : IPartitionedWork
    {
        public void Run(int part) => team.Run(5, new Inner(part * 5, counts));

        private readonly struct Inner(int first, int[] counts) : IPartitionedWork
        {
            public void Run(int part) => Interlocked.Increment(ref counts[first + part]);
        }
    }

    private readonly struct DisposeInPart(WorkerTeam team, int[] counts) : IPartitionedWork
    {
        public void Run(int part)
        {
            if (part == 3)
                new Thread(team.Dispose).Start();
            Thread.SpinWait(2000);
            Interlocked.Increment(ref counts[part]);
        }
    }
}
