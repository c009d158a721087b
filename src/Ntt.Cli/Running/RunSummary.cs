using Ntt.Cli.Results;

namespace Ntt.Cli.Running;

/// <summary>The end of a run, for the eye.</summary>
internal static class RunSummary
{
    /// <summary>Writes the summary.</summary>
    public static void Write(TextWriter output, RunResult result, IReadOnlyList<string> warnings)
    {
        var (kept, weights) = (result.Layers.Sum(layer => layer.Kept), result.Layers.Sum(layer => layer.Weights));
        void Line(string name, string value) => output.WriteLine($"{name,-8} {value}");

        Line("data", $"{result.Data.Name}: {result.Data.Train:N0} training and {result.Data.Test:N0} test images");
        Line("network", result.Network);
        Line("method", $"{result.Method}, {result.Allocation}{(result.Control == "none" ? "" : $", control {result.Control}")}, seed {result.Seed}, {result.Threads} threads, {result.Host} pipeline host");
        Line("weights", $"{kept:N0} of {weights:N0} kept ({result.Density.Kept:0.###%}; {result.Density.Requested:0.###%} asked for)");
        Line("units", $"{result.Layers.Sum(layer => layer.DeadUnits):N0} of {result.Layers.Sum(layer => layer.Units):N0} dead");
        Line("work", $"{result.Layers.Sum(layer => layer.SparseMultiplyAdds):N0} multiply-adds a sample, "
            + $"{result.Layers.Sum(layer => layer.DenseMultiplyAdds):N0} dense: theoretical speed-up {result.TheoreticalSpeedup:0.0}");
        Line("prune", $"{result.Prune.Steps:N0} steps, {result.Prune.Seconds:0.0} s");
        Line("train", $"{result.Train.Steps:N0} steps, {result.Train.Seconds:0.0} s");
        Line("test", $"accuracy {result.Test.Accuracy:0.00%}, log-loss {result.Test.LogLoss:0.0000}");
        Line("model", $"{result.Model.Bytes:N0} bytes, {result.Model.Path ?? "not saved (--model)"}");
        foreach (var warning in warnings)
            Line("warning", warning);
    }
}
