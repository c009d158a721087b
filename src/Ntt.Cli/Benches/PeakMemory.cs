using System.Diagnostics;

namespace Ntt.Cli.Benches;

/// <summary>The most memory that the process had resident during a case. Known on Linux alone, where the mark can be set back.</summary>
internal static class PeakMemory
{
    private const string Marks = "/proc/self/clear_refs";

    // What the kernel takes as the order to set the resident peak back to what is resident now.
    private const string SetPeakBack = "5";

    /// <summary>Gives back what earlier cases left and sets the mark back; returns whether that is possible.</summary>
    public static bool Restart()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        try
        {
            if (!OperatingSystem.IsLinux())
                return false;
            File.WriteAllText(Marks, SetPeakBack);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Megabytes (1e6 bytes) since <see cref="Restart"/>.</summary>
    public static double Megabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }
}
