using System.Text.Json;
using Ntt.Cli.Results;

namespace Ntt.Cli.Tests;

/// <summary>Results made up for tables and reports.</summary>
internal static class MadeUpRuns
{
    /// <summary>A run of one layer with two records; the last has the accuracy.</summary>
    public static RunResult Run(string method, string allocation, int seed, double accuracy, int kept = 3)
    {
        string[] arguments = ["--data", "mnist", "--method", method, "--density", "0.03", "--allocation", allocation, "--seed", $"{seed}", "--epochs", "2"];
        return new RunResult(
            "0.1.0", arguments, "embedded", new DataFacts("mnist", 60_000, 10_000), "lenet-300-100", method, allocation, "none", seed, 2,
            method == "dense" ? new DensityFacts(1, 1) : new DensityFacts(0.03, 0.03), [new LayerFacts("fc1", 100, kept, 10, 0, 100, 3)], 33,
            new PruneFacts(0, 1.5, []), new TrainFacts(200, 2.5, [new TrainPoint(0, 2.3, 0.1), new TrainPoint(200, 0.1, accuracy)]),
            new TestFacts(accuracy, 0.1, 10_000), new ModelFacts(null, 1));
    }

    /// <summary>Writes a run as grids do.</summary>
    public static void Write(string path, RunResult result)
        => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(result, ResultJson.OneLine.RunResult));
}
