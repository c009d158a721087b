using Ntt.Cli.Results;

namespace Ntt.Cli.Tables;

/// <summary>What is left to compute and to store: a row a method and allocation, means over seeds.</summary>
internal static class WorkTable
{
    /// <summary>The table.</summary>
    public static TextTable Of(IReadOnlyList<RunResult> runs) => new(
        [
            new("method, allocation", false),
            new("weights", true),
            new("dead units", true),
            new("multiply-adds a sample", true),
            new("theoretical speed-up", true),
            new("model file, kB", true),
            new("seconds to train", true),
        ],
        [.. MethodOrder.Sort(runs).GroupBy(run => (run.Method, run.Allocation)).Select(group => Row(group.Key.Method, group.Key.Allocation, [.. group]))]);

    private static string[] Row(string method, string allocation, RunResult[] runs)
    {
        static double DenseWork(RunResult run) => run.Layers.Sum(layer => (double)layer.DenseMultiplyAdds);
        static double Work(RunResult run) => run.Layers.Sum(layer => (double)layer.SparseMultiplyAdds);

        return
        [
            method == RunResult.Dense ? method : $"{method}, {allocation}",
            $"{runs.Average(run => run.Layers.Sum(layer => layer.Kept)):N0}",
            $"{runs.Average(run => run.Layers.Sum(layer => layer.DeadUnits)):N0}",
            $"{runs.Average(Work):N0}",
            $"{runs.Sum(DenseWork) / runs.Sum(Work):0.0}",
            $"{runs.Average(run => run.Model.Bytes / 1e3):N0}",
            $"{runs.Average(run => run.Train.Seconds):0.0}",
        ];
    }
}
