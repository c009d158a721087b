using System.Globalization;
using Microsoft.ML.Runtime;
using Ntt.Pruning;

namespace Ntt.Estimators;

/// <summary>Tells of a pruning.</summary>
internal sealed class PruningLog(IHostEnvironment? environment, string component, IProgress<NttRecord>? progress)
    : FitLog<NttRecord>(environment, component, "Pruning", progress)
{
    /// <summary>What is left, and what a user should know of it.</summary>
    public void End(string method, PruningResult result)
    {
        var report = result.Report;
        Info(string.Create(
            CultureInfo.InvariantCulture,
            $"Method '{method}' kept {report.Kept} of {report.Weights} weights ({report.KeptDensity:0.####}) in {result.Duration.TotalSeconds:0.0} s; dead units: {report.DeadUnits}."));
        foreach (var warning in report.Warnings)
        {
            Warn(warning);
        }
    }

    protected override string Describe(NttRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"Step {record.Step}: objective {record.Total:g6}, kernel distance {record.KernelDistance?.ToString("g6", CultureInfo.InvariantCulture) ?? "none"}, target distance {record.TargetDistance:g6}.");
}
