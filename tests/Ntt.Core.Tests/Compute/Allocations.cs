namespace Ntt.Core.Tests.Compute;

/// <summary>Counts what the calling thread allocates.</summary>
internal static class Allocations
{
    private const int Attempts = 20;

    /// <summary>
    /// The bytes that an action allocates in its steady state: the least of many attempts, because which thread takes a part first, and so
    /// makes a buffer for it, is left to chance.
    /// </summary>
    public static long InSteadyState(Action action)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
