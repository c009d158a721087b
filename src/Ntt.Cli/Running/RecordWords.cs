using Ntt.Pruning;
using Ntt.Training;

namespace Ntt.Cli.Running;

/// <summary>Records in words.</summary>
internal static class RecordWords
{
    public static string Describe(NttRecord record)
        => $"{(record.KernelDistance is { } distance ? $"kernel distance {distance:0.#}, " : "")}target distance {record.TargetDistance:0.000}, L2 {record.L2:0.0}";

    public static string Describe(TrainingRecord record)
        => $"loss {record.Loss:0.0000}{(record.MonitorAccuracy is { } accuracy ? $", test accuracy {accuracy:0.00%}" : "")}";
}
