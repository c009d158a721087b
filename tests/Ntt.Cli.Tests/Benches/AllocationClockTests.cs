using Ntt.Cli.Benches;

namespace Ntt.Cli.Tests.Benches;

[TestClass]
[DoNotParallelize]
public sealed class AllocationClockTests
{
    private static byte[] s_kept = [];

    [TestMethod]
    public void Operation_IsReadWithoutWhatTheFirstOneAllocates()
    {
        byte[]? once = null;

        var bytes = AllocationClock.Of(() =>
        {
            s_kept = once ??= new byte[5_000];
            s_kept = new byte[1_000];
        });

        Assert.IsTrue(bytes is >= 1_000 and < 1_100, $"{bytes} bytes");
        Assert.AreEqual(0, AllocationClock.Of(() => s_kept[0]++));
    }

    [TestMethod]
    public void Steps_AreToldApartFromReports()
    {
        var bytes = AllocationClock<int>.Measure(
            warmUp: 2,
            (interval, progress, end) =>
            {
                for (var step = 0; ; step++)
                {
                    end.ThrowIfCancellationRequested();
                    if (step % interval == 0)
                    {
                        s_kept = new byte[700];
                        progress.Report(step);
                    }

                    s_kept = new byte[100];
                }
            },
            CancellationToken.None);

        Assert.AreEqual(128, bytes);
    }
}
