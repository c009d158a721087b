using System.Text.Json.Nodes;

namespace Ntt.Cli.Tests;

[TestClass]
public sealed class BenchCommandTests
{
    private const string Fields =
        "name case medianMs minMs gflop megabytes gflops rooflineShare allocatedBytes peakResidentMegabytes curve size threads repeats";

    private const string Network = "input 11x9x2, conv 3 3x3, relu, maxpool 2, flatten, dense 7, relu, dense 3";

    [TestMethod]
    [DataRow("gemm", 8, false)]
    [DataRow("ntt-step", 4, true)]
    [DataRow("train-step", 2, true)]
    [DataRow("score", 2, true)]
    [DataRow("transform", 6, false)]
    public void EveryBenchmark_WritesItsRows(string name, int rows, bool takesNetwork)
    {
        using var folder = new TemporaryFolder();
        string[] network = takesNetwork ? ["--network", Network] : [];

        var result = CommandLineResult.Of(["bench", name, "--json", folder["rows.json"], "--threads", "1", "--repeats", "1", "--seconds", "0", .. network]).Succeeded();

        Assert.Contains("GFLOP/s", result.Output);
        Assert.Contains("roof: micro-kernel", result.Output);
        Assert.AreEqual(name == "transform", result.Output.Contains("times the engine", StringComparison.Ordinal));
        Assert.HasCount(1, folder.Content);
        var root = JsonNode.Parse(File.ReadAllText(folder["rows.json"]))!.AsObject();
        var array = root["rows"]!.AsArray();
        Assert.AreEqual("machine rows exponents", string.Join(' ', root.Select(field => field.Key)));
        Assert.IsGreaterThan(0, (double)root["machine"]!["microKernelGflops"]!);
        Assert.IsGreaterThan(0, (double)root["machine"]!["copyGigabytesPerSecond"]!);
        Assert.IsEmpty(root["exponents"]!.AsArray());
        Assert.HasCount(rows, array);
        Assert.HasCount(rows, array.Select(row => (string?)row!["case"]).Distinct().ToArray());
        foreach (var row in array)
        {
            Assert.AreEqual(Fields, string.Join(' ', row!.AsObject().Select(field => field.Key)));
            Assert.AreEqual(name, (string?)row["name"]);
            Assert.IsGreaterThan(0, (double)row["minMs"]!);
            Assert.IsGreaterThanOrEqualTo((double)row["minMs"]!, (double)row["medianMs"]!);
            Assert.AreEqual("1 1", $"{(int)row["threads"]!} {(int)row["repeats"]!}");
            Assert.IsGreaterThan(0, (double)row["gflop"]!);
            Assert.AreEqual((double)row["gflop"]! / (double)row["medianMs"]! * 1e3, (double)row["gflops"]!, 1e-6 * (double)row["gflops"]!);
            Assert.IsGreaterThan(0, (double)row["rooflineShare"]!);
            Assert.IsGreaterThanOrEqualTo(0, (long)row["allocatedBytes"]!);
        }
    }

    [TestMethod]
    public void Density_IsTheOnlyOneMeasured()
    {
        using var folder = new TemporaryFolder();

        CommandLineResult.Of(
            "bench", "score", "--json", folder["rows.json"], "--threads", "1", "--repeats", "1", "--seconds", "0", "--network", Network, "--density", "0.25").Succeeded();

        var rows = JsonNode.Parse(File.ReadAllText(folder["rows.json"]))!["rows"]!.AsArray();
        Assert.HasCount(1, rows);
        Assert.AreEqual($"{Network}, batch 256, density 0.25", (string?)rows[0]!["case"]);
    }

    [TestMethod]
    public void WrongUsage_IsExplainedInOneLine()
    {
        CommandLineResult.Of("bench", "gem").Failed(
            2, "'gem' is no benchmark; the benchmarks are gemm, ntt-step, train-step, score, transform, scaling.", "See 'ntt bench --help'.");
        CommandLineResult.Of("bench").Failed(2, "'name'");
        CommandLineResult.Of("bench", "score", "--repeats", "0").Failed(2, "--repeats is '0'; it must be a whole number of at least 1.");
        CommandLineResult.Of("bench", "score", "--seconds", "-1").Failed(2, "--seconds is '-1'; it must be a number from 0 to 3600.");
        CommandLineResult.Of("bench", "score", "--seconds", "1e300").Failed(2, "--seconds is '1e300'; it must be a number from 0 to 3600.");
        CommandLineResult.Of("bench", "score", "--density", "0").Failed(2, "--density is '0'; it must be a number greater than 0 and at most 1.");
        CommandLineResult.Of("bench", "score", "--network", "lenet").Failed(2, "--network", "'lenet'", "lenet-300-100");
        CommandLineResult.Of("bench", "gemm", "--network", "conv-4").Failed(2, "--network does not go with 'gemm', which has cases of its own.");
        CommandLineResult.Of("bench", "scaling", "--density", "0.1").Failed(2, "--density does not go with 'scaling'");
        CommandLineResult.Of("bench", "scaling", "--export", "cases").Failed(2, "--export does not go with 'scaling'");
    }

    [TestMethod]
    public void UnwritablePath_IsFoundBeforeTheWork()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["taken"], "");

        CommandLineResult.Of("bench", "gemm", "--json", folder[Path.Combine("missing", "rows.json")]).Failed(1, "--json", "cannot be written");
        CommandLineResult.Of("bench", "score", "--export", folder["taken"]).Failed(1, "--export", "taken", "cannot be written");

        Assert.HasCount(1, folder.Content);
    }

    [TestMethod]
    public void Cancellation_EndsTheMeasuring()
    {
        using var folder = new TemporaryFolder();

        foreach (var name in (string[])["gemm", "ntt-step"])
        {
            using var output = new StringWriter();
            CommandLineResult.Of(["bench", name, "--json", folder["rows.json"]], output, new CancellationToken(canceled: true)).Failed(1, "Cancelled");
        }

        Assert.IsEmpty(folder.Content);
    }
}
