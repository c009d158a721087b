using Ntt.Cli.Results;

namespace Ntt.Cli.Tables;

/// <summary>Test accuracies of runs that differ in their seeds.</summary>
/// <param name="Values">One a run: the mean of its last ten records (fewer, where it has fewer behind the first), as the paper reports it.</param>
internal sealed record Accuracies(IReadOnlyList<double> Values)
{
    private const int Records = 10;

    public static Accuracies Of(IEnumerable<RunResult> runs) => new([.. runs.OrderBy(run => run.Seed).Select(Of)]);

    public double Mean => Values.Average();

    /// <summary>Standard deviation of the runs, with n - 1 in the denominator; NaN for a single one.</summary>
    public double StandardDeviation => Math.Sqrt(Values.Sum(value => Math.Pow(value - Mean, 2)) / (Values.Count - 1));

    /// <summary>Mean, least and greatest in percent.</summary>
    public override string ToString() => Values.Count == 1
        ? $"{100 * Mean:0.00} %"
        : $"{100 * Mean:0.00} ({100 * Values.Min():0.00} to {100 * Values.Max():0.00}) %";

    private static double Of(RunResult run)
    {
        double[] records = [.. run.Train.History.Where(record => record.Step > 0 && record.TestAccuracy is not null).Select(record => record.TestAccuracy!.Value)];
        return records.Length == 0 ? run.Test.Accuracy : records.TakeLast(Records).Average();
    }
}
