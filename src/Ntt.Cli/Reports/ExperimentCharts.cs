using Ntt.Cli.Figures;
using Ntt.Cli.Results;
using Ntt.Cli.Tables;

namespace Ntt.Cli.Reports;

/// <summary>The pictures of an experiment. Where there are several seeds a curve is their mean and its bars reach from the least to the greatest.</summary>
internal static class ExperimentCharts
{
    /// <summary>Accuracy against density, as in the paper's fig. 5: a chart an allocation. Empty for a single density.</summary>
    public static IEnumerable<LineChart> AgainstDensity(Experiment experiment)
    {
        if (experiment.Densities.Count < 2)
            yield break;
        foreach (var (allocation, runs) in ByAllocation(experiment.Runs))
        {
            yield return new LineChart(
                $"Test accuracy against density, {allocation}", "fraction of the weights kept", AxisScale.Logarithmic, "test accuracy, %", AxisScale.Linear,
                DensityCurves([.. runs, .. experiment.Runs.Where(run => run.IsDense)]));
        }
    }

    /// <summary>Accuracy while training, as in the paper's fig. 4: a chart an allocation.</summary>
    public static IEnumerable<LineChart> WhileTraining(IReadOnlyList<RunResult> runs)
        => ByAllocation(runs).Select(group => new LineChart(
            $"Test accuracy while training, {group.Allocation}", "step of training", AxisScale.Logarithmic, "test accuracy, %", AxisScale.Linear,
            TrainingCurves([.. group.Runs.Where(run => !run.IsDense), .. runs.Where(run => run.IsDense)])));

    /// <summary>Accuracy over the density, a curve a method; dense runs have the same at every density.</summary>
    /// <param name="runs">Runs of one allocation, and dense ones.</param>
    public static Curve[] DensityCurves(IReadOnlyList<RunResult> runs)
    {
        double[] densities = [.. runs.Where(run => !run.IsDense).Select(run => run.Density.Requested).Distinct().Order()];
        return
        [
            .. InOrder(runs).Select(method => new Curve(
                method.Key,
                method.Key == RunResult.Dense
                    ? [.. densities.Select(density => Point(density, method))]
                    : [.. method.GroupBy(run => run.Density.Requested).OrderBy(at => at.Key).Select(at => Point(at.Key, at))])
            {
                Style = MethodOrder.Style(method.Key),
            }),
        ];
    }

    /// <summary>Accuracy over the steps of training, a curve a method.</summary>
    /// <param name="runs">Runs of one allocation and density, and dense ones.</param>
    public static Curve[] TrainingCurves(IReadOnlyList<RunResult> runs)
        => [.. InOrder(runs).Select(method => new Curve(method.Key, TrainingPoints([.. method])) { Style = MethodOrder.Style(method.Key) })];

    /// <summary>What each method leaves of each layer, in percent, of the first seed.</summary>
    public static BarChart KeptByLayer(IReadOnlyList<RunResult> runs)
    {
        var seed = runs.Min(run => run.Seed);
        RunResult[] shown = [.. InOrder([.. runs.Where(run => run.Seed == seed)]).SelectMany(method => method)];
        return new BarChart(
            $"Weights kept in each layer, %, seed {seed}", "% of the layer's weights", AxisScale.Logarithmic,
            [.. runs[0].Layers.Select(layer => layer.Name)],
            [.. shown.Select(run => ($"{run.Method}, {run.Allocation}", (IReadOnlyList<double>)[.. run.Layers.Select(layer => 100.0 * layer.Kept / layer.Weights)]))]);
    }

    private static IEnumerable<(string Allocation, RunResult[] Runs)> ByAllocation(IReadOnlyList<RunResult> runs)
        => runs.Where(run => !run.IsDense).DefaultIfEmpty(runs[0]).GroupBy(run => run.Allocation).Select(group => (group.Key, group.ToArray()));

    private static IEnumerable<IGrouping<string, RunResult>> InOrder(IEnumerable<RunResult> runs) => MethodOrder.Sort(runs).GroupBy(run => run.Method);

    private static CurvePoint Point(double x, IEnumerable<RunResult> runs)
    {
        var accuracies = Accuracies.Of(runs);
        return new CurvePoint(x, 100 * accuracies.Mean, 100 * accuracies.Values.Min(), 100 * accuracies.Values.Max());
    }

    private static CurvePoint[] TrainingPoints(RunResult[] runs) =>
    [
        .. from record in runs.SelectMany(run => run.Train.History)
           where record.Step > 0 && record.TestAccuracy is not null
           group 100 * record.TestAccuracy!.Value by record.Step into step
           where step.Count() == runs.Length
           orderby step.Key
           select new CurvePoint(step.Key, step.Average(), step.Min(), step.Max()),
    ];
}
