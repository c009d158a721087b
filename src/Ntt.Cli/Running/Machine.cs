using System.Runtime.InteropServices;
using Ntt.Cli.Results;

namespace Ntt.Cli.Running;

/// <summary>The machine at hand.</summary>
internal static class Machine
{
    private const string ProcessorFacts = "/proc/cpuinfo";

    /// <summary>What results tell of it.</summary>
    public static MachineFacts Facts { get; } = new(ReadProcessor(), Environment.ProcessorCount, RuntimeInformation.FrameworkDescription);

    private static string ReadProcessor()
    {
        var line = File.Exists(ProcessorFacts)
            ? File.ReadLines(ProcessorFacts).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
