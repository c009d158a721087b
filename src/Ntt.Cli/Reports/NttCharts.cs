using Ntt.Cli.Figures;
using Ntt.Cli.Results;
using Ntt.Cli.Tables;
using Ntt.Pruning;

namespace Ntt.Cli.Reports;

/// <summary>How NTT's loss and its terms fall while pruning. Where there are several seeds a curve is their mean and its bars reach from the least to the greatest.</summary>
internal static class NttCharts
{
    /// <summary>The loss, the kernel distance and the target distance, those that runs have.</summary>
    public static IEnumerable<LineChart> Of(Experiment experiment)
    {
        (string Title, string Label, Func<NttRecord, double?> Value)[] terms =
        [
            ("NTT's loss while pruning", "loss", record => record.Total),
            ("Kernel distance while pruning", "kernel distance", record => record.KernelDistance),
            ("Target distance while pruning", "target distance", record => record.TargetDistance),
        ];
        return from term in terms
               let curves = Curves(experiment.Runs, term.Value)
               where curves.Length > 0
               select new LineChart(term.Title, "step of NTT, from 1", AxisScale.Logarithmic, term.Label, AxisScale.Logarithmic, curves);
    }

    private static Curve[] Curves(IReadOnlyList<RunResult> runs, Func<NttRecord, double?> value)
    {
        RunResult[] optimized = [.. MethodOrder.Sort(runs.Where(run => run.Prune.History.Any(record => value(record) is not null)))];
        var hasSeveral = optimized.Select(run => run.Method).Distinct().Count() > 1;
        return
        [
            .. from run in optimized
               group run by (run.Method, run.Allocation, run.Density.Requested) into alike
               let name = $"{alike.Key.Allocation}, {alike.Key.Requested:0.###%}"
               select new Curve(hasSeveral ? $"{alike.Key.Method}, {name}" : name, Points([.. alike], value)),
        ];
    }

    private static CurvePoint[] Points(RunResult[] runs, Func<NttRecord, double?> value) =>
    [
        .. from record in runs.SelectMany(run => run.Prune.History)
           let number = value(record)
           where number is not null
           group number.Value by record.Step into step
           where step.Count() == runs.Length
           orderby step.Key
           select new CurvePoint(step.Key + 1, step.Average(), step.Min(), step.Max()),
    ];
}
